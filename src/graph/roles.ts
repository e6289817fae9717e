/** Directory roles in both views of the same data: `/directoryRoles` and `/roleManagement/directory` (graph.md 2.6). */
import { decideRoleAssignment } from '../directory/may.ts'
import type { RoleAssignment } from '../directory/role.ts'
import { type RoleTemplate, role, roleTemplate, roleTemplates } from '../directory/role-templates.ts'
import { refuse } from '../errors/index.ts'
import { actor, admit, mustSee } from './access.ts'
import { auditOf } from './audit.ts'
import { parseBody } from './body.ts'
import { listOf } from './collection.ts'
import { findObject, idOfReference } from './directory-object.ts'
import type { Resource } from './model/resource.ts'
import {
  directoryRoleResource,
  directoryRoleTemplateResource,
  roleAssignmentResource,
  roleDefinitionResource,
} from './model/role.ts'
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
import { listObjects } from './typed-list.ts'
import { keepAdministrator } from './user-changes.ts'

const readNames = [
  'RoleManagement.Read.Directory',
  'RoleManagement.ReadWrite.Directory',
  'RoleManagement.Read.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
] as const
const reading: Permissions = { delegated: readNames, application: readNames }
const writing: Permissions = {
  delegated: ['RoleManagement.ReadWrite.Directory'],
  application: ['RoleManagement.ReadWrite.Directory'],
}

function templateOf(request: GraphRequest): RoleTemplate {
  mustSee(request.caller, 'readRoles')
  const id = request.params.id ?? ''
  return roleTemplate(id) ?? refuse('resourceNotFound', { id })
}

/** Gives a role. Refuses a principal that cannot hold one, and what is held already. */
async function assign(request: GraphRequest, template: RoleTemplate, principalId: string): Promise<RoleAssignment> {
  const { deps, caller, ctx } = request
  admit(decideRoleAssignment(actor(caller)))
  return deps.store.write(caller.tenant, async (tx) => {
    const principal = (await findObject(request, tx, principalId)) ?? refuse('resourceNotFound', { id: principalId })
    const { kind, object } = principal
    if (kind === 'directoryRole' || (kind === 'group' && !object.isAssignableToRole)) {
      refuse('badRequest', { reason: `A ${kind} of this kind cannot hold a directory role.` })
    }
    const assignment: RoleAssignment = {
      id: assignmentId(template.id, object.id),
      principalId: object.id,
      principalKind: kind,
      roleTemplateId: template.id,
      assignedAt: ctx.at,
    }
    if (!(await deps.store.roles.add(tx, assignment))) refuse('badRequest', { reason: alreadyThere })
    await deps.store.audit.add(tx, auditOf(request, roleChange('Add member to role', 'Assign', template, object, kind)))
    return assignment
  })
}

const alreadyThere =
  'A conflicting object with one or more of the specified property values is present in the directory.'

async function unassign(request: GraphRequest, template: RoleTemplate, principalId: string): Promise<GraphAnswer> {
  const { deps, caller } = request
  admit(decideRoleAssignment(actor(caller)))
  await deps.store.write(caller.tenant, async (tx) => {
    const principal = await findObject(request, tx, principalId)
    const id = principal?.object.id ?? principalId.toLowerCase()
    if (template.id === role.globalAdministrator) await keepAdministrator(deps, tx, id)
    if (!(await deps.store.roles.remove(tx, id, template.id))) refuse('resourceNotFound', { id: principalId })
    const object = principal?.object ?? { id, displayName: id }
    const change = roleChange('Remove member from role', 'Unassign', template, object, principal?.kind ?? 'user')
    await deps.store.audit.add(tx, auditOf(request, change))
  })
  return noContent
}

const roleChange = (
  activity: string,
  operation: 'Assign' | 'Unassign',
  template: RoleTemplate,
  principal: { id: string; displayName: string },
  kind: string,
): Parameters<typeof auditOf>[1] => ({
  activity,
  category: 'RoleManagement',
  operation,
  targets: [
    { id: principal.id, displayName: principal.displayName, type: kind === 'user' ? 'User' : 'Other' },
    { id: template.id, displayName: template.displayName, type: 'Role' },
  ],
})

/** Both GUIDs in little-endian bytes, base64url, then `-1`: as the public product makes them (graph.md 2.6). */
export function assignmentId(roleTemplateId: string, principalId: string): string {
  return `${Buffer.concat([guidBytes(roleTemplateId), guidBytes(principalId)]).toString('base64url')}-1`
}

function guidBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex')
  bytes.subarray(0, 4).reverse()
  bytes.subarray(4, 6).reverse()
  bytes.subarray(6, 8).reverse()
  return bytes
}

