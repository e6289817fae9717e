import { timingSafeEqual } from 'node:crypto'
import type { Deps } from '../deps.ts'
import type { TenantId } from '../ids.ts'

/** What a refresh token says: whose family it is of, and the how-manieth of it. Not a secret by itself: the MAC is. */
export type RefreshTokenName = { tenant: TenantId; familyId: string; number: number }

/**
 * A refresh token is derived, not drawn: the same family and number always give the same text. So two tabs that refresh
 * at once get one successor, and nothing secret is stored. `1.` + base64url(tenant, family, number, HMAC).
 */
export function writeRefreshToken(deps: Pick<Deps, 'vault'>, name: RefreshTokenName): string {
  const number = Buffer.alloc(4)
  number.writeUInt32BE(name.number)
  return `1.${Buffer.concat([guidBytes(name.tenant), guidBytes(name.familyId), number, mac(deps, name)]).toString('base64url')}`
}

/** Undefined for anything that we did not write, or wrote under another secret. */
export function readRefreshToken(deps: Pick<Deps, 'vault'>, text: string): RefreshTokenName | undefined {
  if (!/^1\.[A-Za-z0-9_-]{91}$/.test(text)) return undefined
  const raw = Buffer.from(text.slice(2), 'base64url')
  // The last character has unused bits: only the spelling that we write is ours.
  if (raw.length !== 68 || raw.toString('base64url') !== text.slice(2)) return undefined
  const name: RefreshTokenName = {
    tenant: guidText(raw.subarray(0, 16)) as TenantId,
    familyId: guidText(raw.subarray(16, 32)),
    number: raw.readUInt32BE(32),
  }
  return timingSafeEqual(raw.subarray(36), mac(deps, name)) ? name : undefined
}

const mac = ({ vault }: Pick<Deps, 'vault'>, { tenant, familyId, number }: RefreshTokenName): Buffer =>
  Buffer.from(vault.mac('refresh', `${tenant}:${familyId}:${number}`), 'base64url')

const guidBytes = (guid: string): Buffer => Buffer.from(guid.replaceAll('-', ''), 'hex')

function guidText(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
