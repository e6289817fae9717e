/** One change, as the audit log shows it (graph.md 2.18). */
export type AuditEntry = {
  id: string
  createdAt: number
  correlationId: string
  activityDisplayName: string
  category: string
  operationType: 'Add' | 'Update' | 'Delete' | 'Assign' | 'Unassign' | 'Invite' | 'Redeem' | 'Other'
  loggedByService: string
  result: 'success' | 'failure'
  resultReason: string | null
  initiatedBy:
    | {
        kind: 'user'
        id: string
        displayName: string | null
        userPrincipalName: string | null
        ipAddress: string | null
      }
    | { kind: 'app'; appId: string | null; servicePrincipalId: string | null; displayName: string }
  targetResources: {
    id: string | null
    displayName: string | null
    type: string
    userPrincipalName: string | null
    modifiedProperties: { displayName: string; oldValue: string | null; newValue: string | null }[]
  }[]
  additionalDetails: { key: string; value: string }[]
}
