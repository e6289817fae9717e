import { role } from '../directory/role-templates.ts'
import { guestUserRole } from '../tenants/authorization-policy.ts'
import { advice, call, notApplicable, objects, passes, type Voice } from './answers.ts'
import type { Answer } from './decision.ts'
import type { InviteFacts, RedeemFacts } from './facts.ts'
import { hrefs } from './hrefs.ts'
import { mayInvite, mayInviteMembers } from './may-invite.ts'

/** Checks that only invitations have: who may invite, and whom. */

/** What is known of a try before its address is looked at. */
type TryFacts = Pick<InviteFacts, 'inviter' | 'allowInvitesFrom'> & {
  invited: Pick<InviteFacts['invited'], 'asMember'>
  resourceTenant: Pick<InviteFacts['resourceTenant'], 'id'>
}

export function inviterAllowed({ inviter, allowInvitesFrom, invited, resourceTenant }: TryFacts): Answer {
  const voice: Voice = { check: 'inviterAllowed', side: 'resource', tenantId: resourceTenant.id }
  const rule = {
    setting: 'authorizationPolicy.allowInvitesFrom',
    id: 'authorizationPolicy',
    value: allowInvitesFrom,
    href: hrefs.externalCollaboration('invites'),
  }
  if (!mayInvite(allowInvitesFrom, inviter))
    return objects(
      voice,
      'invitationsForbidden',
      {},
      'The guest invite settings do not let this caller invite.',
      rule,
      fixOf(),
    )
  if (invited.asMember && !mayInviteMembers(inviter))
    return objects(
      voice,
      'invitedMemberForbidden',
      {},
      'Only an administrator may invite somebody as a member.',
      rule,
      advice('Invite as a guest, or let an administrator invite.'),
    )
  return passes(voice, 'The guest invite settings let this caller invite.', rule)

  function fixOf() {
    if (allowInvitesFrom === 'none')
      return call(
        'Let at least administrators and guest inviters invite.',
        'PATCH',
        '/v1.0/policies/authorizationPolicy',
        {
          allowInvitesFrom: 'adminsAndGuestInviters',
        },
      )
    if (inviter.kind === 'application') return advice('Grant the application permission User.Invite.All.')
    if (inviter.userType === 'Guest' && inviter.guestUserRoleId === guestUserRole.restricted)
      return advice('Guests with restricted access never invite: ask a member to, or change the guest access level.')
    return call('Give the caller the Guest Inviter role.', 'POST', '/v1.0/roleManagement/directory/roleAssignments', {
      principalId: inviter.id,
      roleDefinitionId: role.guestInviter,
      directoryScopeId: '/',
    })
  }
}

export function domainAllowed(facts: InviteFacts | RedeemFacts): Answer {
  const { domainList, resourceTenant } = facts
  const voice: Voice = { check: 'domainAllowed', side: 'resource', tenantId: resourceTenant.id }
  if (domainList === null) return notApplicable(voice, 'No list of allowed or denied domains exists.')
  if (facts.stage === 'redeem' && facts.person.guest?.state === 'Accepted')
    return notApplicable(voice, 'Lists of domains do not concern guests who have accepted.')
  const address =
    facts.stage === 'invite'
      ? facts.invited.address
      : facts.person.kind === 'guestByEmail'
        ? facts.person.address
        : facts.person.homeUser.userPrincipalName
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  const listed = domainList.domains.some((name) => name.toLowerCase() === domain)
  const rule = {
    setting: domainList.kind === 'allow' ? 'allowedDomains' : 'blockedDomains',
    id: 'b2bManagementPolicy',
    value: listed,
    href: hrefs.externalCollaboration('domains'),
  }
  if (listed === (domainList.kind === 'allow')) return passes(voice, `The domain ${domain} is allowed.`, rule)
  const says = listed ? `The domain ${domain} is on the deny list.` : `The domain ${domain} is not on the allow list.`
  return objects(
    voice,
    'invitedDomainBlocked',
    { domain },
    says,
    rule,
    advice(listed ? `Remove ${domain} from the deny list.` : `Add ${domain} to the allow list.`),
  )
}
