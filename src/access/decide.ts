import { guestObject, homeAccount, homeTenantActive } from './check-accounts.ts'
import { applicationAssignment, applicationEnabled, assignment, consent, tenantActive } from './check-applications.ts'
import { inboundAccess, outboundAccess } from './check-cross-tenant.ts'
import { domainAllowed, inviterAllowed } from './check-invitations.ts'
import { type Answer, type Decision, decisionError, type Finding, type Requirement } from './decision.ts'
import type { AccessFacts, ClientCredentialsFacts, InviteFacts, RedeemFacts, SignInFacts } from './facts.ts'

type Check<Facts> = (facts: Facts) => Answer

/**
 * The order is behaviour: the first objection is the answer. Policy between the tenants comes before the object in the
 * resource tenant, so that a refusal never tells whether somebody is a guest.
 */
export const checks: {
  invite: Check<InviteFacts>[]
  redeem: Check<RedeemFacts>[]
  signIn: Check<SignInFacts>[]
  refresh: Check<SignInFacts>[]
  clientCredentials: Check<ClientCredentialsFacts>[]
} = {
  // The own inbound settings first: they are what the inviter's organization can mend.
  invite: [tenantActive, inviterAllowed, domainAllowed, inboundAccess, outboundAccess],
  redeem: [tenantActive, homeTenantActive, homeAccount, domainAllowed, outboundAccess, inboundAccess, guestObject],
  signIn: [
    tenantActive,
    applicationEnabled,
    homeTenantActive,
    homeAccount,
    outboundAccess,
    inboundAccess,
    guestObject,
    assignment,
    consent,
  ],
  refresh: [
    tenantActive,
    applicationEnabled,
    homeTenantActive,
    homeAccount,
    outboundAccess,
    inboundAccess,
    guestObject,
    assignment,
    consent,
  ],
  clientCredentials: [tenantActive, applicationEnabled, applicationAssignment],
}

/** The one decision. Pure: all it may know is in `facts`. */
export function decide(facts: AccessFacts): Decision {
  switch (facts.stage) {
    case 'invite':
      return run(checks.invite, facts)
    case 'redeem':
      return run(checks.redeem, facts)
    case 'signIn':
    case 'refresh':
      return run(checks[facts.stage], facts)
    case 'clientCredentials':
      return run(checks.clientCredentials, facts)
  }
}

function run<Facts>(list: readonly Check<Facts>[], facts: Facts): Decision {
  const trace: Finding[] = []
  const requirements: Requirement[] = []
  for (const [index, check] of list.entries()) {
    const { finding, refuses, requires } = check(facts)
    trace.push(finding)
    if (refuses) {
      const further = furtherObjections(finding, list.slice(index + 1), facts)
      return {
        outcome: 'deny',
        error: decisionError(refuses.error, refuses.params),
        side: finding.side,
        trace,
        further,
      }
    }
    if (requires) requirements.push(requires)
  }
  return requirements.length > 0 ? { outcome: 'require', requirements, trace } : { outcome: 'allow', trace }
}

/** Whoever mends the first objection should know of the others. Of an object that is not there nothing more can be said. */
function furtherObjections<Facts>(first: Finding, rest: readonly Check<Facts>[], facts: Facts): Finding[] {
  const found = [first]
  for (const check of rest) {
    if (found.at(-1)?.check === 'guestObject') break
    const { finding, refuses } = check(facts)
    if (refuses) found.push(finding)
  }
  return found.slice(1)
}
