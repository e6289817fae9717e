import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { refuse } from '../../errors/index.ts'
import { readPayload } from '../../graph/payload.ts'
import type { JsonObject } from '../../graph/route.ts'
import { isGuid, type TenantId } from '../../ids.ts'
import type { AuditEntry } from '../../logs/audit.ts'
import { requestContext } from '../../request-context.ts'
import { parseDomainName } from '../../tenants/domain-names.ts'
import { requireOperator } from '../../tenants/operator.ts'
import type { Tenant } from '../../tenants/tenant.ts'

/** What every address of the operator does first: the credential, then the body. */
export type OperatorRequest = { deps: Deps; request: FastifyRequest; body: JsonObject; params: Record<string, string> }
export type OperatorAnswer = { status: number; body?: unknown }

export function operatorRoute(
  app: FastifyInstance,
  deps: Deps,
  method: 'GET' | 'POST',
  url: string,
  handle: (request: OperatorRequest) => Promise<OperatorAnswer>,
): void {
  app.route({
    method,
    url,
    exposeHeadRoute: false,
    async handler(request: FastifyRequest, reply: FastifyReply) {
      reply.header('cache-control', 'no-store')
      await requireOperator(deps, request)
      const type = request.headers['content-type']
      // A type that forms and scripts of other sites cannot send.
      if (method === 'POST' && !/^application\/json\s*(;|$)/i.test(type ?? '')) {
        refuse('unsupportedMediaType', { expected: 'application/json' })
      }
      const body = method === 'POST' ? readPayload(request.body, type, 'optional') : {}
      const params = request.params as Record<string, string>
      const answer = await handle({ deps, request, body, params })
      return answer.body === undefined ? reply.code(answer.status).send() : reply.code(answer.status).send(answer.body)
    },
  })
}

/** The tenant that `{tenant}` of the path names, by its id or a domain that it has verified. */
export async function tenantOf({ deps, params }: OperatorRequest): Promise<Tenant> {
  const wanted = (params.tenant ?? '').toLowerCase()
  const domain = parseDomainName(wanted)
  const id = isGuid(wanted) ? (wanted as TenantId) : domain && (await deps.store.across.tenantOfDomain(domain))
  const found = id && (await deps.store.across.tenants()).find((tenant) => tenant.id === id)
  return found || refuse('resourceNotFound', { id: wanted.slice(0, 100) })
}

/** The operator is nobody in the directory: the log names the role. */
export function operatorAudit(
  { deps, request }: OperatorRequest,
  change: { activity: string; operation: AuditEntry['operationType']; target: { id: string; displayName: string } },
): AuditEntry {
  const ctx = requestContext(request, deps)
  return {
    id: deps.random.uuid(),
    createdAt: ctx.at,
    correlationId: ctx.correlationId,
    activityDisplayName: change.activity,
    category: 'DirectoryManagement',
    operationType: change.operation,
    loggedByService: 'Core Directory',
    result: 'success',
    resultReason: null,
    initiatedBy: { kind: 'app', appId: null, servicePrincipalId: null, displayName: 'Operator' },
    targetResources: [{ ...change.target, type: 'Directory', userPrincipalName: null, modifiedProperties: [] }],
    additionalDetails: [],
  }
}
