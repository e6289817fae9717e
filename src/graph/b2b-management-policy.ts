import { object, place } from '../cross-tenant-access/parse-parts.ts'
import { role } from '../directory/role-templates.ts'
import type { Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import {
  type DomainRestrictions,
  definitionOf,
  domainRestrictionsKind,
  parseDefinition,
} from '../tenants/domain-restrictions.ts'
import { auditOf, type Change, changesBetween } from './audit.ts'
import { hasReadingRole, hasRole } from './caller.ts'
import { listOf } from './collection.ts'
import { property, type Resource } from './model/resource.ts'
import { entity } from './present.ts'
import {
  created,
  type GraphAnswer,
  type GraphRequest,
  type GraphRoute,
  type JsonObject,
  noContent,
  ok,
  type Permissions,
} from './route.ts'

/**
 * Collaboration restrictions: the list of domains that may be invited, or may not (graph.md 2.11). In beta, under
 * `/policies/b2bManagementPolicies` and under the older `/legacy/policies` that scripts know; one policy at most.
 */

const label = 'B2BManagementPolicy'
const reading: Permissions = {
  delegated: ['Policy.Read.All', 'Policy.Read.B2BManagementPolicy', 'Policy.ReadWrite.B2BManagementPolicy'],
  application: ['Policy.Read.All', 'Policy.Read.B2BManagementPolicy', 'Policy.ReadWrite.B2BManagementPolicy'],
  refusal: 'scopesMissing',
}
const writing: Permissions = {
  delegated: ['Policy.ReadWrite.B2BManagementPolicy'],
  application: ['Policy.ReadWrite.B2BManagementPolicy'],
  refusal: 'scopesMissing',
}

/** The collaboration settings' roles (design 8, "Who may"). */
const keepers = [role.privilegedRoleAdministrator, role.externalIdentityProviderAdministrator]

function admitReader({ caller }: GraphRequest): void {
  if (caller.kind === 'delegated' && !hasReadingRole(caller, ...keepers, role.securityReader)) {
    refuse('insufficientPrivileges')
  }
}

function admitWriter({ caller }: GraphRequest): void {
  if (caller.kind === 'delegated' && !hasRole(caller, ...keepers)) refuse('insufficientPrivileges')
}

const current: Resource<DomainRestrictions> = {
  type: 'b2bManagementPolicy',
  label,
  set: 'policies/b2bManagementPolicies',
  properties: [
    property('id', 'guid', '-', 'D'),
    property('deletedDateTime', 'dateTime', '-', 'D', { read: () => null }),
    property('description', 'string', 'CU', 'D'),
    property('displayName', 'string', 'CU', 'D'),
    property('definition', 'strings', 'C!U', 'D', { read: (policy) => [definitionOf(policy)] }),
    property('isOrganizationDefault', 'boolean', 'C', 'D', { read: () => true }),
  ],
  open: false,
  directory: false,
  defaultTop: 100,
  maxTop: 999,
}
const legacy: Resource<DomainRestrictions> = {
  ...current,
  type: 'stsPolicy',
  set: 'legacy/policies',
  properties: [...current.properties, property('type', 'string', 'C', 'D', { filter: 'eq', read: () => label })],
}

type Wish = Partial<Omit<DomainRestrictions, 'id'>>

/** Refuses with the property's name. */
function parseWish(body: JsonObject): Wish {
  const at = place(label)
  const wish = object(body, at, ['displayName', 'description', 'definition', 'isOrganizationDefault', 'type'])
  const found: Wish = {}
  if (wish.has('appliesTo')) at.in('appliesTo').readOnly()
  if (wish.has('displayName')) {
    const name = wish.get('displayName')
    if (typeof name !== 'string' || name.trim() === '' || name.length > 256) {
      return at.in('displayName').refuse('It must be a text of 1 to 256 characters.')
    }
    found.displayName = name
  }
  if (wish.has('description')) {
    const text = wish.get('description')
    if (text !== null && (typeof text !== 'string' || text.length > 1024)) {
      return at.in('description').refuse('It must be a text of at most 1024 characters.')
    }
    found.description = text as string | null
  }
  const organizationDefault = wish.get('isOrganizationDefault')
  if (organizationDefault !== undefined && organizationDefault !== true) {
    return at.in('isOrganizationDefault').refuse('It must be true: the policy is for the whole organization.')
  }
  const type = wish.get('type')
  if (type !== undefined && type !== label && type !== 6) return at.in('type').refuse(`It must be '${label}'.`)
  if (wish.has('definition')) {
    const definition = wish.get('definition')
    const [text] = Array.isArray(definition) && definition.length === 1 ? definition : []
    if (typeof text !== 'string') return at.in('definition').refuse('It must be a list of one JSON text.')
    const parts = parseDefinition(text)
    if ('reason' in parts) return at.in('definition').refuse(parts.reason)
    Object.assign(found, parts)
  }
  return found
}

const policyOf = ({ deps }: GraphRequest, door: Door): Promise<DomainRestrictions | undefined> =>
  deps.store.policies.get<DomainRestrictions>(door, domainRestrictionsKind)

async function policyAt(request: GraphRequest, door: Door): Promise<DomainRestrictions | undefined> {
  const policy = await policyOf(request, door)
  return policy?.id === request.params.id?.toLowerCase() ? policy : undefined
}

const named = async (request: GraphRequest, door: Door): Promise<DomainRestrictions> =>
  (await policyAt(request, door)) ?? refuse('resourceNotFound', { id: request.params.id ?? '' })

/** As the audit log compares it. */
const shown = (policy: DomainRestrictions) => ({
  displayName: policy.displayName,
  description: policy.description,
  definition: definitionOf(policy),
})

const changeOf = (
  activity: string,
  operation: Change['operation'],
  { id, displayName }: DomainRestrictions,
  before: object | null,
  after: object | null,
): Change => ({
  activity,
  category: 'Policy',
  operation,
  targets: [{ id, displayName, type: 'Policy' }],
  modified: changesBetween(before, after),
})

const creates =
  (resource: Resource<DomainRestrictions>) =>
  async (request: GraphRequest): Promise<GraphAnswer> => {
    const { deps, caller, body, base } = request
    admitWriter(request)
    const wish = parseWish(body)
    if (wish.allowedDomains === undefined) place(label).in('definition').refuse('It is required.')
    const policy: DomainRestrictions = {
      id: deps.random.uuid(),
      displayName: label,
      description: null,
      allowedDomains: [],
      blockedDomains: [],
      otherParts: {},
      ...wish,
    }
    await deps.store.write(caller.tenant, async (tx) => {
      if (await policyOf(request, tx)) {
        refuse('badRequest', { reason: 'The organization has a policy of this type already: change that one.' })
      }
      await deps.store.policies.put(tx, domainRestrictionsKind, policy)
      const change = changeOf('Add policy', 'Add', policy, null, shown(policy))
      await deps.store.audit.add(tx, auditOf(request, change))
    })
    return created(entity(request, resource, policy), `${base}/${resource.set}/${policy.id}`)
  }

async function update(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller, body } = request
  admitWriter(request)
  const wish = parseWish(body)
  await deps.store.write(caller.tenant, async (tx) => {
    const before = await named(request, tx)
    const after = { ...before, ...wish }
    await deps.store.policies.put(tx, domainRestrictionsKind, after)
    const change = changeOf('Update policy', 'Update', after, shown(before), shown(after))
    await deps.store.audit.add(tx, auditOf(request, change))
  })
  return noContent
}

