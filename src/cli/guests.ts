import { systemClock } from '../clock.ts'
import type { AnyWorld } from '../demo/world.ts'
import { apiClient } from './api.ts'
import { type ConnectionFlags, findConnection, findDemo } from './connection.ts'
import { connect } from './sign-in.ts'
import { age, type Terminal, table } from './terminal.ts'

export type GuestsFlags = ConnectionFlags & { json?: boolean; state?: 'pending' | 'accepted'; limit: number }

type Guest = {
  id: string
  displayName: string | null
  mail: string | null
  userPrincipalName: string
  accountEnabled: boolean
  externalUserState: string | null
  externalUserStateChangeDateTime: string | null
  createdDateTime: string
  identities?: { signInType: string; issuer: string | null }[]
}

const properties: (keyof Guest)[] = [
  'id',
  'displayName',
  'mail',
  'userPrincipalName',
  'accountEnabled',
  'externalUserState',
  'externalUserStateChangeDateTime',
  'createdDateTime',
  'identities',
]

const states = { pending: 'PendingAcceptance', accepted: 'Accepted' } as const

/** `gatehouse guests`: `GET /v1.0/users` with a filter, page after page up to the limit. */
export async function guests(flags: GuestsFlags, terminal: Terminal): Promise<void> {
  const api = await connect(findConnection(flags, terminal.environment), ['User.Read.All'], terminal)
  const wanted = flags.state === undefined ? '' : ` and externalUserState eq '${states[flags.state]}'`
  const query = new URLSearchParams({
    $filter: `userType eq 'Guest'${wanted}`,
    $select: properties.join(),
    $top: String(Math.min(flags.limit + 1, 100)),
    $count: 'true',
  })
  const found: Guest[] = []
  let more = false
  for await (const guest of api.pages<Guest>(`/v1.0/users?${query}`, { headers: { ConsistencyLevel: 'eventual' } })) {
    more = found.length === flags.limit
    if (more) break
    found.push(guest)
  }
  const shown = found.map((guest) => ({ ...guest, organization: organizationOf(guest) }))
  if (flags.json) return terminal.print(JSON.stringify({ guests: shown, more }, undefined, 2))
  if (shown.length === 0) return terminal.print('No guests.')
  const now = await timeOf(findDemo(flags, terminal.environment))
  const rows = shown.map((guest) => [
    guest.displayName ?? '',
    guest.mail ?? guest.userPrincipalName,
    stateOf(guest),
    guest.organization,
    age(now - Date.parse(guest.createdDateTime)),
  ])
  terminal.print(table(['Name', 'Address', 'State', 'Organization', 'Age'], rows, terminal))
  if (more) terminal.note(`These are the first ${flags.limit}. More with --limit.`)
}

/** A demo's clock can be moved, and ages are told by the clock that wrote the dates. */
async function timeOf(demo: AnyWorld | undefined): Promise<number> {
  if (demo === undefined) return systemClock.now()
  const { now } = await apiClient(demo.origin, demo.operator.token).get<{ now: string }>('/gatehouse/clock')
  return Date.parse(now)
}

const stateOf = ({ externalUserState, accountEnabled }: Guest): string => {
  const state = externalUserState === 'PendingAcceptance' ? 'pending' : (externalUserState ?? 'member').toLowerCase()
  return accountEnabled ? state : `${state}, blocked`
}

const providers: Record<string, string> = { mail: ' (one-time passcode)', 'google.com': ' (Google)' }

/** The domain that the guest's address is at, and how that is proven when it is no directory of ours. */
function organizationOf({ mail, identities = [] }: Guest): string {
  const domain = mail?.slice(mail.lastIndexOf('@') + 1) ?? ''
  const issuer = identities.find(({ signInType }) => signInType === 'federated')?.issuer ?? ''
  return `${domain}${providers[issuer] ?? ''}`
}
