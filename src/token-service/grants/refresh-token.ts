import type { Deps } from '../../deps.ts'
import { refuse } from '../../errors/index.ts'
import type { TenantId, UserId } from '../../ids.ts'
import { tenantSegment } from '../../tenants/segment.ts'
import { checkRedeemer } from '../browser-origin.ts'
import { type Caller, callerAt } from '../caller.ts'
import type { Authentication } from '../client-authentication/index.ts'
import { required } from '../form.ts'
import { decideRefresh, type RefreshVerdict, unusable } from '../refresh-rotation.ts'
import { type RefreshTokenName, readRefreshToken, writeRefreshToken } from '../refresh-token.ts'
import type { RefreshFamily } from '../store.ts'
import type { TokenRequest } from '../token-request.ts'
import type { Begun, Spent } from './begun.ts'

/**
 * Steps 9 and 10 of sts.md 2.2 for a refresh token. It is bound to a person and a client, not to an API or a tenant: at
 * another tenant's segment it gives a token of that tenant, if the person is known there.
 */
export async function beginRefresh(
  deps: Deps,
  request: TokenRequest,
  caller: Caller,
  authentication: Authentication,
): Promise<Begun> {
  const name = readRefreshToken(deps, required(request.form, 'refresh_token'))
  const family = name && (await deps.store.refresh.find(deps.store.at(name.tenant), name.familyId))
  if (!name || !family || family.appId !== caller.application.appId) throw unusable()
  checkRedeemer(family.kind, caller.application, request.browserOrigin, authentication)
  // Asked before the rest, so that a token that is over is told so; asked again when it is spent.
  const verdict = decideRefresh(family, name.number, request.ctx.at)
  if (verdict.kind === 'refuse') throw verdict.refusal
  if (verdict.kind === 'revoke') {
    await deps.store.write(name.tenant, (tx) => spend(deps, tx, name, request.ctx.at))
    throw verdict.refusal
  }
  // At the family's own tenant nobody asks where the account is from.
  const home = caller.at?.tenant === name.tenant ? null : await homeOf(deps, name.tenant, family)
  // At `common` everybody is at home.
  const at = caller.at ?? (await tenantSegment(deps, home?.tenantId ?? name.tenant))
  const here = caller.at ? caller : await callerAt(deps, { kind: 'tenant', ...at }, caller.application.appId, false)
  return {
    caller: { ...here, at },
    holder: name.tenant,
    kind: family.kind,
    account: await accountAt(deps, at.tenant, name.tenant, family, home),
    firstScope: family.scope,
    nonce: null,
    claims: null,
    spend: (tx) => spend(deps, tx, name, request.ctx.at),
  }
}

type Home = { tenantId: TenantId; objectId: UserId } | null

/** The home account behind a family; null for people whom only the family's own tenant knows. */
async function homeOf(deps: Deps, holder: TenantId, { account }: RefreshFamily): Promise<Home> {
  if (account.home) return account.home
  const user = await deps.store.users.findEvenDeleted(deps.store.at(holder), account.userId)
  return user?.home === null ? { tenantId: holder, objectId: account.userId } : null
}

async function accountAt(
  deps: Deps,
  tenant: TenantId,
  holder: TenantId,
  { account }: RefreshFamily,
  home: Home,
): Promise<Begun['account']> {
  if (tenant === holder) return account
  if (!home) refuse('userNotFound', { user: account.userId, tenant })
  if (tenant === home.tenantId) return { ...account, userId: home.objectId, home: null }
  const guest = await deps.store.users.byHome(deps.store.at(tenant), home)
  return { ...account, userId: guest?.id ?? null, home }
}

async function spend(
  deps: Deps,
  tx: Parameters<Begun['spend']>[0],
  name: RefreshTokenName,
  at: number,
): Promise<Spent> {
  const { refresh } = deps.store
  // Decided on the row that is locked for the change.
  const outcome: { verdict?: RefreshVerdict } = {}
  await refresh.update(tx, name.familyId, (family) => {
    const verdict = decideRefresh(family, name.number, at)
    outcome.verdict = verdict
    return verdict.kind === 'refuse' ? family : verdict.family
  })
  const { verdict } = outcome
  if (!verdict) return { refusal: unusable() }
  if (verdict.kind === 'refuse') return { refusal: verdict.refusal }
  if (verdict.kind === 'revoke') return { refusal: verdict.refusal }
  const refreshToken = writeRefreshToken(deps, { ...name, number: verdict.number })
  return { refusal: null, refreshToken, refreshExpiresAt: verdict.family.expiresAt }
}
