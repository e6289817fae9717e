import { literal, query } from '../../../kit/graph/client.ts'
import { isGuid } from '../../../kit/graph/find.ts'
import { listed } from './user.ts'

/** What the filter bar of All users says. */
export type UserFilters = Partial<
  Record<'q' | 'userType' | 'invitationState' | 'creationType' | 'enabled' | 'domain' | 'organization', string>
>

export const organizations = '/gatehouse/v1/organizations'

const pageSize = 50
/** As much as Graph gives at once: an export wants few requests. */
const exportSize = 999

/** The path of a list of users: all that narrows it is decided by the server. */
export const usersPath = (filters: UserFilters, orderBy: string | null): string =>
  `${filters.organization ? peopleOf(filters.organization) : '/v1.0/users'}${query({
    $count: true,
    $top: pageSize,
    $select: listed.join(','),
    $filter: filterOf(filters),
    $search: searchOf(filters.q),
    $orderby: orderBy ?? 'displayName',
  })}`

/** Who belongs to another organization only the server knows: by their homes, and by all of its domains. */
const peopleOf = (organization: string) => `${organizations}/${encodeURIComponent(organization)}/guests`

export const exportPath = (filters: UserFilters, orderBy: string | null): string =>
  usersPath(filters, orderBy).replace(`top=${pageSize}`, `top=${exportSize}`)

function filterOf({ q, userType, invitationState, creationType, enabled, domain }: UserFilters): string {
  const clauses: string[] = []
  if (q && isGuid(q)) clauses.push(`id eq '${q}'`)
  if (userType) clauses.push(`userType eq '${literal(userType)}'`)
  if (invitationState) clauses.push(`externalUserState eq ${orNull(invitationState)}`)
  if (creationType) clauses.push(`creationType eq ${orNull(creationType)}`)
  if (enabled) clauses.push(`accountEnabled eq ${enabled === 'true'}`)
  if (domain) {
    const end = `@${literal(domain.replace(/^@/, ''))}`
    clauses.push(`(endsWith(mail,'${end}') or endsWith(userPrincipalName,'${end}'))`)
  }
  return clauses.join(' and ')
}

const orNull = (value: string): string => (value === 'none' ? 'null' : `'${literal(value)}'`)

const searched = ['displayName', 'givenName', 'surname', 'mail', 'userPrincipalName', 'otherMails'] as const

/** Names by any of their words, addresses by their beginning. */
export function searchOf(text: string | undefined): string | null {
  if (!text || isGuid(text)) return null
  const quoted = text.slice(0, 150).replaceAll(/["\\]/g, '\\$&')
  return searched.map((name) => `"${name}:${quoted}"`).join(' OR ')
}
