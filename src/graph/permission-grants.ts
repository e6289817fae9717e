import { guid } from '../applications/registration-parts.ts'
import { mayGrantScopes } from '../applications/who-may.ts'
import type { DelegatedGrant } from '../consent/grant.ts'
import { object, oneOf, place } from '../cross-tenant-access/parse-parts.ts'
import type { Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import type { ServicePrincipalId, UserId } from '../ids.ts'
import { auditOf, changesBetween } from './audit.ts'
import { listOf } from './collection.ts'
import { applicationActor, findPrincipal, installed, underBothKeys } from './find-application.ts'
import { findUser, isOwn } from './find-user.ts'
import { property, type Resource } from './model/resource.ts'
import { entity } from './present.ts'
import {
  created,
  type GraphAnswer,
  type GraphRequest,
  type GraphRoute,
  noContent,
  ok,
  type Permissions,
  type StateOf,
} from './route.ts'

/** Delegated permissions that were granted: graph.md 2.8. */

const resource: Resource<DelegatedGrant> = {
  type: 'oAuth2PermissionGrant',
  label: 'OAuth2PermissionGrant',
  set: 'oauth2PermissionGrants',
  properties: [
    property('id', 'string', '-', 'D'),
    property('clientId', 'string', '-', 'D', { filter: 'eq' }),
    property('consentType', 'string', '-', 'D', { filter: 'eq', values: ['AllPrincipals', 'Principal'] }),
    property('principalId', 'string', '-', 'D', { filter: 'eq null' }),
    property('resourceId', 'string', '-', 'D', { filter: 'eq' }),
    property('scope', 'string', '-', 'D', { column: null, read: ({ scope }) => scope }),
  ],
  open: false,
  directory: true,
  defaultTop: 100,
  maxTop: 999,
}

const reading: Permissions = {
  delegated: [
    'DelegatedPermissionGrant.Read.All',
    'DelegatedPermissionGrant.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
  application: [
    'DelegatedPermissionGrant.Read.All',
    'DelegatedPermissionGrant.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
}
const writing: Permissions = {
  delegated: ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'],
  application: ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'],
}

const at = place(resource.label)

/** Guests see the grants that concern themselves and no others. */
const visible = ({ caller }: GraphRequest, grants: readonly DelegatedGrant[]): DelegatedGrant[] =>
  caller.kind === 'delegated' && caller.user.userType === 'Guest' && caller.roles.size === 0
    ? grants.filter(({ principalId }) => principalId === caller.user.id)
    : [...grants]

async function grantOf(request: GraphRequest, door: Door): Promise<DelegatedGrant> {
  const { id = '' } = request.params
  const found = await request.deps.store.consent.grant(door, id)
  return (found && visible(request, [found])[0]) ?? refuse('resourceNotFound', { id })
}

const state: StateOf = async (request, door) => {
  const found = await request.deps.store.consent.grant(door, request.params.id ?? '')
  return found && visible(request, [found])[0]
}

const words = (scope: string): string[] => scope.split(' ').filter((word) => word !== '')

function scopeOf(value: unknown): string {
  const here = at.in('scope')
  if (typeof value !== 'string' || value.length > 3850)
    return here.refuse('It must be a text of at most 3850 characters.')
  const list = words(value)
  if (list.some((word) => !/^[!#-[\]-~]+$/.test(word))) here.refuse('It must be scope values, separated by spaces.')
  return [...new Set(list)].join(' ')
}

/** Nobody grants more than he has: others' consent is an administrator's to give (attacks.md 29). */
async function admitGranter(request: GraphRequest, grant: DelegatedGrant, door: Door): Promise<void> {
  const { deps, caller } = request
  const principal = await deps.store.servicePrincipals.find(door, grant.resourceId)
  const definition = principal && (await installed(deps, principal)).application
  const scopes = definition?.api.oauth2PermissionScopes ?? []
  const everyScopeUserConsentable = words(grant.scope).every((word) =>
    scopes.some(
      ({ value, type, isEnabled }) => value.toLowerCase() === word.toLowerCase() && type === 'User' && isEnabled,
    ),
  )
  const wish = { principalId: grant.principalId, everyScopeUserConsentable }
  if (!mayGrantScopes(applicationActor(caller), wish)) refuse('insufficientPrivileges')
}

async function parseGrant(request: GraphRequest): Promise<DelegatedGrant> {
  const { deps, door, body } = request
  const names = ['clientId', 'consentType', 'principalId', 'resourceId', 'scope', 'startTime', 'expiryTime']
  const wish = object(body, at, names)
  for (const property of ['clientId', 'consentType', 'resourceId', 'scope']) {
    if (!wish.has(property)) refuse('propertyRequired', { property, resource: resource.label })
  }
  const consentType = oneOf(wish.get('consentType'), at.in('consentType'), ['AllPrincipals', 'Principal'])
  const given = wish.get('principalId') ?? null
  if ((consentType === 'Principal') !== (given !== null)) {
    at.in('principalId').refuse("It is needed for 'Principal' and left out for 'AllPrincipals'.")
  }
  const principalId = given === null ? null : (guid(given, at.in('principalId')) as UserId)
  const [clientId, resourceId] = (['clientId', 'resourceId'] as const).map((name) =>
    guid(wish.get(name), at.in(name)),
  ) as [ServicePrincipalId, ServicePrincipalId]
  for (const id of [clientId, resourceId]) {
    if (!(await deps.store.servicePrincipals.find(door, id))) refuse('resourceNotFound', { id })
  }
  if (principalId !== null && !(await deps.store.users.find(door, principalId))) {
    refuse('resourceNotFound', { id: principalId })
  }
  const scope = scopeOf(wish.get('scope'))
  return {
    id: deps.random.token(),
    clientId,
    resourceId,
    consentType,
    principalId,
    scope,
    createdAt: deps.clock.now(),
  }
}

const shown = ({ clientId, resourceId, consentType, principalId, scope }: DelegatedGrant) => ({
  clientId,
  resourceId,
  consentType,
  principalId,
  scope,
})

const change = (how: 'Add' | 'Update' | 'Remove', before: DelegatedGrant | null, after: DelegatedGrant | null) => ({
  activity: how === 'Remove' ? 'Remove delegated permission grant' : 'Add delegated permission grant',
  category: 'ApplicationManagement',
  operation: how === 'Add' ? ('Assign' as const) : how === 'Update' ? ('Update' as const) : ('Unassign' as const),
  targets: [{ id: (after ?? before)?.clientId ?? null, displayName: null, type: 'ServicePrincipal' }],
  modified: changesBetween(before && shown(before), after && shown(after)),
})

async function grant(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller, door, base } = request
  const wanted = await parseGrant(request)
  await admitGranter(request, wanted, door)
  await deps.store.write(caller.tenant, async (tx) => {
    const known = await deps.store.consent.grantsOfClient(tx, wanted.clientId)
    const same = known.some((one) => one.resourceId === wanted.resourceId && one.principalId === wanted.principalId)
    if (same) refuse('permissionEntryExists')
    await deps.store.consent.putGrant(tx, wanted)
    await deps.store.audit.add(tx, auditOf(request, change('Add', null, wanted)))
  })
  return created(entity(request, resource, wanted), `${base}/oauth2PermissionGrants/${wanted.id}`)
}

async function update(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller, door, body } = request
  const found = await grantOf(request, door)
  const wish = object(body, at, ['scope', 'startTime', 'expiryTime'], shown(found), Object.keys(shown(found)))
  const scope = wish.has('scope') ? scopeOf(wish.get('scope')) : found.scope
  await admitGranter(request, { ...found, scope }, door)
  await deps.store.write(caller.tenant, async (tx) => {
    const before = await grantOf(request, tx)
    const after = { ...before, scope }
    await deps.store.consent.putGrant(tx, after)
    await deps.store.audit.add(tx, auditOf(request, change('Update', before, after)))
  })
  return noContent
}

async function revoke(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller, door } = request
  const found = await grantOf(request, door)
  // Taking back what oneself has granted for oneself needs no role.
  if (!(caller.user && found.principalId === caller.user.id)) await admitGranter(request, found, door)
  await deps.store.write(caller.tenant, async (tx) => {
    const before = await grantOf(request, tx)
    await deps.store.consent.removeGrant(tx, before.id)
    await deps.store.audit.add(tx, auditOf(request, change('Remove', before, null)))
  })
  return noContent
}

const path = '/oauth2PermissionGrants'

export const permissionGrantRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path,
    permissions: reading,
    async handle(request) {
      const grants = await request.deps.store.consent.grants(request.door)
      return listOf(request, resource, visible(request, grants))
    },
  },
  { method: 'POST', path, permissions: writing, handle: grant },
  {
    method: 'GET',
    path: `${path}/{id}`,
    state,
    permissions: reading,
    handle: async (request) => ok(entity(request, resource, await grantOf(request, request.door))),
  },
  { method: 'PATCH', path: `${path}/{id}`, state, permissions: writing, handle: update },
  { method: 'DELETE', path: `${path}/{id}`, state, permissions: writing, handle: revoke },
  ...underBothKeys('servicePrincipals', {
    method: 'GET',
    path: path,
    permissions: reading,
    async handle(request) {
      const { deps, door } = request
      const client = await findPrincipal(request, door)
      return listOf(request, resource, visible(request, await deps.store.consent.grantsOfClient(door, client.id)))
    },
  }),
  {
    method: 'GET',
    path: `/users/{id}${path}`,
    permissions: reading,
    async handle(request) {
      const { deps, door, caller, params } = request
      const user = await findUser(request, door, params.id ?? '')
      const grants = (await deps.store.consent.grants(door)).filter(({ principalId }) => principalId === user.id)
      return listOf(request, resource, isOwn(caller, user) ? grants : visible(request, grants))
    },
  },
]
