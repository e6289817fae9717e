import type { TenantId, UserId } from '../ids.ts'

/**
 * Who a guest is at home. A guest is linked by one of these and never by an unverified address:
 * another tenant's account, a federated issuer and subject, or an address proven by one-time code.
 */
export type HomeIdentity =
  | { kind: 'tenant'; tenantId: TenantId; objectId: UserId }
  | { kind: 'federated'; issuer: string; subject: string }
  | { kind: 'email'; address: string }

export type UserType = 'Member' | 'Guest'
export type ExternalUserState = 'PendingAcceptance' | 'Accepted'

/** A user of one tenant, member or guest. Times in epoch milliseconds. */
export type User = {
  id: UserId
  userPrincipalName: string
  displayName: string
  mail: string | null
  mailNickname: string | null
  otherMails: string[]
  proxyAddresses: string[]
  userType: UserType
  accountEnabled: boolean
  creationType: 'Invitation' | 'LocalAccount' | 'EmailVerified' | 'SelfServiceSignUp' | null
  externalUserState: ExternalUserState | null
  externalUserStateChangedAt: number | null
  home: HomeIdentity | null
  createdAt: number
  deletedAt: number | null
  /** Sessions and refresh tokens issued before are refused (50173). */
  sessionsValidFrom: number
  sponsors: string[]
  preferredLanguage: string | null
  usageLocation: string | null
  givenName: string | null
  surname: string | null
  jobTitle: string | null
  department: string | null
  companyName: string | null
  officeLocation: string | null
  mobilePhone: string | null
  businessPhones: string[]
  streetAddress: string | null
  city: string | null
  state: string | null
  postalCode: string | null
  country: string | null
  employeeId: string | null
  employeeType: string | null
  ageGroup: string | null
  consentProvidedForMinor: string | null
  showInAddressList: boolean | null
  passwordPolicies: string | null
  /** Must choose a new password at the next sign-in. */
  forceChangePassword: boolean
  /** When a guest was turned into an internal member. */
  convertedToInternalAt: number | null
}

/** What a caller must give for a new user; the rest has defaults. */
export type NewUser = Pick<User, 'id' | 'userPrincipalName' | 'displayName' | 'createdAt'> & Partial<User>

export function newUser(given: NewUser): User {
  return {
    mail: null,
    mailNickname: null,
    otherMails: [],
    proxyAddresses: [],
    userType: 'Member',
    accountEnabled: true,
    creationType: null,
    externalUserState: null,
    externalUserStateChangedAt: null,
    home: null,
    deletedAt: null,
    sessionsValidFrom: given.createdAt,
    sponsors: [],
    preferredLanguage: null,
    usageLocation: null,
    givenName: null,
    surname: null,
    jobTitle: null,
    department: null,
    companyName: null,
    officeLocation: null,
    mobilePhone: null,
    businessPhones: [],
    streetAddress: null,
    city: null,
    state: null,
    postalCode: null,
    country: null,
    employeeId: null,
    employeeType: null,
    ageGroup: null,
    consentProvidedForMinor: null,
    showInAddressList: null,
    passwordPolicies: null,
    forceChangePassword: false,
    convertedToInternalAt: null,
    ...given,
  }
}
