/** A directory role held by a user or a service principal over the whole tenant. */
export type RoleAssignment = {
  id: string
  principalId: string
  principalKind: 'user' | 'servicePrincipal' | 'group'
  /** Template id, the same in every tenant (see role-templates.ts). */
  roleTemplateId: string
  assignedAt: number
}
