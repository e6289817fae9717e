import { texts } from '../../../texts/en/users.ts'

export type Identity = { signInType: string; issuer: string; issuerAssignedId: string | null }

/** A user as Graph shows it, with what `$select` named. */
export type User = {
  id: string
  displayName: string
  userPrincipalName: string
  mail: string | null
  otherMails: string[]
  userType: 'Member' | 'Guest'
  accountEnabled: boolean
  creationType: string | null
  externalUserState: 'PendingAcceptance' | 'Accepted' | null
  externalUserStateChangeDateTime: string | null
  identities: Identity[]
  createdDateTime: string | null
  deletedDateTime: string | null
  signInSessionsValidFromDateTime: string | null
  givenName: string | null
  surname: string | null
  jobTitle: string | null
  companyName: string | null
  department: string | null
  employeeId: string | null
  employeeType: string | null
  officeLocation: string | null
  streetAddress: string | null
  city: string | null
  state: string | null
  postalCode: string | null
  country: string | null
  businessPhones: string[]
  mobilePhone: string | null
  ageGroup: string | null
  consentProvidedForMinor: string | null
  usageLocation: string | null
  preferredLanguage: string | null
  mailNickname: string | null
  proxyAddresses: string[]
}

/** What lists ask for. */
export const listed = [
  'id',
  'displayName',
  'userPrincipalName',
  'mail',
  'userType',
  'accountEnabled',
  'creationType',
  'externalUserState',
  'externalUserStateChangeDateTime',
  'identities',
  'createdDateTime',
  'companyName',
  'department',
  'jobTitle',
  'city',
  'country',
  'usageLocation',
  'employeeId',
] as const satisfies readonly (keyof User)[]

const everything = [
  ...listed,
  'otherMails',
  'deletedDateTime',
  'signInSessionsValidFromDateTime',
  'givenName',
  'surname',
  'employeeType',
  'officeLocation',
  'streetAddress',
  'state',
  'postalCode',
  'businessPhones',
  'mobilePhone',
  'ageGroup',
  'consentProvidedForMinor',
  'preferredLanguage',
  'mailNickname',
  'proxyAddresses',
] as const satisfies readonly (keyof User)[]

/** `/v1.0/users/{id}` with all that the user's pages show. */
export const userPath = (id: string): string => `/v1.0/users/${encodeURIComponent(id)}?$select=${everything.join(',')}`

/** The account that the person signs in with, where it is not one of this directory. */
const foreignIdentity = (user: Pick<User, 'identities'>): Identity | undefined =>
  user.identities?.find(({ signInType }) => signInType !== 'userPrincipalName')

/** Whose account it is: external people were invited and sign in elsewhere, whatever their user type. */
export const isExternal = (user: Pick<User, 'externalUserState' | 'identities'>): boolean =>
  user.externalUserState !== null || foreignIdentity(user) !== undefined

/** What "Identities" shows: the issuer of the account, which before acceptance is this directory's own domain. */
export const issuersOf = (user: Pick<User, 'identities'>): string =>
  foreignIdentity(user)?.issuer ?? user.identities?.[0]?.issuer ?? '–'

/** The same for people: "a work or school account of another organization". */
export function signsInWith(user: Pick<User, 'identities'>): string {
  const foreign = foreignIdentity(user)
  if (!foreign) return texts.signsInHere
  return (
    ({ ExternalAzureAD: texts.signsInAtHome, mail: texts.signsInByCode } as Record<string, string>)[foreign.issuer] ??
    texts.signsInAt(foreign.issuer)
  )
}

export const invitationState = (user: Pick<User, 'externalUserState'>): string | null =>
  user.externalUserState === null ? null : texts.invitationStates[user.externalUserState]

/** The address that an invitation goes to. */
export const addressesOf = (user: Pick<User, 'mail' | 'otherMails'>): string[] => [
  ...new Set([...(user.mail ? [user.mail] : []), ...user.otherMails]),
]