async function remove(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller } = request
  admitWriter(request)
  await deps.store.write(caller.tenant, async (tx) => {
    const before = await named(request, tx)
    await deps.store.policies.remove(tx, domainRestrictionsKind)
    const change = changeOf('Delete policy', 'Delete', before, shown(before), null)
    await deps.store.audit.add(tx, auditOf(request, change))
  })
  return noContent
}

const lists =
  (resource: Resource<DomainRestrictions>) =>
  async (request: GraphRequest): Promise<GraphAnswer> => {
    admitReader(request)
    const policy = await policyOf(request, request.door)
    // Old scripts name the type by its number.
    const filter = request.query.filter?.replace(/^\s*type\s+eq\s+6\s*$/i, `type eq '${label}'`)
    const asked = filter === undefined ? request : { ...request, query: { ...request.query, filter } }
    return listOf(asked, resource, policy ? [policy] : [])
  }

const underOnePath = (path: string, resource: Resource<DomainRestrictions>): GraphRoute[] => [
  { method: 'GET', path, at: ['beta'], permissions: reading, handle: lists(resource) },
  { method: 'POST', path, at: ['beta'], permissions: writing, handle: creates(resource) },
  {
    method: 'GET',
    path: `${path}/{id}`,
    at: ['beta'],
    state: policyAt,
    permissions: reading,
    async handle(request) {
      admitReader(request)
      return ok(entity(request, resource, await named(request, request.door)))
    },
  },
  { method: 'PATCH', path: `${path}/{id}`, at: ['beta'], state: policyAt, permissions: writing, handle: update },
  { method: 'DELETE', path: `${path}/{id}`, at: ['beta'], state: policyAt, permissions: writing, handle: remove },
]

export const b2bManagementPolicyRoutes: readonly GraphRoute[] = [
  ...underOnePath('/policies/b2bManagementPolicies', current),
  ...underOnePath('/legacy/policies', legacy),
]
