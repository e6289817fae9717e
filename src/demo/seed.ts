import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  type AppRole,
  type NewApplication,
  newApplication,
  newServicePrincipal,
  type PermissionScope,
} from '../applications/application.ts'
import { firstPartyApps } from '../applications/first-party.ts'
import {
  applicationPermissionId,
  delegatedPermissionId,
  type GraphPermissionName,
} from '../applications/graph-permissions.ts'
import type { Deps } from '../deps.ts'
import { role } from '../directory/role-templates.ts'
import { newUser } from '../directory/user.ts'
import type { Unit } from '../door.ts'
import type { AppId, ApplicationId, GroupId, ServicePrincipalId, TenantId, UserId } from '../ids.ts'
import { createTenant } from '../tenants/create.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { describeWorld } from './describe.ts'
import { type DemoWorld, demoId, demoSecret, demoTenantIds } from './world.ts'

type TenantKey = keyof typeof demoTenantIds
type Person = { key: string; displayName: string; roles: string[] }

const tenants: { key: TenantKey; kind: Tenant['kind']; displayName: string; people: Person[] }[] = [
  {
    key: 'contoso',
    kind: 'workforce',
    displayName: 'Contoso',
    people: [
      { key: 'admin', displayName: 'Ada Lindqvist', roles: [role.globalAdministrator] },
      { key: 'inviter', displayName: 'Ines Moreau', roles: [role.guestInviter] },
      { key: 'member', displayName: 'Milan Okafor', roles: [] },
    ],
  },
  {
    key: 'fabrikam',
    kind: 'workforce',
    displayName: 'Fabrikam',
    people: [
      { key: 'admin', displayName: 'Farida Haddad', roles: [role.globalAdministrator] },
      { key: 'employee', displayName: 'Emil Sato', roles: [] },
      { key: 'contractor', displayName: 'Cora Novak', roles: [] },
    ],
  },
  {
    key: 'woodgrove',
    kind: 'external',
    displayName: 'Woodgrove',
    people: [{ key: 'admin', displayName: 'Wim de Boer', roles: [role.globalAdministrator] }],
  },
]

/** What administration by script needs (design 2, admin-script). */
const adminPermissions: GraphPermissionName[] = [
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'AuditLog.Read.All',
  'DelegatedPermissionGrant.ReadWrite.All',
  'Directory.ReadWrite.All',
  'Domain.ReadWrite.All',
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'Organization.ReadWrite.All',
  'Policy.Read.All',
  'Policy.ReadWrite.Authorization',
  'Policy.ReadWrite.CrossTenantAccess',
  'RoleManagement.ReadWrite.Directory',
  'User.DeleteRestore.All',
  'User.EnableDisableAccount.All',
  'User.Invite.All',
  'User.ManageIdentities.All',
  'User.ReadWrite.All',
  'User.RevokeSessions.All',
  'User-PasswordProfile.ReadWrite.All',
]

export const demoPassword = (tenant: string, person: string): string =>
  `${tenant[0]?.toUpperCase()}${tenant.slice(1)}-${person}-2026`

/**
 * Makes the demo world once, and writes `demo.json` at every start: the origin and with it the URLs may have changed,
 * ids, passwords and the operator's token have not.
 */
export async function ensureDemo(
  deps: Deps,
  caPath: string | null,
  onProgress: (step: string) => void = () => undefined,
): Promise<{ world: DemoWorld; file: string }> {
  const file = resolve(deps.config.dataFolder, 'demo.json')
  if ((await deps.store.across.instance('madeBy')) === undefined) {
    for (const tenant of tenants) {
      onProgress(`Making ${tenant.displayName}`)
      await seedTenant(deps, tenant)
    }
    await deps.store.across.setInstance('madeBy', 'demo')
  }
  const world = describeWorld(deps, {
    ca: caPath && resolve(caPath),
    operatorToken: await operatorToken(deps, file),
    tenants,
  })
  writeFileSync(file, `${JSON.stringify(world, undefined, 2)}\n`, { mode: 0o600 })
  return { world, file }
}

/** Kept across starts; a new one when `demo.json` was removed. */
async function operatorToken(deps: Deps, file: string): Promise<string> {
  const known = await deps.store.across.instance('operator')
  if (known !== undefined && existsSync(file)) {
    const written = JSON.parse(readFileSync(file, 'utf8')) as Partial<DemoWorld>
    const token = written.operator?.token
    if (token && deps.vault.mac('operator', token) === known) return token
  }
  const token = deps.random.token()
  await deps.store.across.setInstance('operator', deps.vault.mac('operator', token))
  return token
}

