import type { TenantId } from '../ids.ts'
import type { PeopleCount } from './store.ts'

/** Guests of one organization; `tenantId` null: of a mail domain, without an account of an organization that we know. */
export type OrganizationCount = { tenantId: TenantId | null; domain: string | null; guests: number }

export type PeopleSummary = {
  total: number
  members: number
  guests: number
  disabled: number
  guestStates: { accepted: number; pending: number; other: number; disabled: number; withoutSponsor: number }
  organizations: OrganizationCount[]
  /** What is not among the first ten. */
  otherOrganizations: { organizations: number; guests: number }
}

const shown = 10

export function summarizePeople(counts: readonly PeopleCount[]): PeopleSummary {
  const sum = (wanted: (one: PeopleCount) => boolean) =>
    counts.reduce((total, one) => (wanted(one) ? total + one.count : total), 0)
  const isGuest = (one: PeopleCount) => one.userType === 'Guest'
  const guestsIn = (state: string) => sum((one) => isGuest(one) && one.externalUserState === state)
  const guests = sum(isGuest)
  const accepted = guestsIn('Accepted')
  const pending = guestsIn('PendingAcceptance')
  const organizations = organizationsOf(counts.filter(isGuest))
  const rest = organizations.slice(shown)
  return {
    total: sum(() => true),
    members: sum((one) => !isGuest(one)),
    guests,
    disabled: sum((one) => !one.accountEnabled),
    guestStates: {
      accepted,
      pending,
      other: guests - accepted - pending,
      disabled: sum((one) => isGuest(one) && !one.accountEnabled),
      withoutSponsor: sum((one) => isGuest(one) && !one.sponsored),
    },
    organizations: organizations.slice(0, shown),
    otherOrganizations: {
      organizations: rest.length,
      guests: rest.reduce((total, one) => total + one.guests, 0),
    },
  }
}

/** The largest first; ties by name, so that the order stays. */
function organizationsOf(guests: readonly PeopleCount[]): OrganizationCount[] {
  const found = new Map<string, OrganizationCount>()
  for (const { homeTenantId, domain, count } of guests) {
    const key = homeTenantId ?? `@${domain}`
    const known = found.get(key)
    // Addresses of one organization may have several domains: it has a name of its own, so none of them is shown.
    if (known) known.guests += count
    else found.set(key, { tenantId: homeTenantId, domain: homeTenantId === null ? domain : null, guests: count })
  }
  return [...found]
    .toSorted(([a, one], [b, other]) => other.guests - one.guests || (a < b ? -1 : 1))
    .map(([, one]) => one)
}
