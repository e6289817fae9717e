import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import type { Door, Unit } from '../door.ts'
import { refuse } from '../errors/index.ts'
import { isGuid, type TenantId } from '../ids.ts'
import { auditEntry, details, userInitiates, userTarget } from '../invitations/audit.ts'
import type { RequestContext } from '../request-context.ts'
import type { Tenant } from '../tenants/tenant.ts'
import type { LeaveRefusal } from './decide-leave.ts'
import { homeAccountOf, isKnownHereOnly, type Self } from './home-account.ts'
import { isOpen, leaveVerdict } from './organizations.ts'

/**
 * The person leaves an organization: the guest object is deleted as by an administrator (restorable for 30 days), and
 * its sessions and refresh tokens end. An organization that they do not belong to is an unknown one, whether it exists
 * or not. Of several at once one leaves, and the others find nothing left to leave.
 */
export async function leaveOrganization(deps: Deps, ctx: RequestContext, self: Self, wanted: string): Promise<void> {
  const { store } = deps
  const unknown = (): never => refuse('resourceNotFound', { id: wanted })
  const id = wanted.toLowerCase() as TenantId
  if (!isGuid(wanted)) return unknown()
  const tenant = await store.tenants.get(store.at(id))
  // Before a unit is opened, so that strangers' ids cost no write.
  if (!isOpen(tenant) || !(await ownObject(deps, store.at(id), self))) return unknown()
  await store.write(id, async (tx) => {
    const user = (await ownObject(deps, tx, self)) ?? unknown()
    const verdict = await leaveVerdict(deps, tx, user)
    if (verdict.result === 'deny') refuseLeave(verdict.rule, tenant)
    await store.users.update(tx, user.id, (old) => ({ ...old, deletedAt: ctx.at, sessionsValidFrom: ctx.at }))
    await store.sessions.removeOfUser(tx, user.id)
    await store.refresh.revokeOfUser(tx, user.id, ctx.at)
    await store.audit.add(
      tx,
      auditEntry(deps, ctx, userInitiates(user, ctx), {
        activityDisplayName: 'Delete external user',
        operationType: 'Delete',
        targetResources: [userTarget(user)],
        additionalDetails: details({ reason: 'The person left the organization.' }),
      }),
    )
    await auditAtHome(deps, tx, ctx, self, tenant)
  })
}

/** The person's object in a tenant, as it is now; undefined where they do not belong. */
async function ownObject({ store }: Pick<Deps, 'store'>, door: Door, self: Self): Promise<User | undefined> {
  const home = homeAccountOf(self)
  if (door.tenant === home.tenant) return store.users.find(door, home.userId)
  if (isKnownHereOnly(self)) return undefined
  const guest = await store.users.byHome(door, { tenantId: home.tenant, objectId: home.userId })
  return guest?.deletedAt === null ? guest : undefined
}

/** The home organization's own log says where its person has left; it knew that from their sign-ins. */
async function auditAtHome(deps: Deps, tx: Unit, ctx: RequestContext, self: Self, left: Tenant): Promise<void> {
  const home = homeAccountOf(self)
  if (home.tenant === left.id) return
  const there = tx.in(home.tenant)
  const owner = await deps.store.users.find(there, home.userId)
  if (!owner) return
  await deps.store.audit.add(
    there,
    auditEntry(deps, ctx, userInitiates(owner, ctx), {
      activityDisplayName: 'Leave external organization',
      operationType: 'Other',
      loggedByService: 'Core Directory',
      targetResources: [
        {
          id: left.id,
          displayName: left.displayName,
          type: 'Directory',
          userPrincipalName: null,
          modifiedProperties: [],
        },
      ],
    }),
  )
}

function refuseLeave(rule: LeaveRefusal, tenant: Tenant): never {
  const organization = tenant.displayName
  if (rule === 'homeOrganization') refuse('leaveHomeOrganization', { organization })
  if (rule === 'lastAdministrator') refuse('leaveLastAdministrator', { organization })
  const { contactEmail } = tenant.privacyProfile
  const whom = contactEmail ? `${contactEmail}, who answers for privacy there` : 'an administrator there'
  refuse(rule === 'accountDisabled' ? 'leaveAccountDisabled' : 'leaveNotAllowed', { organization, whom })
}