async function seedTenant(deps: Deps, { key, kind, displayName, people }: (typeof tenants)[number]): Promise<void> {
  const id = demoTenantIds[key] as TenantId
  if (await deps.store.tenants.get(deps.store.at(id))) return
  const hashes = await Promise.all(people.map((person) => deps.passwords.hash(demoPassword(key, person.key))))
  const initialDomain = `${key}.${deps.config.domainSuffix}`
  await createTenant(deps, { id, kind, displayName, initialDomain, countryLetterCode: 'SE' }, async (tx) => {
    for (const [index, person] of people.entries()) {
      await addPerson(deps, tx, { tenant: key, person, domain: initialDomain, hash: hashes[index] as string })
    }
    if (key === 'fabrikam') await addEmployees(deps, tx)
    for (const app of appsOf(key)) await addApp(deps, tx, key, app)
  })
}

async function addPerson(
  { store, clock, random }: Deps,
  tx: Unit,
  given: { tenant: TenantKey; person: Person; domain: string; hash: string },
): Promise<void> {
  const { tenant, person, domain, hash } = given
  const id = demoId(`${tenant}/people/${person.key}`) as UserId
  const address = `${person.key}@${domain}`
  const [givenName = null, ...surname] = person.displayName.split(' ')
  const now = clock.now()
  await store.users.add(
    tx,
    newUser({
      id,
      userPrincipalName: address,
      displayName: person.displayName,
      givenName,
      surname: surname.join(' '),
      mail: address,
      mailNickname: person.key,
      proxyAddresses: [`SMTP:${address}`],
      createdAt: now,
    }),
  )
  await store.passwords.put(tx, {
    userId: id,
    hash,
    changedAt: now,
    failures: 0,
    lockedUntil: null,
    locks: 0,
    recentWrong: [],
  })
  for (const roleTemplateId of person.roles) {
    await store.roles.add(tx, {
      id: random.uuid(),
      principalId: id,
      principalKind: 'user',
      roleTemplateId,
      assignedAt: now,
    })
  }
}

/** The employee is in it, the contractor is not: the two that per-group settings tell apart. */
async function addEmployees({ store, clock }: Deps, tx: Unit): Promise<void> {
  const groupId = demoId('fabrikam/groups/employees') as GroupId
  await store.groups.add(tx, {
    id: groupId,
    displayName: 'Employees',
    description: 'Everybody on the payroll',
    mailNickname: 'employees',
    mailEnabled: false,
    securityEnabled: true,
    mail: null,
    groupTypes: [],
    visibility: null,
    isAssignableToRole: false,
    owners: [],
    createdAt: clock.now(),
    deletedAt: null,
  })
  const memberId = demoId('fabrikam/people/employee')
  await store.groups.addMember(tx, { groupId, memberId, memberKind: 'user', addedAt: clock.now() })
}

type DemoAppSeed = {
  key: string
  displayName: string
  secret: boolean
  app: Partial<NewApplication>
  /** Application permissions granted from the start. */
  granted: { resource: AppId | 'api'; roleId: string }[]
}

const apiRoleId = demoId('contoso/apps/api/roles/Orders.Process')
const apiScopeId = demoId('contoso/apps/api/scopes/Orders.Read')

function appsOf(tenant: TenantKey): DemoAppSeed[] {
  const graph = (names: GraphPermissionName[]) =>
    names.map((name) => ({ resource: firstPartyApps.graph, roleId: applicationPermissionId(name) }))
  const script: DemoAppSeed = {
    key: 'admin-script',
    displayName: 'Admin script',
    secret: true,
    app: {},
    granted: graph(adminPermissions),
  }
  if (tenant === 'contoso') return [portal, commandLine, api, daemon(graph(['User.Read.All'])), script]
  if (tenant === 'woodgrove') return [shop, script]
  return [script]
}

const signInAccess = (
  extra: { resourceAppId: AppId; resourceAccess: { id: string; type: 'Scope' | 'Role' }[] }[] = [],
) => [
  {
    resourceAppId: firstPartyApps.graph,
    resourceAccess: (['openid', 'profile', 'offline_access', 'User.Read'] as const).map((name) => ({
      id: delegatedPermissionId(name),
      type: 'Scope' as const,
    })),
  },
  ...extra,
]

const apiAppId = demoId('contoso/apps/api') as AppId

const portal: DemoAppSeed = {
  key: 'portal',
  displayName: 'Contoso Portal',
  secret: true,
  app: {
    web: {
      redirectUris: ['http://localhost/auth/callback'],
      logoutUrl: null,
      homePageUrl: null,
      implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
    },
    spa: { redirectUris: ['http://localhost/spa'] },
    requiredResourceAccess: signInAccess([
      { resourceAppId: apiAppId, resourceAccess: [{ id: apiScopeId, type: 'Scope' }] },
    ]),
    // The portal shows which organization a guest comes from and how the server knows.
    optionalClaims: {
      idToken: ['acct', 'login_hint'].map((name) => ({
        name,
        source: null,
        essential: false,
        additionalProperties: [],
      })),
      accessToken: [],
      saml2Token: [],
    },
  },
  granted: [],
}

