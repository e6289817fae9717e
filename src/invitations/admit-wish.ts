import { inviterAllowed } from '../access/index.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'
import type { RequestContext } from '../request-context.ts'
import { recordFailure } from './attempt-log.ts'
import { mayReset } from './existing.ts'
import { loadInvitingTenant } from './facts.ts'
import { type InvitingCaller, inviterFacts } from './inviter.ts'
import type { InvitationWish } from './wish.ts'

const hour = 60 * 60_000
/**
 * Tries in an hour. Enough for a bulk invitation by those whose work it is; for everybody else too few to ask through
 * a partner's people.
 */
const tries = { byRole: 20_000, byMember: 300, byGuest: 60 }

/**
 * The wish of a caller who may invite at all: that is asked before the body is looked at (external-identities.md 2.3).
 * Every try counts against the caller's limit, and refused ones are in the audit log.
 */
export async function admitWish(
  deps: Deps,
  caller: InvitingCaller,
  body: unknown,
  ctx: RequestContext,
): Promise<InvitationWish> {
  await countTry(deps, caller, ctx)
  try {
    const { policy, tenant } = await loadInvitingTenant(deps, caller.tenant)
    const { finding, refuses } = inviterAllowed({
      inviter: inviterFacts(caller, policy),
      allowInvitesFrom: policy.allowInvitesFrom,
      invited: { asMember: false },
      resourceTenant: tenant,
    })
    if (refuses && !(asksForReset(body) && mayReset(caller))) refuse('invitationsForbidden', {}, { trace: [finding] })
    // Loaded with the first invitation: the schema library costs a start 90 ms and 20 MB.
    const { parseInvitation } = await import('./wish.ts')
    return parseInvitation(body)
  } catch (thrown) {
    await recordFailure(deps, caller, ctx, { thrown, address: addressAsGiven(body) })
    throw thrown
  }
}

async function countTry(deps: Deps, caller: InvitingCaller, ctx: RequestContext): Promise<void> {
  const [id, most] = limitOf(caller)
  const count = await deps.store.write(caller.tenant, (tx) => deps.store.limits.hit(tx, `invite:${id}`, hour, ctx.at))
  if (count <= most) return
  // One row tells of the flood; more would only fill the log.
  const refusing = () => refuse('tooManyRequests', {}, { retryAfterSeconds: (hour - (ctx.at % hour)) / 1000 })
  if (count > most + 1) refusing()
  try {
    refusing()
  } catch (thrown) {
    await recordFailure(deps, caller, ctx, { thrown, address: null })
    throw thrown
  }
}

function limitOf(caller: InvitingCaller): [id: string, most: number] {
  if (caller.kind === 'application') return [caller.servicePrincipal.id, tries.byRole]
  if (caller.roles.size > 0) return [caller.user.id, tries.byRole]
  return [caller.user.id, caller.user.userType === 'Guest' ? tries.byGuest : tries.byMember]
}

const property = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined

const asksForReset = (body: unknown): boolean => property(body, 'resetRedemption') === true

function addressAsGiven(body: unknown): string | null {
  const given = property(body, 'invitedUserEmailAddress')
  return typeof given === 'string' ? given.slice(0, 320) : null
}
