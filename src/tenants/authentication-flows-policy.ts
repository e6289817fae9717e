/** Whether people from outside may sign up to apps by themselves (graph.md 2.11). Kept under this kind in the policy store. */
export const authenticationFlowsPolicyKind = 'authenticationFlowsPolicy'

export type AuthenticationFlowsPolicy = {
  displayName: string
  description: string
  /** "Enable guest self-service sign up via user flows". */
  selfServiceSignUp: { isEnabled: boolean }
}

/** Of a fresh tenant (external-identities.md 1.3). */
export const defaultAuthenticationFlowsPolicy: AuthenticationFlowsPolicy = {
  displayName: 'Authentication flows policy',
  description: 'Says whether people from outside can sign up to apps of the organization by themselves.',
  selfServiceSignUp: { isEnabled: false },
}
