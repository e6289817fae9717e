/** Whether people from outside may leave by themselves (graph.md, the table of policies). Kept under this kind in the policy store. */
export const externalIdentitiesPolicyKind = 'externalIdentitiesPolicy'

export type ExternalIdentitiesPolicy = {
  displayName: string
  description: string
  /** "External user leave settings". */
  allowExternalIdentitiesToLeave: boolean
  /** Reserved in the public product, and always false. */
  allowDeletedIdentitiesDataRemoval: boolean
}

/** Of a fresh tenant (external-identities.md 1.3). */
export const defaultExternalIdentitiesPolicy: ExternalIdentitiesPolicy = {
  displayName: 'External Identities Policy',
  description: 'Says whether people from outside can leave the organization by themselves.',
  allowExternalIdentitiesToLeave: true,
  allowDeletedIdentitiesDataRemoval: false,
}
