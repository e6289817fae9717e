import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { refuse } from '../errors/index.ts'
import { isGuid, type UserId } from '../ids.ts'
import { type Address, addressFaults, parseAddress } from './address.ts'
import { redirectUrlFault } from './redirect-url.ts'

/** What a caller asks for with `POST /invitations`, read and checked (graph.md 2.2). */
export type InvitationWish = {
  address: Address
  redirectUrl: string
  displayName: string | null
  userType: 'Guest' | 'Member'
  sendMessage: boolean
  message: { language: string | null; body: string | null; cc: { name: string | null; address: string } | null }
  resetRedemption: boolean
  /** An existing user: to reset, or an internal user to be turned into a guest of another organization's account. */
  invitedUserId: UserId | null
  /** Object ids of users or groups; null: the inviter. */
  sponsors: string[] | null
}

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Optional(Type.Union([type, Type.Null()]))
const text = nullable(Type.String())
const flag = nullable(Type.Boolean())
const recipient = Type.Object({ emailAddress: nullable(Type.Object({ name: text, address: text })) })

const shape = Type.Object({
  invitedUserEmailAddress: text,
  inviteRedirectUrl: text,
  invitedUserDisplayName: text,
  invitedUserType: text,
  sendInvitationMessage: flag,
  invitedUserMessageInfo: nullable(
    Type.Object({
      ccRecipients: nullable(Type.Array(recipient)),
      customizedMessageBody: text,
      messageLanguage: text,
    }),
  ),
  resetRedemption: flag,
  invitedUser: nullable(Type.Object({ id: text })),
  invitedUserSponsors: nullable(Type.Array(Type.Object({ id: text }))),
  'invitedUserSponsors@odata.bind': nullable(Type.Array(Type.String())),
})
const check = Compile(shape)
type Body = Static<typeof shape>

const resource = 'Invitation'
const readOnly = new Set(['id', 'inviteRedeemUrl', 'status'])
const known = new Set(Object.keys(shape.properties))
/** Ours: the vendor states none. */
const longest = { displayName: 256, message: 10_000, language: 35, ccName: 256 }
const mostSponsors = 5

/** The body of a request, or a refusal (400) that names the property. */
export function parseInvitation(body: unknown): InvitationWish {
  const given = checkedShape(body)
  const sponsors = sponsorsOf(given)
  const invitedUserId = given.invitedUser ? guid('invitedUser/id', given.invitedUser.id) : null
  const resetRedemption = given.resetRedemption ?? false
  if (resetRedemption && invitedUserId === null) invalid('invitedUser', 'resetRedemption needs the id of the user.')
  return {
    address: addressOf('invitedUserEmailAddress', required('invitedUserEmailAddress', given.invitedUserEmailAddress)),
    redirectUrl: redirectUrlOf(required('inviteRedirectUrl', given.inviteRedirectUrl)),
    displayName: lineOf('invitedUserDisplayName', given.invitedUserDisplayName, longest.displayName),
    userType: userTypeOf(given.invitedUserType),
    sendMessage: given.sendInvitationMessage ?? false,
    message: messageOf(given.invitedUserMessageInfo ?? {}),
    resetRedemption,
    invitedUserId: invitedUserId as UserId | null,
    sponsors,
  }
}

function checkedShape(body: unknown): Body {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse('bodyUnreadable')
  // Annotations (`@odata.type`) say nothing here; `x@odata.bind` is a property of its own.
  const names = Object.keys(body).filter((name) => known.has(name) || !/(^|.)@odata\.(?!bind$)/.test(name))
  for (const name of names) {
    if (readOnly.has(name)) refuse('propertyReadOnly', { property: name }, { target: name })
    if (!known.has(name)) refuse('propertyUnknown', { property: name, resource }, { target: name })
  }
  if (check.Check(body)) return body
  return wrongType(body)
}

/** Names the first property that has another type than it should, by its path. */
function wrongType(body: object): never {
  // A union reports itself after its members: the longest path is the value that is wrong.
  const faults = check.Errors(body)
  const worst = faults.toSorted((a, b) => b.instancePath.length - a.instancePath.length)[0]
  const path = worst?.instancePath.slice(1).replaceAll('~1', '/').replaceAll('~0', '~') ?? ''
  const value = path.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], body)
  const property = path.replace(/\/(\d+)(?=\/|$)/g, '[$1]')
  const wanted = faults.find((fault) => fault.instancePath === worst?.instancePath && fault.keyword === 'type')
  const type = edmTypes[String(wanted?.params && 'type' in wanted.params ? wanted.params.type : '')] ?? 'object'
  return refuse('valueWrongType', { value: literal(value), property, type }, { target: property })
}

