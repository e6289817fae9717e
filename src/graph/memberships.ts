/** What somebody belongs to: groups and directory roles, directly and through groups (graph.md 2.3, 2.5). */
import { effectiveRoles } from '../directory/effective-roles.ts'
import type { SightQuestion } from '../directory/guest-access.ts'
import { refuse } from '../errors/index.ts'
import { type GroupId, isGuid, type ServicePrincipalId } from '../ids.ts'
import { mustSee } from './access.ts'
import { holds } from './caller.ts'
import { kindOfCast } from './directory-object.ts'
import { findGroup, readGroups } from './find-group.ts'
import { findUser, idOnly, isOwn, me } from './find-user.ts'
import { scalar } from './present.ts'
import { type GraphAnswer, type GraphRequest, type GraphRoute, type JsonObject, ok, type Permissions } from './route.ts'
import { countOfObjects, listObjects, type ObjectSource } from './typed-list.ts'

/** Somebody whose memberships are asked for, and whether only ids may be shown. */
type Subject = { id: string; kind: 'user' | 'group' | 'servicePrincipal'; idsOnly: boolean }

const reading: Permissions = {
  delegated: ['User.Read', ...readGroups.delegated, ...(['User.Read.All', 'User.ReadWrite.All'] as const)],
  application: [...readGroups.application, 'User.Read.All', 'User.ReadWrite.All'],
}
const readingApps: Permissions = {
  delegated: ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  application: ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
}

async function subjectOfUser(request: GraphRequest): Promise<Subject> {
  const { caller, door, params } = request
  const user = await findUser(request, door, params.id ?? '')
  if (isOwn(caller, user)) return self(request)
  if (!holds(caller, 'User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All')) {
    refuse('insufficientPrivileges')
  }
  mustSee(caller, 'readOtherUsersGroups')
  return { id: user.id, kind: 'user', idsOnly: false }
}

const self = (request: GraphRequest): Subject => {
  const user = me(request, reading)
  return { id: user.id, kind: 'user', idsOnly: ownGroups(request) }
}

const ownGroups = ({ caller }: GraphRequest): boolean =>
  mustSee(caller, 'readOwnGroups' satisfies SightQuestion) === 'idsOnly'

async function subjectOfGroup(request: GraphRequest): Promise<Subject> {
  mustSee(request.caller, 'listGroups')
  const { group } = await findGroup(request, request.door, request.params.id ?? '')
  return { id: group.id, kind: 'group', idsOnly: false }
}

async function subjectOfServicePrincipal(request: GraphRequest): Promise<Subject> {
  mustSee(request.caller, 'listApplications')
  const id = request.params.id ?? ''
  const found = isGuid(id)
    ? await request.deps.store.servicePrincipals.find(request.door, id.toLowerCase() as ServicePrincipalId)
    : undefined
  if (!found) refuse('resourceNotFound', { id })
  return { id: found.id, kind: 'servicePrincipal', idsOnly: false }
}

/** Groups in ascending order of id, then roles of a person or app. */
async function belongings(
  { deps, door }: GraphRequest,
  subject: Subject,
  how: { transitive: boolean; roles: boolean },
): Promise<string[]> {
  const { groups, roles } = deps.store
  const [groupIds, roleIds] = await Promise.all([
    how.transitive
      ? groups.transitiveGroupIds(door, subject.id)
      : groups.groupsOf(door, subject.id).then((found) => found.map((group) => group.id)),
    !how.roles ? [] : how.transitive ? effectiveRoles(deps.store, door, subject.id) : roles.of(door, subject.id),
  ])
  return [...groupIds, ...roleIds].toSorted()
}

async function list(request: GraphRequest, subject: Subject, transitive: boolean): Promise<ObjectSource> {
  const ids = await belongings(request, subject, { transitive, roles: true })
  return { ids: async (after, top) => ids.filter((id) => after === undefined || id > after).slice(0, top) }
}

const viewOf = ({ idsOnly }: Subject) => (idsOnly ? { view: { visible: idOnly } } : {})

type Place = { path: string; permissions: Permissions; subject: (request: GraphRequest) => Promise<Subject> }

