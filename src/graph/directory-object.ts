/** Objects of any type, told apart by `@odata.type`: members, owners, what somebody belongs to. */
import type { ServicePrincipal } from '../applications/application.ts'
import type { Group } from '../directory/group.ts'
import { type RoleTemplate, roleTemplate } from '../directory/role-templates.ts'
import type { User } from '../directory/user.ts'
import type { Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import { type GroupId, isGuid, type ServicePrincipalId, type UserId } from '../ids.ts'
import { see } from './access.ts'
import { holds } from './caller.ts'
import { viewOfGroup } from './find-group.ts'
import { idOnly, viewOfUser } from './find-user.ts'
import { groupResource } from './model/group.ts'
import type { Resource } from './model/resource.ts'
import { property } from './model/resource.ts'
import { directoryRoleResource } from './model/role.ts'
import { userResource } from './model/user.ts'
import { present, type Selection, typeOf, type View } from './present.ts'
import type { GraphRequest, JsonObject } from './route.ts'

export type DirectoryObject =
  | { kind: 'user'; object: User }
  | { kind: 'group'; object: Group }
  | { kind: 'servicePrincipal'; object: ServicePrincipal }
  | { kind: 'directoryRole'; object: RoleTemplate }
export type DirectoryKind = DirectoryObject['kind']

/** Of a service principal in a list of mixed types: what names it. Its own resource tells the rest. */
const servicePrincipalSummary: Resource<ServicePrincipal> = {
  type: 'servicePrincipal',
  label: 'ServicePrincipal',
  set: 'servicePrincipals',
  open: true,
  directory: true,
  defaultTop: 100,
  maxTop: 999,
  properties: [
    property('id', 'guid', '-', 'D'),
    property('accountEnabled', 'boolean', '-', 'D'),
    property('appId', 'string', '-', 'D'),
    property('appOwnerOrganizationId', 'guid', '-', 'D', { read: ({ appOwnerTenant }) => appOwnerTenant }),
    property('displayName', 'string', '-', 'D'),
    property('servicePrincipalNames', 'strings', '-', 'D'),
    property('servicePrincipalType', 'string', '-', 'D'),
  ],
}

/** Finds what has this id in the tenant, whatever it is. */
export async function findObject({ deps }: GraphRequest, door: Door, id: string): Promise<DirectoryObject | undefined> {
  if (!isGuid(id)) return undefined
  const key = id.toLowerCase()
  const [user, group, servicePrincipal] = await Promise.all([
    deps.store.users.find(door, key as UserId),
    deps.store.groups.find(door, key as GroupId),
    deps.store.servicePrincipals.find(door, key as ServicePrincipalId),
  ])
  if (user) return { kind: 'user', object: user }
  if (group) return { kind: 'group', object: group }
  if (servicePrincipal) return { kind: 'servicePrincipal', object: servicePrincipal }
  const role = roleTemplate(key)
  return role && { kind: 'directoryRole', object: role }
}

/** As `findObject`, in the order of the ids; what is not there is left out. Most are people, read in one question. */
export async function findObjects(
  request: GraphRequest,
  door: Door,
  ids: readonly string[],
): Promise<DirectoryObject[]> {
  const users = await request.deps.store.users.many(door, ids)
  const people = new Map<string, User>(users.filter((user) => user.deletedAt === null).map((user) => [user.id, user]))
  const found = await Promise.all(
    ids.map(async (id): Promise<DirectoryObject | undefined> => {
      const user = people.get(id)
      return user ? { kind: 'user', object: user } : findObject(request, door, id)
    }),
  )
  return found.filter((one) => one !== undefined)
}

/** With its type; of what the caller may not read, type and id only (graph.md 4). */
export async function presentObject(request: GraphRequest, item: DirectoryObject, view?: View): Promise<JsonObject> {
  switch (item.kind) {
    case 'user':
      return typed(request, userResource, item.object, view ?? viewOfUser(request.caller, item.object))
    case 'group':
      return typed(request, groupResource, item.object, view ?? (await viewOfGroup(request, item.object)))
    case 'servicePrincipal':
      return typed(request, servicePrincipalSummary, item.object, view ?? viewOfApplication(request))
    case 'directoryRole':
      return typed(request, directoryRoleResource, item.object, view ?? viewOfRole(request))
  }
}

function typed<T>(request: GraphRequest, resource: Resource<T>, item: T, view: View): JsonObject {
  const { select } = request.query
  const asked = select?.split(',').map((name) => name.trim().toLowerCase())
  // Each type knows its own properties; a name that this one does not have is meant for another.
  const names = resource.properties
    .filter((one) => one.select !== 'never')
    .filter((one) => (asked ? asked.includes(one.name.toLowerCase()) || one.name === 'id' : one.select === 'default'))
    .map((one) => one.name)
  const selection: Selection = { names: new Set(names), written: null }
  return { '@odata.type': typeOf(resource), ...present(request, resource, item, selection, view) }
}

const viewOfApplication = ({ caller }: GraphRequest): View =>
  holds(caller, 'Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All') &&
  see(caller, 'readApplication') !== 'no'
    ? {}
    : { visible: idOnly }

const viewOfRole = ({ caller }: GraphRequest): View => (see(caller, 'readRoles') === 'no' ? { visible: idOnly } : {})

/** The kind that a cast names: `microsoft.graph.user`. */
export function kindOfCast(cast: string): DirectoryKind {
  const kinds: readonly DirectoryKind[] = ['user', 'group', 'servicePrincipal', 'directoryRole']
  const kind = kinds.find((one) => one.toLowerCase() === cast.toLowerCase())
  return kind ?? refuse('segmentUnknown', { segment: `microsoft.graph.${cast}` })
}

/**
 * The object id in a reference: `{"@odata.id":"https://any.host/v1.0/directoryObjects/{id}"}`. The host is not looked
 * at: scripts write the public one (graph.md 1.10). The id is looked up in the caller's tenant and nowhere else.
 */
export function idOfReference(text: unknown): string {
  if (typeof text !== 'string' || text.length > 1000)
    return refuse('propertyRequired', { property: '@odata.id', resource: 'reference' })
  const match =
    /(?:^|\/)(?:directoryObjects|users|groups|servicePrincipals|devices)(?:\/|\(')([0-9a-f-]{36})(?:'\))?\/?(?:\/Microsoft\.DirectoryServices\.\w+)?$/i.exec(
      text,
    )
  const id = match?.[1] ?? ''
  if (!isGuid(id))
    refuse('badRequest', { reason: 'Not a valid reference update: @odata.id names no directory object.' })
  return id.toLowerCase()
}
