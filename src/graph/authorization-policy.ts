import { boolean, nullable, object, oneOf, type Place, place } from '../cross-tenant-access/parse-parts.ts'
import { role } from '../directory/role-templates.ts'
import type { Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import {
  type AuthorizationPolicy,
  authorizationPolicyKind,
  defaultAuthorizationPolicy,
  guestUserRole,
} from '../tenants/authorization-policy.ts'
import { auditOf, changesBetween } from './audit.ts'
import { hasReadingRole, hasRole } from './caller.ts'
import { listOf } from './collection.ts'
import { property, type Resource } from './model/resource.ts'
import { entity } from './present.ts'
import { type GraphRequest, type GraphRoute, type JsonObject, noContent, ok, type Permissions } from './route.ts'

/** Who may invite and what guests may see, on Graph: graph.md 2.11. In beta it is a collection of one. */

const path = '/policies/authorizationPolicy'
const label = 'AuthorizationPolicy'

const reading: Permissions = {
  delegated: ['Policy.Read.All', 'Policy.ReadWrite.Authorization'],
  application: ['Policy.Read.All', 'Policy.ReadWrite.Authorization'],
  refusal: 'scopesMissing',
}
const writing: Permissions = {
  delegated: ['Policy.ReadWrite.Authorization'],
  application: ['Policy.ReadWrite.Authorization'],
  refusal: 'scopesMissing',
}

type Settings = Omit<AuthorizationPolicy, 'defaultUserRolePermissions'>
const booleans = [
  'allowedToSignUpEmailBasedSubscriptions',
  'allowedToUseSSPR',
  'allowEmailVerifiedUsersToJoinOrganization',
] as const satisfies readonly (keyof Settings)[]
const memberFlags = [
  'allowedToCreateApps',
  'allowedToCreateSecurityGroups',
  'allowedToCreateTenants',
  'allowedToReadBitlockerKeysForOwnedDevice',
  'allowedToReadOtherUsers',
] as const satisfies readonly (keyof AuthorizationPolicy['defaultUserRolePermissions'])[]
/** The collaboration settings: also the External Identity Provider Administrator's (design 8, "Who may"). */
const collaboration = ['allowInvitesFrom', 'guestUserRoleId', 'allowEmailVerifiedUsersToJoinOrganization']

const resource: Resource<AuthorizationPolicy> = {
  type: 'authorizationPolicy',
  label,
  set: 'policies/authorizationPolicy',
  properties: [
    property('id', 'string', '-', 'D', { read: () => 'authorizationPolicy' }),
    property('displayName', 'string', 'U', 'D'),
    property('description', 'string', 'U', 'D'),
    property('allowInvitesFrom', 'string', 'U', 'D'),
    property('guestUserRoleId', 'guid', 'U', 'D'),
    ...booleans.map((name) => property<AuthorizationPolicy>(name, 'boolean', 'U', 'D')),
    property('allowUserConsentForRiskyApps', 'boolean', 'U', 'D'),
    property('blockMsolPowerShell', 'boolean', 'U', 'D'),
    property('defaultUserRolePermissions', 'object', 'U', 'D'),
    property('deletedDateTime', 'dateTime', '-', 'D', { read: () => null }),
  ],
  open: false,
  directory: false,
  defaultTop: 1,
  maxTop: 999,
}

/** PATCH: omitted properties stay, null puts the default back. Refuses with the property's name. */
function parseAuthorizationPolicyPatch(body: unknown, before: AuthorizationPolicy): AuthorizationPolicy {
  const at = place(label)
  const after: AuthorizationPolicy = { ...before }
  const settings: Settings = after
  const wish = object(
    body,
    at,
    [
      'displayName',
      'description',
      'allowInvitesFrom',
      'guestUserRoleId',
      ...booleans,
      'allowUserConsentForRiskyApps',
      'blockMsolPowerShell',
      'defaultUserRolePermissions',
    ],
    { id: 'authorizationPolicy', deletedDateTime: null },
    ['id', 'deletedDateTime'],
  )
  const set = <Name extends keyof Settings>(name: Name, parse: (value: unknown, here: Place) => Settings[Name]) => {
    if (!wish.has(name)) return
    const value = wish.get(name)
    settings[name] = value === null ? defaultAuthorizationPolicy[name] : parse(value, at.in(name))
  }
  const text = (value: unknown, here: Place) =>
    typeof value === 'string' && value.length <= 1024 ? value : here.refuse('It must be a text.')
  set('displayName', text)
  set('description', text)
  set('allowInvitesFrom', (value, here) =>
    oneOf(value, here, ['none', 'adminsAndGuestInviters', 'adminsGuestInvitersAndAllMembers', 'everyone']),
  )
  set('guestUserRoleId', (value, here) =>
    oneOf(typeof value === 'string' ? value.toLowerCase() : value, here, Object.values(guestUserRole)),
  )
  for (const name of booleans) set(name, boolean)
  set('blockMsolPowerShell', boolean)
  set('allowUserConsentForRiskyApps', boolean)
  if (wish.has('defaultUserRolePermissions')) {
    after.defaultUserRolePermissions = memberPermissions(
      wish.get('defaultUserRolePermissions'),
      at.in('defaultUserRolePermissions'),
      before.defaultUserRolePermissions,
    )
  }
  return after
}

type MemberPermissions = AuthorizationPolicy['defaultUserRolePermissions']

function memberPermissions(value: unknown, at: Place, before: MemberPermissions): MemberPermissions {
  const wish = object(value, at, [...memberFlags, 'permissionGrantPoliciesAssigned'])
  const after = { ...before }
  for (const name of memberFlags) {
    if (wish.has(name)) {
      const flag = nullable(wish.get(name), (given) => boolean(given, at.in(name)))
      after[name] = flag ?? defaultAuthorizationPolicy.defaultUserRolePermissions[name]
    }
  }
  const policies = wish.get('permissionGrantPoliciesAssigned')
  if (policies !== undefined) {
    const here = at.in('permissionGrantPoliciesAssigned')
    if (!Array.isArray(policies) || policies.length > 20) return here.refuse('It must be a list of policy names.')
    after.permissionGrantPoliciesAssigned = policies.map((one: unknown, index) =>
      typeof one === 'string' && /^ManagePermissionGrantsFor(Self|OwnedResource)\.[\w-]{1,100}$/.test(one)
        ? one
        : here.in(index).refuse("It must start with 'ManagePermissionGrantsForSelf.' and name a policy."),
    )
  }
  return after
}

/** People need a role; which one depends on what they change. */
function admitWriter({ caller }: GraphRequest, body: JsonObject): void {
  if (caller.kind === 'application') return
  const names = Object.keys(body).filter((name) => !name.includes('@'))
  const only = names.length > 0 && names.every((name) => collaboration.includes(name))
  const roles = only
    ? [role.privilegedRoleAdministrator, role.externalIdentityProviderAdministrator]
    : [role.privilegedRoleAdministrator]
  if (!hasRole(caller, ...roles)) refuse('insufficientPrivileges')
}

/** Any member with the scope reads it; guests only by a role (graph.md 2.1, 4). */
function admitReader({ caller }: GraphRequest): void {
  if (caller.kind === 'application' || caller.user.userType === 'Member') return
  const { privilegedRoleAdministrator, externalIdentityProviderAdministrator, securityReader } = role
  if (!hasReadingRole(caller, privilegedRoleAdministrator, externalIdentityProviderAdministrator, securityReader)) {
    refuse('insufficientPrivileges')
  }
}

const policyOf = async ({ deps }: GraphRequest, door: Door): Promise<AuthorizationPolicy> =>
  (await deps.store.policies.get<AuthorizationPolicy>(door, authorizationPolicyKind)) ?? defaultAuthorizationPolicy

async function read(request: GraphRequest) {
  admitReader(request)
  return ok(entity(request, resource, await policyOf(request, request.door)))
}

async function change(request: GraphRequest) {
  const { deps, caller, body } = request
  admitWriter(request, body)
  await deps.store.write(caller.tenant, async (tx) => {
    const before = await policyOf(request, tx)
    const after = parseAuthorizationPolicyPatch(body, before)
    await deps.store.policies.put(tx, authorizationPolicyKind, after)
    await deps.store.audit.add(
      tx,
      auditOf(request, {
        activity: 'Update authorization policy',
        category: 'AuthorizationPolicy',
        operation: 'Update',
        targets: [{ id: 'authorizationPolicy', displayName: after.displayName, type: 'Policy' }],
        modified: changesBetween(before, after),
      }),
    )
  })
  return noContent
}

export const authorizationPolicyRoutes: readonly GraphRoute[] = [
  { method: 'GET', path, at: ['v1.0'], state: policyOf, permissions: reading, handle: read },
  { method: 'PATCH', path, state: policyOf, permissions: writing, handle: change },
  {
    method: 'GET',
    path,
    at: ['beta'],
    permissions: reading,
    async handle(request) {
      admitReader(request)
      return listOf(request, resource, [await policyOf(request, request.door)])
    },
  },
  { method: 'GET', path: `${path}/authorizationPolicy`, state: policyOf, permissions: reading, handle: read },
  { method: 'PATCH', path: `${path}/authorizationPolicy`, state: policyOf, permissions: writing, handle: change },
]
