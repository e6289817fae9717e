import type { PeopleSummary } from './summary.ts'

/** What an admin should look at, from facts that were counted before. Pure; only what there is something to do about. */
export type Severity = 'high' | 'medium' | 'low'
export type Recommendation = {
  id: string
  severity: Severity
  says: string
  count: number
  /** The page of the admin center where it is put right. */
  href: string
  fix: string
}

export type RecommendationFacts = {
  guests: PeopleSummary['guestStates']
  pendingLong: number
  pendingDays: number
  expiredInvitations: number
  secrets: { expired: number; expiring: number }
  globalAdministrators: number
  guestAdministrators: number
  everyoneInvites: boolean
}

/** More than this many people who may do everything is more than anybody watches. */
const mostAdministrators = 5

export function recommend(facts: RecommendationFacts): Recommendation[] {
  const { guests, secrets, pendingDays, globalAdministrators } = facts
  const all: Recommendation[] = [
    {
      id: 'secretsExpired',
      severity: 'high',
      count: secrets.expired,
      says: 'Apps hold a secret or certificate that has ended. Whatever still uses it is refused.',
      href: '/admin/applications',
      fix: 'Add a new credential, give it to the app, and delete the old one.',
    },
    {
      id: 'singleGlobalAdministrator',
      severity: 'high',
      count: globalAdministrators === 1 ? 1 : 0,
      says: 'One Global Administrator only can sign in. If that account is lost, nobody can manage this directory.',
      href: '/admin/roles',
      fix: 'Give the role to a second person who is to be trusted with it.',
    },
    {
      id: 'guestAdministrators',
      severity: 'high',
      count: facts.guestAdministrators,
      says: 'Guests hold directory roles. Their organization decides how well their accounts are kept.',
      href: '/admin/roles',
      fix: 'Take the roles back, or make these people members.',
    },
    {
      id: 'secretsExpiring',
      severity: 'medium',
      count: secrets.expiring,
      says: 'Apps hold a secret or certificate that ends within 30 days.',
      href: '/admin/applications',
      fix: 'Add a new credential and give it to the app before the old one ends.',
    },
    {
      id: 'manyGlobalAdministrators',
      severity: 'medium',
      count: globalAdministrators > mostAdministrators ? globalAdministrators : 0,
      says: `More than ${mostAdministrators} people may do everything here.`,
      href: '/admin/roles',
      fix: 'Give each of them the smaller role that the work needs.',
    },
    {
      id: 'guestsPending',
      severity: 'medium',
      count: facts.pendingLong,
      says: `Guests have not accepted their invitation for more than ${pendingDays} days.`,
      href: '/admin/users?invitationState=PendingAcceptance',
      fix: 'Send the invitation again, or delete the guest.',
    },
    {
      id: 'invitationsExpired',
      severity: 'low',
      count: facts.expiredInvitations,
      says: 'Invitations ended before anybody accepted them.',
      href: '/admin/users?invitationState=PendingAcceptance',
      fix: 'Send the invitation again, or delete the guest.',
    },
    {
      id: 'everyoneInvites',
      severity: 'low',
      count: facts.everyoneInvites ? 1 : 0,
      says: 'Everybody here may invite guests, guests included.',
      href: '/admin/external-collaboration#invites',
      fix: 'Let members invite, or only administrators and Guest Inviters.',
    },
    {
      id: 'guestsWithoutSponsor',
      severity: 'low',
      count: guests.withoutSponsor,
      says: 'Guests have no sponsor, so nobody is named who answers for them.',
      href: '/admin/users?userType=Guest',
      fix: 'Name a sponsor on the page of each guest, or when inviting.',
    },
    {
      id: 'guestsDisabled',
      severity: 'low',
      count: guests.disabled,
      says: 'Guests are disabled: they cannot sign in and keep their groups, roles and apps.',
      href: '/admin/users?userType=Guest&enabled=false',
      fix: 'Delete those who will not come back; a deleted guest can be restored for 30 days.',
    },
  ]
  return all.filter(({ count }) => count > 0)
}
