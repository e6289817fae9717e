import { type Finding, personView } from '../../access/index.ts'
import type { Deps } from '../../deps.ts'
import type { Refusal } from '../../errors/index.ts'
import { type RedemptionQuestion, redemptionClient } from '../../invitations/index.ts'
import type { ErrorFacts } from './error-page.ts'
import { wrongAccountNote } from './redemption-pages.ts'

/** What the page of a refused redemption tells beside the refusal: whose side it is, or whom the invitation is for. */
export async function refusedFacts(
  deps: Deps,
  { tenant, account, invitationId }: RedemptionQuestion,
  refusal: Refusal,
): Promise<ErrorFacts> {
  const door = deps.store.at(tenant)
  const [resource, home, invitation] = await Promise.all([
    deps.store.tenants.get(door),
    deps.store.tenants.get(deps.store.at(account.tenant)),
    invitationId === undefined ? undefined : deps.store.invitations.find(door, invitationId),
  ])
  const organization = resource?.displayName ?? ''
  const name = account.user.home === null ? account.user.userPrincipalName : (account.user.mail ?? '')
  const facts: ErrorFacts = {
    tenantName: organization,
    tenantId: tenant,
    appId: redemptionClient.appId,
    appName: redemptionClient.displayName,
    account: name,
  }
  if (refusal.error === 'notInTenant' && invitation) {
    const { email: address, inviter } = invitation
    const note = wrongAccountNote({ account: name, address, organization, inviter })
    return { ...facts, heading: 'This invitation is for another account', note }
  }
  const objection = (refusal.extra.trace as Finding[] | undefined)?.findLast(({ result }) => result === 'objection')
  if (!objection) return facts
  const { entry, params, error, code } = refusal
  const denial = {
    error: { code: code ?? null, error, params, name: entry.name, says: refusal.message, fix: entry.fix },
    side: objection.side,
  }
  return { ...facts, view: personView(denial, { home: home?.displayName ?? null, resource: organization }) }
}