const edmTypes: Record<string, string> = {
  string: 'Edm.String',
  boolean: 'Edm.Boolean',
  array: 'Collection',
  object: 'object',
}

const literal = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 100)

function invalid(property: string, reason: string): never {
  return refuse('propertyInvalidBecause', { property, resource, reason }, { target: property })
}

function required(property: string, value: string | null | undefined): string {
  if (value === null || value === undefined || value.trim() === '') {
    return refuse('propertyRequired', { property, resource }, { target: property })
  }
  return value
}

function addressOf(property: string, value: string): Address {
  const parsed = parseAddress(value.trim())
  if ('fault' in parsed) return invalid(property, addressFaults[parsed.fault])
  return parsed
}

function redirectUrlOf(value: string): string {
  const fault = redirectUrlFault(value)
  return fault === undefined ? value : invalid('inviteRedirectUrl', fault)
}

function userTypeOf(value: string | null | undefined): 'Guest' | 'Member' {
  const lower = (value ?? 'Guest').toLowerCase()
  if (lower === 'guest') return 'Guest'
  return lower === 'member' ? 'Member' : invalid('invitedUserType', 'It is Guest or Member.')
}

/** One line of text; empty means absent. */
function lineOf(property: string, value: string | null | undefined, most: number): string | null {
  const line = (value ?? '').trim()
  if (line === '') return null
  if (line.length > most) invalid(property, `It is longer than ${most} characters.`)
  if (/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(line)) {
    invalid(property, 'It holds control characters.')
  }
  return line
}

function messageOf(info: NonNullable<Body['invitedUserMessageInfo']>): InvitationWish['message'] {
  const at = (name: string) => `invitedUserMessageInfo/${name}`
  const body = info.customizedMessageBody?.trim() ? info.customizedMessageBody : null
  if (body !== null && body.length > longest.message) {
    invalid(at('customizedMessageBody'), `It is longer than ${longest.message} characters.`)
  }
  const language = lineOf(at('messageLanguage'), info.messageLanguage, longest.language)
  if (language !== null && !/^[a-z]{2,8}([-_][a-z0-9]{1,8})*$/i.test(language)) {
    invalid(at('messageLanguage'), 'It is no language tag such as en-US.')
  }
  return { language, body, cc: ccOf(info.ccRecipients ?? [], at('ccRecipients')) }
}

function ccOf(recipients: NonNullable<NonNullable<Body['invitedUserMessageInfo']>['ccRecipients']>, at: string) {
  // What a response shows for "none" may come back: a recipient without an address is none.
  const named = recipients.map((one) => one.emailAddress).filter((one) => one?.address?.trim())
  if (named.length > 1) invalid(at, 'Only one copy recipient is supported.')
  const one = named[0]
  if (!one?.address) return null
  const { address } = addressOf(`${at}/emailAddress/address`, one.address)
  return { name: lineOf(`${at}/emailAddress/name`, one.name, longest.ccName), address }
}

function guid(property: string, value: string | null | undefined): string {
  const id = required(property, value)
  return isGuid(id) ? id.toLowerCase() : invalid(property, 'It is no object id.')
}

function sponsorsOf(given: Body): string[] | null {
  const bound = given['invitedUserSponsors@odata.bind']
  const listed = given.invitedUserSponsors
  if (!bound && !listed) return null
  const ids = [
    ...(listed ?? []).map((one, index) => guid(`invitedUserSponsors[${index}]/id`, one.id)),
    ...(bound ?? []).map(referenced),
  ]
  if (ids.length > mostSponsors) invalid('invitedUserSponsors', `At most ${mostSponsors} sponsors.`)
  return ids.length === 0 ? null : [...new Set(ids)]
}

/** `https://…/v1.0/users/{id}`, `…/groups/{id}`, `…/directoryObjects/{id}`, or `users('{id}')`. */
function referenced(reference: string): string {
  const match = /(?:users|groups|directoryObjects)(?:\/|\(')([0-9a-f-]{36})(?:'\))?\/?$/i.exec(reference)
  const id = match?.[1]
  if (!id || !isGuid(id)) return invalid('invitedUserSponsors@odata.bind', 'It is no reference to a user or group.')
  return id.toLowerCase()
}
