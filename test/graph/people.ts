import { SignJWT } from 'jose'
import { firstPartyApps } from '../../src/applications/first-party.ts'
import { newUser, type User } from '../../src/directory/user.ts'
import type { TenantId, UserId } from '../../src/ids.ts'
import { activeKey } from '../../src/tenants/keys.ts'
import { type GraphClient, graphClient, type TestServer } from '../harness/index.ts'

export type TenantKey = 'contoso' | 'fabrikam' | 'woodgrove'

export const tenantId = (server: TestServer, key: TenantKey): TenantId => server.demo.tenants[key].id as TenantId

/**
 * A token of a person for Graph, as the admin center gets one (it is preauthorized for all scopes), without the pages
 * in between: those have their own tests. `change` alters the claims, for forgeries.
 */
export async function tokenOf(
  server: TestServer,
  tenant: TenantKey,
  userId: string,
  scopes: string,
  change: Record<string, unknown> = {},
): Promise<string> {
  const { deps } = server.running
  const id = tenantId(server, tenant)
  const now = Math.floor(deps.clock.now() / 1000)
  const { kid, privateKey } = await activeKey(deps, id)
  const claims = {
    aud: firstPartyApps.graph,
    iss: `${server.origin}/${id}/`,
    iat: now - 300,
    nbf: now - 300,
    exp: now + 3600,
    appid: firstPartyApps.adminCenter,
    tid: id,
    oid: userId,
    sub: 'pairwise',
    scp: scopes,
    auth_time: now,
    ver: '1.0',
    ...change,
  }
  return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid }).sign(privateKey)
}

/** Graph as a person, with these scopes. */
export const graphAs = (server: TestServer, tenant: TenantKey, userId: string, scopes: string): GraphClient =>
  graphClient(server.fetch, () => tokenOf(server, tenant, userId, scopes))

/** Everything that a client could ask for: what remains forbidden is forbidden to the person. */
export const allScopes =
  'User.Read User.ReadWrite User.Read.All User.ReadWrite.All User.DeleteRestore.All User.RevokeSessions.All Group.Read.All Group.ReadWrite.All GroupMember.ReadWrite.All Directory.Read.All Directory.ReadWrite.All RoleManagement.Read.Directory RoleManagement.ReadWrite.Directory Application.Read.All Application.ReadWrite.All Organization.Read.All Organization.ReadWrite.All Domain.Read.All Domain.ReadWrite.All Policy.Read.All Policy.ReadWrite.AuthenticationFlows Policy.ReadWrite.Authorization Policy.ReadWrite.CrossTenantAccess AuditLog.Read.All User.Invite.All User-PasswordProfile.ReadWrite.All User.ManageIdentities.All DelegatedPermissionGrant.ReadWrite.All AppRoleAssignment.ReadWrite.All CrossTenantInformation.ReadBasic.All Policy.ReadWrite.B2BManagementPolicy'

/** Puts users into the directory directly: for crowds, and for guests without the journey. */
export async function addUsers(
  server: TestServer,
  tenant: TenantKey,
  users: (Partial<User> & { displayName: string })[],
): Promise<User[]> {
  const { deps } = server.running
  const domain = server.demo.tenants[tenant].domain
  const made = users.map((given) => {
    const id = (given.id ?? deps.random.uuid()) as UserId
    return newUser({ userPrincipalName: `${id}@${domain}`, createdAt: deps.clock.now(), ...given, id })
  })
  await deps.store.write(tenantId(server, tenant), async (tx) => {
    for (const user of made) await deps.store.users.add(tx, user)
  })
  return made
}

export const addGuest = async (server: TestServer, given: Partial<User> = {}): Promise<User> => {
  const [guest] = await addUsers(server, 'contoso', [
    {
      displayName: 'Gil Guest',
      userType: 'Guest',
      mail: 'gil@partner.test',
      externalUserState: 'Accepted',
      home: { kind: 'email', address: 'gil@partner.test' },
      creationType: 'Invitation',
      ...given,
    },
  ])
  if (!guest) throw new Error('no guest')
  return guest
}
