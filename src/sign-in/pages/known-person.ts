import type { User } from '../../directory/user.ts'
import type { Refusal } from '../../errors/index.ts'
import type { TenantId } from '../../ids.ts'
import { isRecorded, recordSignIn } from '../../logs/record.ts'
import { requestContext } from '../../request-context.ts'
import type { SignInFlow } from '../flow.ts'
import type { Visit } from '../purposes.ts'
import { accountOfSession } from '../sessions.ts'

/** Who has proven a first credential by the step that the flow stands at, and which tenants that concerns. */
type Known = { resourceTenant: TenantId; user: User | null; home: { tenantId: TenantId; user: User } | null }

/**
 * The log row of a refusal or Cancel between two pages, unless the request has its row already. Who has not proven
 * anything yet leaves none: a name that somebody typed is nobody's sign-in.
 */
export async function recordOfKnown(visit: Visit, error: Refusal): Promise<void> {
  const { deps, request, open } = visit
  const ctx = requestContext(request, deps)
  if (isRecorded(ctx)) return
  const known = await knownPerson(visit)
  if (!known) return
  const { resourceTenant, ...person } = known
  await recordSignIn(deps, undefined, {
    ctx,
    resourceTenant,
    client: open.flow.client,
    person,
    error,
    grant: 'interactive',
    isInteractive: true,
  })
}

/** Whose log an error between two pages is in: while a password is asked for, that of the account's own tenant alone. */
export const tenantConcerned = ({ step, tenant }: SignInFlow): TenantId | null =>
  step.at === 'password' || step.at === 'new-password' ? step.home : tenant

async function knownPerson({ deps, request, open }: Visit): Promise<Known | undefined> {
  const { step, tenant } = open.flow
  if (step.at === 'new-password') {
    // No session yet: as with a wrong password, only the tenant of the account is concerned.
    const user = await deps.store.users.find(deps.store.at(step.home), step.userId)
    return user && { resourceTenant: step.home, user, home: null }
  }
  if (!('account' in step)) return undefined
  const account = await accountOfSession(deps, request, step.account.sessionId)
  if (!account || account.tenant !== step.account.tenant) return undefined
  if (tenant === null || account.tenant === tenant) {
    return { resourceTenant: account.tenant, user: account.user, home: null }
  }
  const home = { tenantId: account.tenant, objectId: account.user.id }
  const guest = await deps.store.users.byHome(deps.store.at(tenant), home)
  return { resourceTenant: tenant, user: guest ?? null, home: { tenantId: account.tenant, user: account.user } }
}