const places: readonly Place[] = [
  { path: '/me', permissions: 'signedIn', subject: async (request) => self(request) },
  { path: '/users/{id}', permissions: reading, subject: subjectOfUser },
  { path: '/groups/{id}', permissions: readGroups, subject: subjectOfGroup },
  { path: '/servicePrincipals/{id}', permissions: readingApps, subject: subjectOfServicePrincipal },
]

/** `checkMemberGroups {groupIds}`, `checkMemberObjects {ids}`: which of at most 20 ids the subject belongs to. */
async function check(request: GraphRequest, subject: Subject, property: 'groupIds' | 'ids'): Promise<GraphAnswer> {
  const asked = request.body[property]
  if (!Array.isArray(asked)) refuse('propertyRequired', { property, resource: 'action' })
  if (asked.length > 20) refuse('badRequest', { reason: `At most 20 ids can be checked in one request.` })
  const ids = asked.map((id) => {
    if (typeof id !== 'string' || !isGuid(id)) refuse('idInvalid', { id: typeof id === 'string' ? id : '' })
    return id.toLowerCase()
  })
  const held = await belongings(request, subject, { transitive: true, roles: property === 'ids' })
  return ok(
    scalar(
      request,
      'Collection(Edm.String)',
      held.filter((id) => ids.includes(id)),
    ),
  )
}

/** `getMemberGroups`, `getMemberObjects {securityEnabledOnly}`. */
async function get(request: GraphRequest, subject: Subject, roles: boolean): Promise<GraphAnswer> {
  const { securityEnabledOnly = false } = request.body as JsonObject
  if (typeof securityEnabledOnly !== 'boolean') {
    refuse('valueWrongType', {
      value: String(securityEnabledOnly),
      property: 'securityEnabledOnly',
      type: 'Edm.Boolean',
    })
  }
  if (securityEnabledOnly && subject.kind === 'group') {
    refuse('badRequest', { reason: 'securityEnabledOnly can be true for users and service principals only.' })
  }
  const held = await belongings(request, subject, { transitive: true, roles: roles && !securityEnabledOnly })
  const shown = securityEnabledOnly ? await onlySecurity(request, held) : held
  return ok(scalar(request, 'Collection(Edm.String)', shown))
}

async function onlySecurity({ deps, door }: GraphRequest, ids: readonly string[]): Promise<string[]> {
  const groups = await Promise.all(ids.map((id) => deps.store.groups.find(door, id as GroupId)))
  return groups.filter((group) => group?.securityEnabled).map((group) => group?.id ?? '')
}

export const membershipRoutes: readonly GraphRoute[] = places.flatMap(
  ({ path, permissions, subject }): GraphRoute[] => [
    ...[false, true].flatMap((transitive): GraphRoute[] => {
      const relation = `${path}/${transitive ? 'transitiveMemberOf' : 'memberOf'}`
      return [
        {
          method: 'GET',
          path: relation,
          permissions,
          async handle(request) {
            const whose = await subject(request)
            return listObjects(request, await list(request, whose, transitive), viewOf(whose))
          },
        },
        {
          method: 'GET',
          path: `${relation}/$count`,
          permissions,
          handle: async (request) => countOfObjects(request, await list(request, await subject(request), transitive)),
        },
        {
          method: 'GET',
          path: `${relation}/microsoft.graph.{cast}`,
          permissions,
          async handle(request) {
            const whose = await subject(request)
            const kind = kindOfCast(request.params.cast ?? '')
            return listObjects(request, await list(request, whose, transitive), { kind, ...viewOf(whose) })
          },
        },
      ]
    }),
    {
      method: 'POST',
      path: `${path}/checkMemberGroups`,
      permissions,
      handle: async (request) => check(request, await subject(request), 'groupIds'),
    },
    {
      method: 'POST',
      path: `${path}/checkMemberObjects`,
      permissions,
      handle: async (request) => check(request, await subject(request), 'ids'),
    },
    {
      method: 'POST',
      path: `${path}/getMemberGroups`,
      body: 'optional',
      permissions,
      handle: async (request) => get(request, await subject(request), false),
    },
    {
      method: 'POST',
      path: `${path}/getMemberObjects`,
      body: 'optional',
      permissions,
      handle: async (request) => get(request, await subject(request), true),
    },
  ],
)
