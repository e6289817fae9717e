import { type Finding, traceFor } from '../access/index.ts'
import { explainCode, explainLogged, refuse } from '../errors/index.ts'
import type { SignIn } from '../logs/sign-in.ts'
import { admitLogReader, logPermission } from './audit-logs.ts'
import { explainAudit } from './explain-audit.ts'
import { type GraphRequest, type GraphRoute, type Json, type JsonObject, ok } from './route.ts'

/** Why a sign-in ended as it did, for an admin of one of its tenants: the shape of design 4. */

/**
 * By the id of the sign-in (the request id), or by a correlation id: then the refusal that came last, else the newest.
 * Only rows of the caller's own tenant are looked at, so another tenant's id is an unknown id.
 */
async function signInOf(
  { deps, door }: GraphRequest,
  id: string,
): Promise<{ row: SignIn; others: string[] } | undefined> {
  const row = await deps.store.signIns.find(door, id)
  const related = await deps.store.signIns.byCorrelation(door, row?.correlationId ?? id)
  const chosen = row ?? related.find(({ outcome }) => outcome === 'deny') ?? related[0]
  return chosen && { row: chosen, others: related.map((one) => one.id).filter((one) => one !== chosen.id) }
}

/** What a check asks for, where that has another name than the check. */
const required: Partial<Record<Finding['check'], string>> = { guestObject: 'redemption' }

function presentExplanation(row: SignIn, others: readonly string[], viewer: SignIn['resourceTenantId']): JsonObject {
  // The row holds this tenant's half already; filtered again here, so that no writer's mistake becomes a leak.
  const trace = traceFor(row.trace as Finding[], viewer)
  const further = (row.further ?? []).filter((finding) => (finding as Finding).tenantId === viewer)
  const code = row.errorCode
  const reference = explainLogged(code, row.errorName)
  return {
    id: row.id,
    outcome: row.outcome,
    ...(code !== 0 && {
      error: {
        code,
        name: row.errorName ?? reference?.name ?? '',
        says: row.failureReason ?? '',
        cause: reference?.cause ?? '',
        fix: reference?.fix ?? '',
        ...(reference?.note ? { note: reference.note } : {}),
        seeAlso: reference?.seeAlso ?? [],
      },
    }),
    ...(row.outcome === 'require' && {
      requirements: trace.filter(({ result }) => result === 'requirement').map(({ check }) => required[check] ?? check),
    }),
    trace: trace as unknown as Json,
    // What would refuse next, when what refused is mended: of this tenant's own.
    ...(further.length > 0 && { further: further as unknown as Json }),
    signIn: {
      id: row.id,
      correlationId: row.correlationId,
      createdDateTime: new Date(row.createdAt).toISOString(),
      user: { id: row.userId, displayName: row.userDisplayName, userPrincipalName: row.userPrincipalName },
      application: { appId: row.appId, displayName: row.appDisplayName },
      resource: { appId: row.resourceId, displayName: row.resourceDisplayName },
      resourceTenantId: row.resourceTenantId,
      homeTenantId: row.homeTenantId,
      crossTenantAccessType: row.crossTenantAccessType,
      grant: row.grant,
      isInteractive: row.isInteractive,
      ipAddress: row.ipAddress,
    },
    /** Further sign-ins of the same correlation id. */
    related: [...others],
  }
}

export const explanationRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/signIns/{id}/explanation',
    at: ['gatehouse/v1'],
    permissions: logPermission,
    async handle(request) {
      admitLogReader(request)
      const id = (request.params.id ?? '').toLowerCase()
      const found = await signInOf(request, id)
      if (found) return ok(presentExplanation(found.row, found.others, request.caller.tenant))
      return ok((await explainAudit(request, id)) ?? refuse('resourceNotFound', { id: request.params.id ?? '' }))
    },
  },
  {
    method: 'GET',
    path: '/errors/{code}',
    at: ['gatehouse/v1'],
    permissions: 'signedIn',
    async handle({ params }) {
      const { code = '' } = params
      return ok(explainCode(code) ?? refuse('resourceNotFound', { id: code.slice(0, 100) }))
    },
  },
]
