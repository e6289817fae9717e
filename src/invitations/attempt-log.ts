import { type Finding, traceFor } from '../access/index.ts'
import type { Deps } from '../deps.ts'
import type { Unit } from '../door.ts'
import { asRefusal, Refusal } from '../errors/index.ts'
import type { InvitationId } from '../ids.ts'
import type { RequestContext } from '../request-context.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { auditEntry, callerInitiates, details, organizationInitiates } from './audit.ts'
import type { InvitingCaller } from './inviter.ts'

/** Audit entry of a try that was refused. What is no refusal is a fault of ours, and is logged as such elsewhere. */
export async function recordFailure(
  deps: Deps,
  caller: InvitingCaller,
  ctx: RequestContext,
  facts: { thrown: unknown; address: string | null; home?: Tenant | undefined },
): Promise<void> {
  const { thrown, address, home } = facts
  if (!(thrown instanceof Refusal)) return
  const { message } = asRefusal(thrown)
  await deps.store.write(caller.tenant, async (tx) => {
    await deps.store.audit.add(
      tx,
      auditEntry(deps, ctx, callerInitiates(caller, ctx), {
        activityDisplayName: 'Invite external user',
        operationType: 'Invite',
        result: 'failure',
        resultReason: message,
        targetResources: target(address),
        additionalDetails: details({ invitedUserEmailAddress: address, refusedBy: refusedBy(thrown, caller) }),
      }),
    )
    if (home && address !== null) await tellHome(deps, tx, caller, ctx, { home, address, refused: true })
  })
}

/** What the own side's check found; of the other side, only that it was that side. */
function refusedBy({ extra }: Refusal, { tenant }: InvitingCaller): string | undefined {
  const trace = (extra.trace ?? []) as Finding[]
  return traceFor(trace, tenant).find(({ result }) => result === 'objection')?.says
}

/**
 * The invited person's own organization sees who is being invited, and by which organization; never by whom there, and
 * never what the other side's rules said (design.md 8, Cross-tenant blocks).
 */
export async function tellHome(
  deps: Deps,
  tx: Unit,
  caller: InvitingCaller,
  ctx: RequestContext,
  facts: { home: Tenant; address: string; refused: boolean; invitation?: InvitationId },
): Promise<void> {
  const { home, address, refused } = facts
  const inviting = await deps.store.tenants.get(tx)
  await deps.store.audit.add(
    tx.in(home.id),
    auditEntry(deps, ctx, organizationInitiates(inviting?.displayName ?? caller.tenant), {
      activityDisplayName: 'Invite external user',
      operationType: 'Invite',
      result: refused ? 'failure' : 'success',
      resultReason: refused ? 'The invitation was refused.' : null,
      targetResources: target(address),
      additionalDetails: details({
        invitedUserEmailAddress: address,
        invitingTenantId: caller.tenant,
        InvitationId: facts.invitation,
      }),
    }),
  )
}

const target = (address: string | null) =>
  address === null
    ? []
    : [{ id: null, displayName: address, type: 'User', userPrincipalName: null, modifiedProperties: [] }]
