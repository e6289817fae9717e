import { CompactSign } from 'jose'
import type { Deps } from '../deps.ts'
import { activeKey } from '../tenants/keys.ts'
import type { Snapshot } from '../tenants/snapshot.ts'
import type { Claims } from './claims/common.ts'

const encoder = new TextEncoder()

/**
 * Signs for the snapshot's tenant, asynchronously: RS256 in the thread pool. v1 tokens carry `x5t` too (sts.md 5.1).
 * As a JWS of the claims' text, since SignJWT would first make a deep copy of them.
 */
export async function signToken(deps: Deps, view: Snapshot, claims: Claims, version: 1 | 2): Promise<string> {
  const { kid, privateKey } = await activeKey(deps, view.tenant, view)
  const header = { typ: 'JWT', alg: 'RS256', kid, ...(version === 1 ? { x5t: kid } : {}) }
  return new CompactSign(encoder.encode(JSON.stringify(claims))).setProtectedHeader(header).sign(privateKey)
}

/**
 * Seconds. Between 60 and 90 minutes, so that the tokens of a crowd do not all end at once (sts.md 5.9); in the demo
 * always the shortest, so that tests can count on it.
 */
export function accessTokenLife({ config, random }: Pick<Deps, 'config' | 'random'>): number {
  if (config.mode === 'demo') return 3600
  const [high = 0, low = 0] = random.bytes(2)
  return 3600 + ((high * 256 + low) % 1801)
}

export const idTokenLife = 3600

/** `uti`, the audit key of a token: the sign-in's id in 22 characters, so that a token leads to its log row. */
export const tokenId = (traceId: string): string =>
  Buffer.from(traceId.replaceAll('-', ''), 'hex').toString('base64url')
