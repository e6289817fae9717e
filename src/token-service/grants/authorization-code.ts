import type { Deps } from '../../deps.ts'
import { Refusal, refusal, refuse } from '../../errors/index.ts'
import type { TenantId } from '../../ids.ts'
import { tenantOfOpaque } from '../../opaque.ts'
import { tenantSegment } from '../../tenants/segment.ts'
import { checkRedeemer } from '../browser-origin.ts'
import { type Caller, callerAt } from '../caller.ts'
import type { Authentication } from '../client-authentication/index.ts'
import { required } from '../form.ts'
import { checkVerifier, equal } from '../pkce.ts'
import { expiryOf } from '../refresh-rotation.ts'
import { writeRefreshToken } from '../refresh-token.ts'
import type { AuthorizationCode, RefreshFamily } from '../store.ts'
import type { TokenRequest } from '../token-request.ts'
import type { Begun, Spent } from './begun.ts'

/** Steps 9 and 10 of sts.md 2.2 for a code: found, of this app and tenant, redeemed the way it was asked for. */
export async function beginCode(
  deps: Deps,
  request: TokenRequest,
  caller: Caller,
  authentication: Authentication,
): Promise<Begun> {
  const { form } = request
  const text = required(form, 'code')
  const redirectUri = required(form, 'redirect_uri')
  const holder = tenantOfOpaque(text)
  const mac = deps.vault.mac('code', text)
  const code = holder && (await deps.store.codes.find(deps.store.at(holder), mac))
  if (!holder || !code) refuse('grantInvalid', { parameter: 'code' })
  if (code.spentAt !== null) throw await secondUse(deps, holder, mac)
  if (code.expiresAt <= request.ctx.at) refuse('grantExpired')
  try {
    checkBinding(code, holder, caller, redirectUri)
    checkRedeemer(code.redirectKind, caller.application, request.browserOrigin, authentication)
    checkVerifier(code, form.get('code_verifier'))
  } catch (thrown) {
    if (thrown instanceof Refusal) await burn(deps, holder, mac, request.ctx.at)
    throw thrown
  }
  const at = caller.at ?? (await tenantSegment(deps, holder))
  const here = caller.at ? caller : await callerAt(deps, { kind: 'tenant', ...at }, caller.application.appId, false)
  return {
    caller: { ...here, at },
    holder,
    kind: code.redirectKind,
    account: code.account,
    firstScope: code.scope,
    nonce: code.nonce,
    claims: code.claims,
    spend: (tx, keep) => spend(deps, tx, { code, holder, keep, at: request.ctx.at }),
  }
}

/** Pure. Whoever presents a code at another tenant, for another app or address, has it from somewhere else. */
function checkBinding(code: AuthorizationCode, holder: TenantId, caller: Caller, redirectUri: string): void {
  if (caller.at && caller.at.tenant !== holder) refuse('codeForOtherTenant')
  if (caller.application.appId !== code.appId) refuse('grantInvalid', { parameter: 'code' })
  if (!equal(redirectUri, code.redirectUri)) refuse('replyAddressChanged', { uri: redirectUri })
}

/** A code that came back in the wrong hands is worth nothing any more (RFC 9700, 2.1.1). */
async function burn(deps: Deps, holder: TenantId, mac: string, at: number): Promise<void> {
  await deps.store.write(holder, (tx) => deps.store.codes.spend(tx, mac, at, null))
}

/** One of the two who used the code is a thief: what the first use obtained ends (RFC 6749, 4.1.2). */
async function secondUse(deps: Deps, holder: TenantId, mac: string): Promise<Refusal> {
  const { codes, refresh } = deps.store
  const at = deps.clock.now()
  await deps.store.write(holder, async (tx) => {
    const familyId = (await codes.find(tx, mac))?.familyId
    if (familyId) await refresh.update(tx, familyId, (old) => ({ ...old, revokedAt: old.revokedAt ?? at }))
  })
  return refusal('codeAlreadyUsed')
}

// Taken before anything is signed: a failed signature costs one sign-in, a replayed code costs an account.
async function spend(
  deps: Deps,
  tx: Parameters<Begun['spend']>[0],
  given: { code: AuthorizationCode; holder: TenantId; keep: boolean; at: number },
): Promise<Spent> {
  const { codes, refresh } = deps.store
  const { code, holder, keep, at } = given
  const familyId = keep ? deps.random.orderedUuid(at) : null
  const taken = await codes.spend(tx, code.mac, at, familyId)
  if (!taken?.first) {
    const other = taken?.code.familyId
    if (other) await refresh.update(tx, other, (old) => ({ ...old, revokedAt: old.revokedAt ?? at }))
    return { refusal: refusal('codeAlreadyUsed') }
  }
  if (familyId === null) return { refusal: null, refreshToken: null, refreshExpiresAt: null }
  const family: RefreshFamily = {
    id: familyId,
    appId: code.appId,
    kind: code.redirectKind,
    account: code.account,
    scope: code.scope,
    issuedAt: at,
    lastUsedAt: at,
    expiresAt: expiryOf(code.redirectKind, at, at),
    number: 0,
    supersededAt: [],
    revokedAt: null,
  }
  await refresh.add(tx, family)
  const refreshToken = writeRefreshToken(deps, { tenant: holder, familyId, number: 0 })
  return { refusal: null, refreshToken, refreshExpiresAt: family.expiresAt }
}
