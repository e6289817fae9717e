import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { newApplication, newServicePrincipal } from '../applications/application.ts'
import type { Deps } from '../deps.ts'
import { newUser } from '../directory/user.ts'
import type { Unit } from '../door.ts'
import type { AppId, ApplicationId, GroupId, ServicePrincipalId, TenantId, UserId } from '../ids.ts'
import { createTenant } from '../tenants/create.ts'
import { apiAppId, appsOf, type DemoAppSeed } from './apps.ts'
import { type DemoMember, demoPassword, demoTenants, type TenantKey } from './cast.ts'
import { describeWorld } from './describe.ts'
import { type DemoWorld, demoId, demoSecret, demoTenantIds } from './world.ts'

/**
 * Makes the demo world once, and writes `demo.json` at every start: the origin and with it the URLs may have changed,
 * ids, passwords and the operator's token have not.
 */
export async function ensureDemo(
  deps: Deps,
  caPath: string | null,
  onProgress: (step: string) => void = () => undefined,
): Promise<{ world: DemoWorld; file: string }> {
  const file = resolve(deps.config.dataFolder, 'demo.json')
  if ((await deps.store.across.instance('madeBy')) === undefined) {
    for (const tenant of demoTenants) {
      onProgress(`Making ${tenant.displayName}`)
      await seedTenant(deps, tenant)
    }
    await deps.store.across.setInstance('madeBy', 'demo')
  }
  const world = describeWorld(deps, {
    ca: caPath && resolve(caPath),
    operatorToken: await operatorToken(deps, file),
    tenants: demoTenants,
  })
  writeFileSync(file, `${JSON.stringify(world, undefined, 2)}\n`, { mode: 0o600 })
  return { world, file }
}

/** Kept across starts; a new one when `demo.json` was removed. */
async function operatorToken(deps: Deps, file: string): Promise<string> {
  const known = await deps.store.across.instance('operator')
  if (known !== undefined && existsSync(file)) {
    const written = JSON.parse(readFileSync(file, 'utf8')) as Partial<DemoWorld>
    const token = written.operator?.token
    if (token && deps.vault.mac('operator', token) === known) return token
  }
  const token = deps.random.token()
  await deps.store.across.setInstance('operator', deps.vault.mac('operator', token))
  return token
}

async function seedTenant(deps: Deps, { key, kind, displayName, people }: (typeof demoTenants)[number]): Promise<void> {
  const id = demoTenantIds[key] as TenantId
  if (await deps.store.tenants.get(deps.store.at(id))) return
  const hashes = await Promise.all(people.map((person) => deps.passwords.hash(demoPassword(key, person.key))))
  const initialDomain = `${key}.${deps.config.domainSuffix}`
  await createTenant(deps, { id, kind, displayName, initialDomain, countryLetterCode: 'SE' }, async (tx) => {
    for (const [index, person] of people.entries()) {
      await addPerson(deps, tx, { tenant: key, person, domain: initialDomain, hash: hashes[index] as string })
    }
    if (key === 'fabrikam') await addEmployees(deps, tx)
    for (const app of appsOf(key)) await addApp(deps, tx, key, app)
  })
}

async function addPerson(
  { store, clock, random }: Deps,
  tx: Unit,
  given: { tenant: TenantKey; person: DemoMember; domain: string; hash: string },
): Promise<void> {
  const { tenant, person, domain, hash } = given
  const id = demoId(`${tenant}/people/${person.key}`) as UserId
  const address = `${person.key}@${domain}`
  const [givenName = null, ...surname] = person.displayName.split(' ')
  const now = clock.now()
  await store.users.add(
    tx,
    newUser({
      id,
      userPrincipalName: address,
      displayName: person.displayName,
      givenName,
      surname: surname.join(' '),
      mail: address,
      mailNickname: person.key,
      proxyAddresses: [`SMTP:${address}`],
      createdAt: now,
    }),
  )
  await store.passwords.put(tx, {
    userId: id,
    hash,
    changedAt: now,
    failures: 0,
    lockedUntil: null,
    locks: 0,
    recentWrong: [],
  })
  for (const roleTemplateId of person.roles) {
    await store.roles.add(tx, {
      id: random.uuid(),
      principalId: id,
      principalKind: 'user',
      roleTemplateId,
      assignedAt: now,
    })
  }
}

/** The employee is in it, the contractor is not: the two that per-group settings tell apart. */
async function addEmployees({ store, clock }: Deps, tx: Unit): Promise<void> {
  const groupId = demoId('fabrikam/groups/employees') as GroupId
  await store.groups.add(tx, {
    id: groupId,
    displayName: 'Employees',
    description: 'Everybody on the payroll',
    mailNickname: 'employees',
    mailEnabled: false,
    securityEnabled: true,
    mail: null,
    groupTypes: [],
    visibility: null,
    isAssignableToRole: false,
    owners: [],
    createdAt: clock.now(),
    deletedAt: null,
  })
  const memberId = demoId('fabrikam/people/employee')
  await store.groups.addMember(tx, { groupId, memberId, memberKind: 'user', addedAt: clock.now() })
}

async function addApp(
  { store, clock, random, vault }: Deps,
  tx: Unit,
  tenant: TenantKey,
  seed: DemoAppSeed,
): Promise<void> {
  const name = `${tenant}/apps/${seed.key}`
  const now = clock.now()
  const appId = demoId(name) as AppId
  const secret = demoSecret(name)
  const passwordCredentials = seed.secret
    ? [
        {
          keyId: demoId(`${name}/secret`),
          displayName: 'Demo secret',
          hint: secret.slice(0, 3),
          startAt: 0,
          // The demo's clock may be moved by decades.
          endAt: Date.UTC(2199, 0, 1),
          mac: vault.mac('client-secret', `${appId}:${secret}`),
        },
      ]
    : []
  const application = newApplication({
    id: demoId(`${name}/object`) as ApplicationId,
    appId,
    displayName: seed.displayName,
    createdAt: now,
    passwordCredentials,
    ...seed.app,
  })
  await store.applications.add(tx, application)
  const principalId = demoId(`${name}/principal`) as ServicePrincipalId
  await store.servicePrincipals.add(
    tx,
    newServicePrincipal({
      id: principalId,
      appId,
      appOwnerTenant: tx.tenant,
      displayName: seed.displayName,
      servicePrincipalNames: [appId, ...application.identifierUris],
      createdAt: now,
    }),
  )
  for (const { resource, roleId } of seed.granted) {
    const target = await store.servicePrincipals.byAppId(tx, resource === 'api' ? apiAppId : resource)
    if (!target) throw new Error(`${name}: the resource ${resource} has no service principal yet`)
    await store.consent.addAssignment(tx, {
      id: random.uuid(),
      principalId,
      principalKind: 'ServicePrincipal',
      resourceId: target.id,
      appRoleId: roleId,
      createdAt: now,
    })
  }
}
