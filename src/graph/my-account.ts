import { firstPartyApps } from '../applications/first-party.ts'
import { refuse } from '../errors/index.ts'
import {
  appsShownTo,
  type Belonging,
  endAllOwnSessions,
  endOwnSession,
  leaveOrganization,
  organizationsOf,
  ownSession,
  ownSessions,
  type Self,
} from '../my-account/index.ts'
import type { BrowserSession } from '../sign-in/store.ts'
import { type GraphRequest, type GraphRoute, type JsonObject, noContent, ok, type Permissions } from './route.ts'

/**
 * What a person's own pages show, My Apps and My Account: on our own API beside Graph, since the public product has no
 * such routes. Apps and sign-ins are those of the current organization, for any client with the scope. Organizations and
 * sessions reach beyond it, so they are for our own pages alone.
 */

export const reading: Permissions = { delegated: ['User.Read', 'User.ReadWrite'], application: [] }
const writing: Permissions = { delegated: ['User.ReadWrite'], application: [] }

/** The person behind the token; the permissions above leave no application in. */
export function selfOf({ caller }: GraphRequest): Self {
  if (caller.kind === 'application') refuse('insufficientPrivileges')
  return { tenant: caller.tenant, user: caller.user, sessionId: caller.sessionId }
}

/** Their redirect URIs lead to our own origin: nobody else holds their tokens. */
const ownPages: readonly string[] = [firstPartyApps.myApps, firstPartyApps.adminCenter]

/**
 * For what belongs to the person and not to the current organization. An app of this organization may hold a token with
 * the same scopes: it must learn nothing of the others, and do nothing there (attack 8).
 */
async function wholeSelfOf(request: GraphRequest): Promise<Self> {
  const self = selfOf(request)
  const { deps, caller } = request
  if (!ownPages.includes(caller.clientAppId) || !(await ownSession(deps, self))) refuse('ownPagesOnly')
  return self
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

const presentOrganization = ({ tenant, defaultDomain, user, isHome, isCurrent, leave }: Belonging): JsonObject => ({
  tenantId: tenant.id,
  displayName: tenant.displayName,
  defaultDomain,
  kind: tenant.kind,
  userId: user.id,
  userType: user.userType,
  externalUserState: user.externalUserState,
  accountEnabled: user.accountEnabled,
  memberSince: iso(user.externalUserStateChangedAt ?? user.createdAt),
  isHome,
  isCurrent,
  canLeave: leave.result === 'allow',
  /** Why not, and whom to ask then. */
  leaveBlockedBy: leave.result === 'allow' ? null : leave.rule,
  privacyContact: tenant.privacyProfile.contactEmail,
  privacyStatementUrl: tenant.privacyProfile.statementUrl,
})

const presentSession = (session: BrowserSession, current: string | null): JsonObject => ({
  id: session.id,
  startedDateTime: iso(session.authenticatedAt),
  lastUsedDateTime: iso(session.lastUsedAt),
  expiresDateTime: iso(session.expiresAt),
  isPersistent: session.persistent,
  isCurrent: session.id === current,
  methods: session.methods,
  ipAddress: session.ipAddress ?? null,
  userAgent: session.userAgent ?? null,
})

export const myAccountRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/me/apps',
    at: ['gatehouse/v1'],
    permissions: reading,
    async handle(request) {
      const { tenant, user } = selfOf(request)
      const { tiles, more } = await appsShownTo(request.deps, tenant, user)
      return ok({ value: tiles, more })
    },
  },
  {
    method: 'GET',
    path: '/me/organizations',
    at: ['gatehouse/v1'],
    permissions: reading,
    async handle(request) {
      const found = await organizationsOf(request.deps, await wholeSelfOf(request))
      return ok({ value: found.map(presentOrganization) })
    },
  },
  {
    method: 'POST',
    path: '/me/organizations/{tenantId}/leave',
    at: ['gatehouse/v1'],
    permissions: writing,
    body: 'optional',
    async handle(request) {
      const { deps, ctx, params } = request
      await leaveOrganization(deps, ctx, await wholeSelfOf(request), params.tenantId ?? '')
      return noContent
    },
  },
  {
    method: 'GET',
    path: '/me/sessions',
    at: ['gatehouse/v1'],
    permissions: reading,
    async handle(request) {
      const self = await wholeSelfOf(request)
      const found = await ownSessions(request.deps, self)
      return ok({ value: found.map((session) => presentSession(session, self.sessionId)) })
    },
  },
  {
    // Everywhere, as Graph's revokeSignInSessions does for the current organization's account: here for the home account.
    method: 'DELETE',
    path: '/me/sessions',
    at: ['gatehouse/v1'],
    permissions: writing,
    async handle(request) {
      await endAllOwnSessions(request.deps, request.ctx, await wholeSelfOf(request))
      return noContent
    },
  },
  {
    method: 'DELETE',
    path: '/me/sessions/{id}',
    at: ['gatehouse/v1'],
    permissions: writing,
    async handle(request) {
      const { deps, ctx, params } = request
      await endOwnSession(deps, ctx, await wholeSelfOf(request), params.id ?? '')
      return noContent
    },
  },
]
