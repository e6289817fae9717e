import { longestPassword, setPassword } from '../credentials/index.ts'
import type { Deps } from '../deps.ts'
import { isLastAdministrator } from '../directory/last-administrator.ts'
import { isStrongPassword } from '../directory/password-rules.ts'
import { newUser, type User } from '../directory/user.ts'
import type { Door, Unit } from '../door.ts'
import { refusal, refuse } from '../errors/index.ts'
import type { UserId } from '../ids.ts'
import { parseBody } from './body.ts'
import { userResource } from './model/user.ts'
import type { GraphRequest, Json, JsonObject } from './route.ts'

/** A checked wish: properties of the user, and the new password, already hashed. */
export type UserWish = {
  properties: Partial<User>
  password: { hash: string; mustChange: boolean } | undefined
}

/** Properties that are kept as they come. */
const plain = [
  'displayName',
  'givenName',
  'surname',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'jobTitle',
  'accountEnabled',
  'ageGroup',
  'consentProvidedForMinor',
  'city',
  'companyName',
  'country',
  'department',
  'employeeId',
  'employeeType',
  'otherMails',
  'businessPhones',
  'postalCode',
  'showInAddressList',
  'state',
  'streetAddress',
  'userType',
  'mailNickname',
] as const satisfies readonly (keyof User)[]

