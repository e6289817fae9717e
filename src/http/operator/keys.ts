import { publishedKeys, rotateKeys, signingKeyAt } from '../../tenants/keys.ts'
import { onStandby } from '../../tenants/signing-key.ts'
import { type OperatorAnswer, type OperatorRequest, operatorAudit, tenantOf } from './requests.ts'

/** Signing keys of a tenant: they belong to the operator, not to the tenant's admins. */

const iso = (at: number): string => new Date(at).toISOString()

export async function listKeys(request: OperatorRequest): Promise<OperatorAnswer> {
  const { deps } = request
  const { id } = await tenantOf(request)
  const keys = await publishedKeys(deps, id)
  const now = deps.clock.now()
  const signing = signingKeyAt(keys, now)
  const value = keys.map((key) => ({
    kid: key.kid,
    state: key.kid === signing?.kid ? 'signing' : key.signsFrom > now ? 'standby' : 'retiring',
    createdDateTime: iso(key.createdAt),
    signsFrom: key.signsFrom === onStandby ? null : iso(key.signsFrom),
    publishedUntil: key.publishedUntil === null ? null : iso(key.publishedUntil),
  }))
  return { status: 200, body: { value } }
}

export async function rotateTenantKeys(request: OperatorRequest): Promise<OperatorAnswer> {
  const { deps } = request
  const { id, displayName } = await tenantOf(request)
  const change = { activity: 'Rotate signing keys', operation: 'Update' as const, target: { id, displayName } }
  const { signsFrom, retiringUntil, ...kids } = await rotateKeys(deps, id, (tx) =>
    deps.store.audit.add(tx, operatorAudit(request, change)),
  )
  return { status: 200, body: { ...kids, signsFrom: iso(signsFrom), retiringUntil: iso(retiringUntil) } }
}
