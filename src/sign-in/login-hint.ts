import type { Deps } from '../deps.ts'
import { isGuid, type TenantId, type UserId } from '../ids.ts'

/** The account that a hint names: its home tenant, and its object there. */
export type HintedAccount = { tenant: TenantId; userId: UserId }

const length = 32

/**
 * The opaque `login_hint` claim (sts.md 5.5): `O.` and base64url of tenant, object and a check sum, so that only hints
 * that we gave out are read. It says who, and proves nothing.
 */
export function loginHintOf({ vault }: Pick<Deps, 'vault'>, { tenant, userId }: HintedAccount): string {
  const ids = Buffer.from(`${tenant}${userId}`.replaceAll('-', ''), 'hex')
  return `O.${ids.toString('base64url')}.${checkSum(vault, ids)}`
}

/** Undefined when the text is no opaque hint of this deployment: a UPN or an address, then. */
export function readLoginHint({ vault }: Pick<Deps, 'vault'>, text: string): HintedAccount | undefined {
  const [, body, sum] = /^O\.([\w-]{43})\.([\w-]{16})$/.exec(text) ?? []
  if (!body || !sum) return undefined
  const ids = Buffer.from(body, 'base64url')
  if (ids.length !== length || checkSum(vault, ids) !== sum) return undefined
  const [tenant, userId] = [guidOf(ids.subarray(0, 16)), guidOf(ids.subarray(16))]
  return isGuid(tenant) && isGuid(userId) ? { tenant: tenant as TenantId, userId: userId as UserId } : undefined
}

const checkSum = (vault: Deps['vault'], ids: Buffer): string =>
  vault.mac('login-hint', ids.toString('hex')).slice(0, 16)

const guidOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
