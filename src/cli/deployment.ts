import { ensureFirstParty } from '../applications/first-party.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { role } from '../directory/role-templates.ts'
import { newUser } from '../directory/user.ts'
import type { Unit } from '../door.ts'
import type { UserId } from '../ids.ts'
import { openDeps } from '../main.ts'
import { createTenant } from '../tenants/create.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { CommandFailure, exitCodes } from './failure.ts'

export type FirstTenant = {
  organization: string
  /** Its first domain: lower case, whole. */
  domain: string
  admin: { name: string; displayName: string; password: string }
}

export type Deployment = {
  tenant: { id: string; displayName: string; domain: string }
  admin: { id: string; userPrincipalName: string }
  /** Kept nowhere but here: the store has its HMAC. */
  operatorToken: string
}

/** Makes the first tenant with its Global Administrator, and the operator's credential. Fails when there is a tenant. */
export async function makeDeployment(given: Config, wish: FirstTenant): Promise<Deployment> {
  // The first-party apps are named after the origin; `serve` renames them when it has another.
  const config = { ...given, origin: given.origin || `https://localhost:${given.port}` }
  const opened = await openDeps(config, systemClock)
  const { deps } = opened
  try {
    if ((await deps.store.across.tenants()).length > 0 || (await deps.store.across.instance('madeBy')) !== undefined)
      throw new CommandFailure('There is a deployment here already; nothing was changed.', {
        fix: 'Use another GATEHOUSE_DATA or DATABASE_URL, or start this one with `gatehouse serve` (a demo: `gatehouse demo`).',
        exitCode: exitCodes.usage,
      })
    await ensureFirstParty(deps)
    // Before the tenant: a start that was cut short in between can be repeated.
    const operatorToken = deps.random.token()
    await deps.store.across.setInstance('operator', deps.vault.mac('operator', operatorToken))
    const id = deps.random.uuid() as UserId
    const hash = await deps.passwords.hash(wish.admin.password)
    const userPrincipalName = `${wish.admin.name}@${wish.domain}`
    const tenant = await createTenant(
      deps,
      { kind: 'workforce', displayName: wish.organization, initialDomain: wish.domain },
      (tx, made) => addAdministrator(deps, tx, made, { id, userPrincipalName, hash, wish }),
    )
    await deps.store.across.setInstance('madeBy', 'init')
    return {
      tenant: { id: tenant.id, displayName: tenant.displayName, domain: tenant.initialDomain },
      admin: { id, userPrincipalName },
      operatorToken,
    }
  } finally {
    await opened.close()
  }
}

type Administrator = { id: UserId; userPrincipalName: string; hash: string; wish: FirstTenant }

async function addAdministrator(
  { store, clock, random }: Deps,
  tx: Unit,
  tenant: Tenant,
  { id, userPrincipalName, hash, wish }: Administrator,
): Promise<void> {
  const now = clock.now()
  const user = newUser({
    id,
    userPrincipalName,
    displayName: wish.admin.displayName,
    mailNickname: wish.admin.name,
    createdAt: now,
  })
  await store.users.add(tx, user)
  await store.passwords.put(tx, {
    userId: id,
    hash,
    changedAt: now,
    failures: 0,
    lockedUntil: null,
    locks: 0,
    recentWrong: [],
  })
  await store.roles.add(tx, {
    id: random.uuid(),
    principalId: id,
    principalKind: 'user',
    roleTemplateId: role.globalAdministrator,
    assignedAt: now,
  })
  await store.audit.add(tx, {
    id: random.uuid(),
    createdAt: now,
    correlationId: random.uuid(),
    activityDisplayName: 'Create Company',
    category: 'DirectoryManagement',
    operationType: 'Add',
    loggedByService: 'Core Directory',
    result: 'success',
    resultReason: null,
    initiatedBy: { kind: 'app', appId: null, servicePrincipalId: null, displayName: 'gatehouse init' },
    targetResources: [
      {
        id: tenant.id,
        displayName: tenant.displayName,
        type: 'Directory',
        userPrincipalName: null,
        modifiedProperties: [],
      },
      { id, displayName: user.displayName, type: 'User', userPrincipalName, modifiedProperties: [] },
    ],
    additionalDetails: [],
  })
}

/** Opening a store brings its schema up to date; nothing else happens. */
export async function migrate(config: Config): Promise<void> {
  const opened = await openDeps(config, systemClock)
  await opened.close()
}