/** Reads the body of a create or an update. `old` is the user as she is. Refuses with the 400s of graph.md 1.5. */
export async function parseUserWish(request: GraphRequest, old: User | undefined): Promise<UserWish> {
  const { deps, door } = request
  const { values } = parseBody(userResource, request.body, old ? 'update' : 'create')
  if (values.identities !== undefined) refuse('propertyReadOnly', { property: 'identities' })
  const properties: Record<string, Json> = {}
  for (const name of plain) if (values[name] !== undefined) properties[name] = values[name]
  if (values.accountEnabled === null) invalid('accountEnabled', 'It cannot be null.')
  if (!old) for (const name of ['accountEnabled', 'mailNickname', 'userPrincipalName']) required(values, name)
  if (Array.isArray(values.businessPhones) && values.businessPhones.length > 1) {
    invalid('businessPhones', 'It holds at most one number.')
  }
  if (Array.isArray(values.otherMails) && values.otherMails.length > 250) invalid('otherMails', 'It holds at most 250.')
  for (const mail of Array.isArray(values.otherMails) ? values.otherMails : []) checkMail('otherMails', mail)
  if (typeof values.mailNickname === 'string' && !/^[^@()/[\]';:<>,\s"\\]+$/.test(values.mailNickname)) {
    invalid('mailNickname', 'It holds characters that are not allowed.')
  }
  if (typeof values.usageLocation === 'string' && !/^[A-Za-z]{2}$/.test(values.usageLocation)) {
    invalid('usageLocation', 'It is a country code of two letters.')
  }
  if (values.usageLocation !== undefined) {
    properties.usageLocation = typeof values.usageLocation === 'string' ? values.usageLocation.toUpperCase() : null
  }
  if (typeof values.displayName === 'string' && values.displayName.trim() === '') invalid('displayName', 'It is empty.')
  if (values.mail !== undefined) {
    if (values.mail !== null) checkMail('mail', values.mail)
    properties.mail = values.mail
    properties.proxyAddresses = proxyAddresses(old, values.mail as string | null)
  }
  if (typeof values.userPrincipalName === 'string') {
    properties.userPrincipalName = await checkPrincipalName(deps, door, values.userPrincipalName)
  }
  if (values.passwordPolicies !== undefined) properties.passwordPolicies = passwordPolicies(values.passwordPolicies)
  const name = (properties.userPrincipalName as string | undefined) ?? old?.userPrincipalName ?? ''
  const policies =
    properties.passwordPolicies === undefined ? (old?.passwordPolicies ?? null) : properties.passwordPolicies
  const password = await newPassword(request, values.passwordProfile, { old, name, policies: String(policies ?? '') })
  if (password) properties.forceChangePassword = password.mustChange
  return { properties: properties as Partial<User>, password }
}

export const createdFrom = ({ deps, ctx }: GraphRequest, { properties }: UserWish): User =>
  newUser({
    displayName: '',
    userPrincipalName: '',
    ...properties,
    id: deps.random.uuid() as UserId,
    createdAt: ctx.at,
  })

/** In the unit: the address is nobody else's; the tenant keeps an administrator who can sign in. */
export async function checkUnique({ store }: Deps, tx: Unit, user: User): Promise<void> {
  if (user.mail === null) return
  const others = await store.users.byAddress(tx, user.mail)
  const mail = user.mail.toLowerCase()
  const taken = others.some(
    (other) =>
      other.id !== user.id &&
      [other.mail, ...other.proxyAddresses.map((one) => one.replace(/^smtp:/i, ''))].some(
        (address) => address?.toLowerCase() === mail,
      ),
  )
  if (taken) conflict('proxyAddresses')
}

export function conflict(property: string): never {
  throw refusal(
    'propertyConflict',
    { property },
    { details: [{ code: 'ObjectConflict', message: `The value of ${property} is in use.`, target: property }] },
  )
}

/** Refuses a change that would leave the tenant without a Global Administrator who can sign in. */
export async function keepAdministrator({ store }: Deps, tx: Unit, without: string): Promise<void> {
  if (!(await isLastAdministrator(store, tx, without))) return
  refuse('badRequest', { reason: 'The tenant must keep a Global Administrator who can sign in.' })
}

/** The new password ends every session and refresh token that an older one opened. */
export async function applyPassword(
  { deps, ctx }: GraphRequest,
  tx: Unit,
  user: User,
  { password }: UserWish,
): Promise<void> {
  if (!password) return
  await setPassword(deps, tx, user.id, password.hash)
  await deps.store.users.update(tx, user.id, (old) => ({ ...old, sessionsValidFrom: ctx.at }))
  await deps.store.sessions.removeOfUser(tx, user.id)
}

async function newPassword(
  { deps }: GraphRequest,
  profile: Json | undefined,
  account: { old: User | undefined; name: string; policies: string },
): Promise<UserWish['password']> {
  if (profile === undefined || profile === null) {
    if (!account.old) required({}, 'passwordProfile')
    return undefined
  }
  const { password, forceChangePasswordNextSignIn, forceChangePasswordNextSignInWithMfa, ...rest } =
    profile as JsonObject
  const unknown = Object.keys(rest).find((key) => !key.startsWith('@odata.'))
  if (unknown !== undefined) refuse('propertyUnknown', { property: unknown, resource: 'passwordProfile' })
  for (const flag of [forceChangePasswordNextSignIn, forceChangePasswordNextSignInWithMfa]) {
    if (flag !== undefined && flag !== null && typeof flag !== 'boolean') {
      refuse('valueWrongType', { value: '…', property: 'forceChangePasswordNextSignIn', type: 'Edm.Boolean' })
    }
  }
  if (typeof password !== 'string') refuse('propertyRequired', { property: 'password', resource: 'User' })
  if (account.old?.home) invalid('passwordProfile', 'This person signs in elsewhere and has no password here.')
  const weakAllowed = account.policies.includes('DisableStrongPassword')
  const fits = weakAllowed
    ? password.length >= 8 && password.length <= longestPassword
    : password.length <= longestPassword && isStrongPassword(password, account.name)
  if (!fits) refuse('badRequest', { reason: weakPassword })
  return { hash: await deps.passwords.hash(password), mustChange: forceChangePasswordNextSignIn !== false }
}

/** Matched by clients: graph.md 2.3. */
export const weakPassword =
  'The specified password does not comply with password complexity requirements. Please provide a different password.'

function required(values: Readonly<Record<string, Json>>, name: string): void {
  if ((values[name] ?? null) !== null) return
  throw refusal(
    'propertyRequired',
    { property: name, resource: 'User' },
    { details: [{ code: 'MissingRequiredProperty', message: `A value is required for '${name}'.`, target: name }] },
  )
}

function invalid(property: string, reason: string): never {
  refuse('propertyInvalidBecause', { property, resource: 'User', reason })
}

function checkMail(property: string, mail: Json): void {
  const fits = typeof mail === 'string' && mail.length <= 256 && /^[!-?A-~]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(mail)
  if (!fits) invalid(property, 'It is not a mail address.')
}

/** The primary address follows `mail`; others stay (graph.md 2.3). */
const proxyAddresses = (old: User | undefined, mail: string | null): string[] => [
  ...(mail === null ? [] : [`SMTP:${mail}`]),
  ...(old?.proxyAddresses ?? []).filter((one) => !one.startsWith('SMTP:') && one.toLowerCase() !== `smtp:${mail}`),
]

/** Local part and a verified domain of the tenant. */
export async function checkPrincipalName({ store }: Pick<Deps, 'store'>, door: Door, name: string): Promise<string> {
  const match = /^([A-Za-z0-9'._!#^~-]{1,64})@([^@]{1,48})$/.exec(name)
  if (!match || match[1]?.startsWith('.') || match[1]?.endsWith('.')) {
    invalid('userPrincipalName', 'It has the form name@domain, of letters, digits and some signs.')
  }
  const domain = match[2]?.toLowerCase()
  const verified = (await store.tenants.domains(door)).some((one) => one.verifiedAt !== null && one.name === domain)
  if (!verified) {
    refuse('badRequest', {
      reason:
        'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
    })
  }
  return name
}

function passwordPolicies(value: Json): string | null {
  if (value === null) return null
  const known = ['None', 'DisableStrongPassword', 'DisablePasswordExpiration']
  const given = String(value)
    .split(',')
    .map((one) => one.trim().toLowerCase())
  const found = given.map((one) => known.find((name) => name.toLowerCase() === one))
  if (found.includes(undefined)) invalid('passwordPolicies', `It lists ${known.join(', ')}.`)
  return found.join(', ')
}
