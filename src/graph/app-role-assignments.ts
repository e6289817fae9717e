import type { Application } from '../applications/application.ts'
import { firstPartyApps } from '../applications/first-party.ts'
import { guid } from '../applications/registration-parts.ts'
import { mayAssignAppRole } from '../applications/who-may.ts'
import { type AppRoleAssignment, defaultAppRole } from '../consent/grant.ts'
import { object, place } from '../cross-tenant-access/parse-parts.ts'
import type { Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import { isGuid, type ServicePrincipalId } from '../ids.ts'
import { mustSee, see } from './access.ts'
import { auditOf } from './audit.ts'
import { listOf } from './collection.ts'
import { findObject } from './directory-object.ts'
import { applicationActor, findPrincipal, installed, readApplications } from './find-application.ts'
import { findGroup } from './find-group.ts'
import { findUser } from './find-user.ts'
import { property, type Resource } from './model/resource.ts'
import type { InstalledPrincipal } from './model/service-principal.ts'
import { dateTime } from './model/values.ts'
import { entity } from './present.ts'
import {
  created,
  type GraphAnswer,
  type GraphRequest,
  type GraphRoute,
  noContent,
  ok,
  type Permissions,
} from './route.ts'

/** Who has which role of which app, and which app has which application permission: graph.md 2.8. */

type Shown = { assignment: AppRoleAssignment; principalName: string | null; resourceName: string | null }

const resource: Resource<Shown> = {
  type: 'appRoleAssignment',
  label: 'AppRoleAssignment',
  set: 'appRoleAssignments',
  properties: [
    property('id', 'string', '-', 'D', { read: ({ assignment }) => assignment.id }),
    property('deletedDateTime', 'dateTime', '-', 'D', { column: null, read: () => null }),
    property('appRoleId', 'guid', '-', 'D', { filter: 'eq', read: ({ assignment }) => assignment.appRoleId }),
    property('createdDateTime', 'dateTime', '-', 'D', {
      column: null,
      read: ({ assignment }) => dateTime(assignment.createdAt),
    }),
    property('principalDisplayName', 'string', '-', 'D', {
      filter: 'eq sw',
      read: ({ principalName }) => principalName,
    }),
    property('principalId', 'guid', '-', 'D', { filter: 'eq', read: ({ assignment }) => assignment.principalId }),
    property('principalType', 'string', '-', 'D', {
      column: null,
      read: ({ assignment }) => assignment.principalKind,
    }),
    property('resourceDisplayName', 'string', '-', 'D', { column: null, read: ({ resourceName }) => resourceName }),
    property('resourceId', 'guid', '-', 'D', { filter: 'eq', read: ({ assignment }) => assignment.resourceId }),
  ],
  open: false,
  directory: true,
  defaultTop: 100,
  maxTop: 999,
}

const reading: Permissions = {
  delegated: [...readApplications.delegated, 'AppRoleAssignment.ReadWrite.All'],
  application: [...readApplications.application, 'AppRoleAssignment.ReadWrite.All'],
}
const readingOfPeople: Permissions = {
  delegated: ['Directory.Read.All', 'Directory.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'],
  application: ['Directory.Read.All', 'Directory.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'],
}
const writing: Permissions = {
  delegated: ['AppRoleAssignment.ReadWrite.All'],
  application: ['AppRoleAssignment.ReadWrite.All'],
}

/** Which end of an assignment the address names: who has the role, or whose role it is. */
type End = {
  path: string
  reads: Permissions
  /** The object's id, or 404 by the rules of its own type. */
  find(request: GraphRequest): Promise<string>
  side: 'principal' | 'resource'
}

const readingApp = async (request: GraphRequest) => {
  mustSee(request.caller, 'readApplication')
  return (await findPrincipal(request, request.door)).id
}
const ends: End[] = [
  ...['/servicePrincipals/{id}', '/servicePrincipals(appId={appId})'].flatMap((path): End[] => [
    { path: `${path}/appRoleAssignments`, reads: reading, find: readingApp, side: 'principal' },
    { path: `${path}/appRoleAssignedTo`, reads: reading, find: readingApp, side: 'resource' },
  ]),
  {
    path: '/users/{id}/appRoleAssignments',
    reads: readingOfPeople,
    find: async (request) => (await findUser(request, request.door, request.params.id ?? '')).id,
    side: 'principal',
  },
  {
    path: '/groups/{id}/appRoleAssignments',
    reads: readingOfPeople,
    find: async (request) => (await findGroup(request, request.door, request.params.id ?? '')).group.id,
    side: 'principal',
  },
]

const assignmentsAt = ({ deps }: GraphRequest, door: Door, end: End, id: string): Promise<AppRoleAssignment[]> =>
  end.side === 'principal'
    ? deps.store.consent.assignmentsOf(door, [id])
    : deps.store.consent.assignmentsTo(door, id as ServicePrincipalId)

async function named(request: GraphRequest, assignment: AppRoleAssignment): Promise<Shown> {
  const { deps, door } = request
  const [principal, target] = await Promise.all([
    findObject(request, door, assignment.principalId),
    deps.store.servicePrincipals.find(door, assignment.resourceId),
  ])
  return {
    assignment,
    principalName: principal?.object.displayName ?? null,
    resourceName: target?.displayName ?? null,
  }
}

/** Who may not list people does not learn them from an app's assignments either. */
const visible = ({ caller }: GraphRequest, assignments: readonly AppRoleAssignment[]): AppRoleAssignment[] =>
  see(caller, 'listUsers') === 'no'
    ? assignments.filter(
        ({ principalKind, principalId }) => principalKind === 'ServicePrincipal' || principalId === caller.user?.id,
      )
    : [...assignments]

async function list(request: GraphRequest, end: End): Promise<GraphAnswer> {
  const id = await end.find(request)
  const assignments = visible(request, await assignmentsAt(request, request.door, end, id))
  const items = await Promise.all(assignments.map((one) => named(request, one)))
  return listOf(request, resource, items)
}

async function one(request: GraphRequest, end: End, door: Door): Promise<AppRoleAssignment> {
  const { assignmentId = '' } = request.params
  const id = await end.find(request)
  const found = visible(request, await assignmentsAt(request, door, end, id)).find(
    (assignment) => assignment.id === assignmentId,
  )
  return found ?? refuse('resourceNotFound', { id: assignmentId })
}

const kinds = { user: 'User', group: 'Group', servicePrincipal: 'ServicePrincipal' } as const

/** `addAssignment` finds duplicates; the role must be one that the app has for this kind of member. */
async function assign(request: GraphRequest, end: End): Promise<GraphAnswer> {
  const { deps, caller, door, body, base } = request
  const endId = await end.find(request)
  const at = place(resource.label)
  const wish = object(body, at, ['principalId', 'resourceId', 'appRoleId'], {}, ['principalType'])
  const [principalId, resourceId, appRoleId] = (['principalId', 'resourceId', 'appRoleId'] as const).map((name) => {
    if (!wish.has(name)) refuse('propertyRequired', { property: name, resource: resource.label })
    return guid(wish.get(name), at.in(name))
  }) as [string, string, string]
  const atEnd = end.side === 'principal' ? 'principalId' : 'resourceId'
  if (endId !== (end.side === 'principal' ? principalId : resourceId))
    at.in(atEnd).refuse('It differs from the address.')
  const principal = (await findObject(request, door, principalId)) ?? refuse('resourceNotFound', { id: principalId })
  if (principal.kind === 'directoryRole')
    return at.in('principalId').refuse('It is no user, group or service principal.')
  const principalKind = kinds[principal.kind]
  const target = await resourceOf(request, resourceId)
  admitAssigner(request, target, principalKind)
  if (!hasRoleFor(target.application, appRoleId, principalKind)) {
    at.in('appRoleId').refuse(`The resource has no enabled role of this id for a ${principalKind}.`)
  }
  const assignment: AppRoleAssignment = {
    id: deps.random.token(),
    principalId,
    principalKind,
    resourceId: target.principal.id,
    appRoleId,
    createdAt: deps.clock.now(),
  }
  const shown = await named(request, assignment)
  await deps.store.write(caller.tenant, async (tx) => {
    if (!(await deps.store.consent.addAssignment(tx, assignment))) refuse('permissionExists')
    await deps.store.audit.add(tx, auditOf(request, change('Add', shown, target)))
  })
  return created(entity(request, resource, shown), `${base}${request.path}/${assignment.id}`)
}

async function resourceOf({ deps, door }: GraphRequest, id: string): Promise<InstalledPrincipal> {
  const principal = isGuid(id) ? await deps.store.servicePrincipals.find(door, id as ServicePrincipalId) : undefined
  return installed(deps, principal ?? refuse('resourceNotFound', { id }))
}

function hasRoleFor(
  application: Application | undefined,
  appRoleId: string,
  kind: AppRoleAssignment['principalKind'],
): boolean {
  if (appRoleId === defaultAppRole) return true
  const member = kind === 'ServicePrincipal' ? 'Application' : 'User'
  return (application?.appRoles ?? []).some(
    ({ id, isEnabled, allowedMemberTypes }) => id === appRoleId && isEnabled && allowedMemberTypes.includes(member),
  )
}

function admitAssigner(
  { caller }: GraphRequest,
  { principal }: InstalledPrincipal,
  principalKind: AppRoleAssignment['principalKind'],
): void {
  const wish = {
    resourceIsGraph: principal.appId === firstPartyApps.graph,
    resourceOwners: principal.owners,
    principalKind,
  }
  if (!mayAssignAppRole(applicationActor(caller), wish)) refuse('insufficientPrivileges')
}

const activities = {
  User: { Add: 'Add app role assignment grant to user', Remove: 'Remove app role assignment from user' },
  Group: { Add: 'Add app role assignment to group', Remove: 'Remove app role assignment from group' },
  ServicePrincipal: {
    Add: 'Add app role assignment to service principal',
    Remove: 'Remove app role assignment from service principal',
  },
} as const
const categories = {
  User: 'UserManagement',
  Group: 'GroupManagement',
  ServicePrincipal: 'ApplicationManagement',
} as const

function change(how: 'Add' | 'Remove', { assignment, principalName }: Shown, target: InstalledPrincipal) {
  const role = target.application?.appRoles.find(({ id }) => id === assignment.appRoleId)
  const values = { 'AppRole.Id': assignment.appRoleId, 'AppRole.Value': role?.value ?? null }
  const modified = Object.entries(values).map(([displayName, value]) => {
    const text = value === null ? null : JSON.stringify(value)
    return { displayName, oldValue: how === 'Remove' ? text : null, newValue: how === 'Add' ? text : null }
  })
  const { principalKind, principalId } = assignment
  const { id, displayName } = target.principal
  return {
    activity: activities[principalKind][how],
    category: categories[principalKind],
    operation: how === 'Add' ? ('Assign' as const) : ('Unassign' as const),
    targets: [
      { id, displayName, type: 'ServicePrincipal' },
      { id: principalId, displayName: principalName, type: principalKind },
    ],
    modified,
  }
}

async function unassign(request: GraphRequest, end: End): Promise<GraphAnswer> {
  const { deps, caller, door } = request
  const assignment = await one(request, end, door)
  const target = await resourceOf(request, assignment.resourceId)
  admitAssigner(request, target, assignment.principalKind)
  const shown = await named(request, assignment)
  await deps.store.write(caller.tenant, async (tx) => {
    const removed = await deps.store.consent.removeAssignment(tx, assignment.id)
    if (!removed) refuse('resourceNotFound', { id: assignment.id })
    await deps.store.audit.add(tx, auditOf(request, change('Remove', shown, target)))
  })
  return noContent
}

export const appRoleAssignmentRoutes: readonly GraphRoute[] = ends.flatMap((end): GraphRoute[] => [
  { method: 'GET', path: end.path, permissions: end.reads, handle: (request) => list(request, end) },
  { method: 'POST', path: end.path, permissions: writing, handle: (request) => assign(request, end) },
  {
    method: 'GET',
    path: `${end.path}/{assignmentId}`,
    permissions: end.reads,
    handle: async (request) =>
      ok(entity(request, resource, await named(request, await one(request, end, request.door)))),
  },
  {
    method: 'DELETE',
    path: `${end.path}/{assignmentId}`,
    permissions: writing,
    handle: (request) => unassign(request, end),
  },
])