const commandLine: DemoAppSeed = {
  key: 'cli',
  displayName: 'Contoso CLI',
  secret: false,
  app: {
    isFallbackPublicClient: true,
    publicClient: { redirectUris: ['http://localhost'] },
    requiredResourceAccess: signInAccess(),
  },
  granted: [],
}

const ordersRead: PermissionScope = {
  id: apiScopeId,
  value: 'Orders.Read',
  type: 'User',
  isEnabled: true,
  adminConsentDisplayName: 'Read orders',
  adminConsentDescription: 'Lets the app read the orders that the signed-in person may see.',
  userConsentDisplayName: 'Read your orders',
  userConsentDescription: 'Lets the app read the orders that you may see.',
}

const apiRoles: AppRole[] = [
  {
    id: apiRoleId,
    value: 'Orders.Process',
    displayName: 'Process orders',
    description: 'Lets an application process every order.',
    isEnabled: true,
    allowedMemberTypes: ['Application'],
  },
  {
    id: demoId('contoso/apps/api/roles/Orders.Approver'),
    value: 'Orders.Approver',
    displayName: 'Order approver',
    description: 'May approve orders.',
    isEnabled: true,
    allowedMemberTypes: ['User'],
  },
]

const api: DemoAppSeed = {
  key: 'api',
  displayName: 'Contoso Orders API',
  secret: true,
  app: {
    identifierUris: [`api://${apiAppId}`],
    api: {
      requestedAccessTokenVersion: 2,
      oauth2PermissionScopes: [
        ordersRead,
        {
          ...ordersRead,
          id: demoId('contoso/apps/api/scopes/Orders.Manage'),
          value: 'Orders.Manage',
          type: 'Admin',
          adminConsentDisplayName: 'Manage all orders',
          adminConsentDescription: 'Lets the app change every order on behalf of the signed-in person.',
          userConsentDisplayName: null,
          userConsentDescription: null,
        },
      ],
      preAuthorizedApplications: [],
      knownClientApplications: [],
      acceptMappedClaims: null,
    },
    appRoles: apiRoles,
  },
  granted: [],
}

const daemon = (granted: DemoAppSeed['granted']): DemoAppSeed => ({
  key: 'daemon',
  displayName: 'Contoso Nightly Job',
  secret: true,
  app: {},
  granted: [{ resource: 'api', roleId: apiRoleId }, ...granted],
})

const shop: DemoAppSeed = {
  key: 'shop',
  displayName: 'Woodgrove Shop',
  secret: true,
  app: {
    web: {
      redirectUris: ['http://localhost/shop/callback'],
      logoutUrl: null,
      homePageUrl: null,
      implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
    },
    spa: { redirectUris: ['http://localhost/shop'] },
    requiredResourceAccess: signInAccess(),
  },
  granted: [],
}

async function addApp(
  { store, clock, random, vault }: Deps,
  tx: Unit,
  tenant: TenantKey,
  seed: DemoAppSeed,
): Promise<void> {
  const name = `${tenant}/apps/${seed.key}`
  const now = clock.now()
  const appId = demoId(name) as AppId
  const secret = demoSecret(name)
  const passwordCredentials = seed.secret
    ? [
        {
          keyId: demoId(`${name}/secret`),
          displayName: 'Demo secret',
          hint: secret.slice(0, 3),
          startAt: 0,
          // The demo's clock may be moved by decades.
          endAt: Date.UTC(2199, 0, 1),
          mac: vault.mac('client-secret', `${appId}:${secret}`),
        },
      ]
    : []
  const application = newApplication({
    id: demoId(`${name}/object`) as ApplicationId,
    appId,
    displayName: seed.displayName,
    createdAt: now,
    passwordCredentials,
    ...seed.app,
  })
  await store.applications.add(tx, application)
  const principalId = demoId(`${name}/principal`) as ServicePrincipalId
  await store.servicePrincipals.add(
    tx,
    newServicePrincipal({
      id: principalId,
      appId,
      appOwnerTenant: tx.tenant,
      displayName: seed.displayName,
      servicePrincipalNames: [appId, ...application.identifierUris],
      createdAt: now,
    }),
  )
  for (const { resource, roleId } of seed.granted) {
    const target = await store.servicePrincipals.byAppId(tx, resource === 'api' ? apiAppId : resource)
    if (!target) throw new Error(`${name}: the resource ${resource} has no service principal yet`)
    await store.consent.addAssignment(tx, {
      id: random.uuid(),
      principalId,
      principalKind: 'ServicePrincipal',
      resourceId: target.id,
      appRoleId: roleId,
      createdAt: now,
    })
  }
}

export { appsOf, tenants as demoTenants }