async function findAssignment({ deps, door, params }: GraphRequest): Promise<RoleAssignment> {
  const id = params.assignment ?? ''
  const found = (await deps.store.roles.all(door)).find(
    (one) => assignmentId(one.roleTemplateId, one.principalId) === id,
  )
  return found ? { ...found, id } : refuse('resourceNotFound', { id })
}

async function createAssignment(request: GraphRequest): Promise<GraphAnswer> {
  admit(decideRoleAssignment(actor(request.caller)))
  const { values } = parseBody(roleAssignmentResource, request.body, 'create')
  const { roleDefinitionId, principalId, directoryScopeId = '/' } = values
  if (directoryScopeId !== '/') {
    const reason = 'Roles are given over the whole tenant: the scope is /.'
    refuse('propertyInvalidBecause', { property: 'directoryScopeId', resource: 'UnifiedRoleAssignment', reason })
  }
  const template =
    roleTemplate(String(roleDefinitionId)) ?? refuse('resourceNotFound', { id: String(roleDefinitionId) })
  const assignment = await assign(request, template, String(principalId))
  const location = `${request.base}/roleManagement/directory/roleAssignments/${assignment.id}`
  return created(entity(request, roleAssignmentResource, assignment), location)
}

/** A fixed list of templates under one address: all of them, and one. */
const templateRoutes = (path: string, resource: Resource<RoleTemplate>): GraphRoute[] => [
  {
    method: 'GET',
    path,
    permissions: reading,
    async handle(request) {
      mustSee(request.caller, 'readRoles')
      return listOf(request, resource, roleTemplates)
    },
  },
  {
    method: 'GET',
    path: `${path}/{id}`,
    permissions: reading,
    handle: async (request) => ok(entity(request, resource, templateOf(request))),
  },
]

const memberRoutes = (path: string): GraphRoute[] => [
  {
    method: 'GET',
    path: `${path}/members`,
    permissions: reading,
    async handle(request) {
      const template = templateOf(request)
      const holders = await request.deps.store.roles.holders(request.door, template.id)
      const ids = holders.map((one) => one.principalId).toSorted()
      return listObjects(request, {
        ids: async (after, top) => ids.filter((id) => after === undefined || id > after).slice(0, top),
      })
    },
  },
  {
    method: 'POST',
    path: `${path}/members/$ref`,
    permissions: writing,
    async handle(request) {
      const template = templateOf(request)
      await assign(request, template, idOfReference(request.body['@odata.id']))
      return noContent
    },
  },
  {
    method: 'DELETE',
    path: `${path}/members/{member}/$ref`,
    permissions: writing,
    handle: async (request) => unassign(request, templateOf(request), request.params.member ?? ''),
  },
]

export const roleRoutes: readonly GraphRoute[] = [
  ...templateRoutes('/directoryRoles', directoryRoleResource),
  ...templateRoutes('/directoryRoleTemplates', directoryRoleTemplateResource),
  ...templateRoutes('/roleManagement/directory/roleDefinitions', roleDefinitionResource),
  {
    method: 'GET',
    path: '/directoryRoles(roleTemplateId={id})',
    permissions: reading,
    handle: async (request) => ok(entity(request, directoryRoleResource, templateOf(request))),
  },
  ...memberRoutes('/directoryRoles/{id}'),
  ...memberRoutes('/directoryRoles(roleTemplateId={id})'),
  {
    method: 'POST',
    path: '/directoryRoles',
    permissions: writing,
    async handle(request) {
      admit(decideRoleAssignment(actor(request.caller)))
      const { values } = parseBody(directoryRoleResource, request.body, 'create')
      const id = String(values.roleTemplateId)
      // Every built-in role is active from the start, so there is none left to activate.
      if (roleTemplate(id)) refuse('badRequest', { reason: alreadyThere })
      return refuse('resourceNotFound', { id })
    },
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleAssignments',
    permissions: reading,
    async handle(request) {
      mustSee(request.caller, 'readRoles')
      const all = await request.deps.store.roles.all(request.door)
      const shown = all.map((one) => ({ ...one, id: assignmentId(one.roleTemplateId, one.principalId) }))
      return listOf(request, roleAssignmentResource, shown)
    },
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleAssignments/{assignment}',
    permissions: reading,
    async handle(request) {
      mustSee(request.caller, 'readRoles')
      return ok(entity(request, roleAssignmentResource, await findAssignment(request)))
    },
  },
  {
    method: 'POST',
    path: '/roleManagement/directory/roleAssignments',
    permissions: writing,
    handle: createAssignment,
  },
  {
    method: 'DELETE',
    path: '/roleManagement/directory/roleAssignments/{assignment}',
    permissions: writing,
    async handle(request) {
      mustSee(request.caller, 'readRoles')
      const { roleTemplateId, principalId } = await findAssignment(request)
      const template = roleTemplate(roleTemplateId) ?? refuse('resourceNotFound', { id: roleTemplateId })
      return unassign(request, template, principalId)
    },
  },
]
