/** A row of the sign-in log as Graph beta shows it: what these pages use of it. */
export type SignIn = {
  id: string
  createdDateTime: string
  userDisplayName: string | null
  userPrincipalName: string | null
  userId: string | null
  userType: 'member' | 'guest' | null
  servicePrincipalId: string | null
  servicePrincipalName: string | null
  appId: string
  appDisplayName: string
  resourceId: string | null
  resourceDisplayName: string | null
  resourceTenantId: string
  homeTenantId: string | null
  crossTenantAccessType: string
  signInEventTypes: SignInKind[]
  correlationId: string
  clientAppUsed: string
  ipAddress: string | null
  userAgent: string | null
  status: { errorCode: number; failureReason: string }
  conditionalAccessStatus: string
  appliedConditionalAccessPolicies: unknown[]
  authenticationRequirement: string
  authenticationProtocol: string
  incomingTokenType: string
  location: { city: string | null; state: string | null; countryOrRegion: string | null }
  authenticationDetails: {
    authenticationStepDateTime: string
    authenticationMethod: string
    succeeded: boolean
    authenticationStepResultDetail: string
  }[]
}
export type SignInKind = 'interactiveUser' | 'nonInteractiveUser' | 'servicePrincipal'

export type SignInStatus = 'success' | 'failure' | 'interrupted'

/**
 * Codes by which somebody is asked for more and may go on: the log shows these as "Interrupted". As the server counts
 * them (`interruptedCodes` of `/gatehouse/v1/reports/signIns`).
 */
export const interruptions: readonly number[] = [
  16000, 16001, 50014, 50055, 50058, 50072, 50074, 50076, 50079, 50097, 50125, 50127, 50129, 50140, 50144, 50158, 65001,
]

/** Graph's text where nothing failed. */
const noReason = 'Other.'

export function statusOf({ status: { errorCode } }: SignIn): SignInStatus {
  if (errorCode === 0) return 'success'
  return interruptions.includes(errorCode) ? 'interrupted' : 'failure'
}

export const reasonOf = (row: SignIn): string | null =>
  row.status.failureReason === noReason ? null : row.status.failureReason

/** Who signed in: a person, or the application itself. */
export const whoOf = (row: SignIn): string =>
  row.userDisplayName ?? row.userPrincipalName ?? row.servicePrincipalName ?? row.userId ?? row.appDisplayName
