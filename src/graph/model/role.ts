import type { RoleAssignment } from '../../directory/role.ts'
import type { RoleTemplate } from '../../directory/role-templates.ts'
import { property, type Resource } from './resource.ts'

const common = { open: false, defaultTop: 100, maxTop: 999 } as const

/**
 * All built-in roles are active in every tenant. A role's object id is its template id: the public product gives each
 * tenant its own, and clients take whatever the list says.
 */
export const directoryRoleResource: Resource<RoleTemplate> = {
  ...common,
  type: 'directoryRole',
  label: 'DirectoryRole',
  set: 'directoryRoles',
  directory: true,
  properties: [
    property('id', 'guid', '-', 'D', { filter: 'eq in' }),
    property('deletedDateTime', 'dateTime', '-', 'D', { read: () => null, column: null }),
    property('description', 'string', '-', 'D'),
    property('displayName', 'string', '-', 'D', { filter: 'eq in sw' }),
    property('roleTemplateId', 'guid', 'C!', 'D', { filter: 'eq in', read: ({ id }) => id }),
  ],
}

export const directoryRoleTemplateResource: Resource<RoleTemplate> = {
  ...common,
  type: 'directoryRoleTemplate',
  label: 'DirectoryRoleTemplate',
  set: 'directoryRoleTemplates',
  directory: true,
  properties: [
    property('id', 'guid', '-', 'D', { filter: 'eq in' }),
    property('deletedDateTime', 'dateTime', '-', 'D', { read: () => null, column: null }),
    property('description', 'string', '-', 'D'),
    property('displayName', 'string', '-', 'D', { filter: 'eq in sw' }),
  ],
}

export const roleDefinitionResource: Resource<RoleTemplate> = {
  ...common,
  type: 'unifiedRoleDefinition',
  label: 'UnifiedRoleDefinition',
  set: 'roleManagement/directory/roleDefinitions',
  directory: false,
  properties: [
    property('id', 'guid', '-', 'D', { filter: 'eq in' }),
    property('description', 'string', '-', 'D'),
    property('displayName', 'string', '-', 'D', { filter: 'eq in sw' }),
    property('isBuiltIn', 'boolean', '-', 'D', { filter: 'eq in', read: () => true }),
    property('isEnabled', 'boolean', '-', 'D', { read: () => true, column: null }),
    property('resourceScopes', 'strings', '-', 'D', { read: () => ['/'], column: null }),
    property('rolePermissions', 'objects', '-', 'D', { read: () => [], column: null }),
    property('templateId', 'guid', '-', 'D', { filter: 'eq in', read: ({ id }) => id }),
    property('version', 'string', '-', 'D', { read: () => '1', column: null }),
  ],
}

export const roleAssignmentResource: Resource<RoleAssignment> = {
  ...common,
  type: 'unifiedRoleAssignment',
  label: 'UnifiedRoleAssignment',
  set: 'roleManagement/directory/roleAssignments',
  directory: false,
  properties: [
    property('id', 'string', '-', 'D', { filter: 'eq in' }),
    property('directoryScopeId', 'string', 'C', 'D', { filter: 'eq in', read: () => '/' }),
    property('principalId', 'guid', 'C!', 'D', { filter: 'eq in' }),
    property('roleDefinitionId', 'guid', 'C!', 'D', { filter: 'eq in', read: ({ roleTemplateId }) => roleTemplateId }),
    property('appScopeId', 'string', 'C', 'S', { read: () => null, column: null }),
    property('condition', 'string', 'C', 'S', { read: () => null, column: null }),
  ],
}
