import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { newApplication, newServicePrincipal } from '../applications/application.ts'
import { BadSetting } from '../config.ts'
import type { Deps } from '../deps.ts'
import { newUser, type User } from '../directory/user.ts'
import type { Unit } from '../door.ts'
import type { AppId, ApplicationId, GroupId, ServicePrincipalId, TenantId, UserId } from '../ids.ts'
import { createTenant } from '../tenants/create.ts'
import { defaultWorld } from './default-world.ts'
import { describeWorld } from './describe.ts'
import { readWorld } from './read-world.ts'
import { type AnyWorld, demoId } from './world.ts'
import type { Permission, World, WorldApp, WorldGuest, WorldPerson, WorldTenant } from './world-plan.ts'

type Given = {
  caPath: string | null
  /** Undefined: the world that the data hold, or the demo's own. */
  wanted?: World | undefined
  onProgress?: ((step: string) => void) | undefined
}

/**
 * Makes the demo world once, and writes `demo.json` at every start: the origin and with it the URLs may have changed,
 * ids, passwords and the operator's token have not.
 */
export async function ensureDemo(
  deps: Deps,
  { caPath, wanted, onProgress = () => undefined }: Given,
): Promise<{ world: AnyWorld; file: string }> {
  const file = resolve(deps.config.dataFolder, 'demo.json')
  const { across } = deps.store
  const kept = await keptWorld(deps)
  if (kept && wanted && JSON.stringify(kept) !== JSON.stringify(wanted)) {
    throw new BadSetting(
      'GATEHOUSE_DATA',
      'holds another world than the file describes. Use an empty folder, or start it without --world.',
    )
  }
  const plan = kept ?? wanted ?? readWorld(defaultWorld, deps.config.domainSuffix)
  if ((await across.instance('madeBy')) === undefined) {
    for (const tenant of plan.tenants) {
      onProgress(`Making ${tenant.displayName}`)
      await seedTenant(deps, tenant)
    }
    await across.setInstance('world', deps.vault.seal(JSON.stringify(plan), 'world'))
    await across.setInstance('madeBy', 'demo')
  }
  const world = describeWorld(deps, {
    ca: caPath && resolve(caPath),
    operatorToken: await operatorToken(deps, file),
    plan,
  })
  // Whole or not at all, also for who reads it meanwhile; and the new file has the new file's rights, whatever the old one had.
  const unfinished = `${file}.new`
  rmSync(unfinished, { force: true })
  writeFileSync(unfinished, `${JSON.stringify(world, undefined, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(unfinished, file)
  return { world, file }
}

/** The world that the data were made from. Stores of before worlds could be written down hold the demo's own. */
async function keptWorld({ store, vault, config }: Deps): Promise<World | undefined> {
  const sealed = await store.across.instance('world')
  if (sealed !== undefined) return JSON.parse(vault.open(sealed, 'world')) as World
  const isOlder = (await store.across.instance('madeBy')) !== undefined
  return isOlder ? readWorld(defaultWorld, config.domainSuffix) : undefined
}

/** Kept across starts; a new one when `demo.json` was removed or does not hold it any more. */
async function operatorToken(deps: Deps, file: string): Promise<string> {
  const known = await deps.store.across.instance('operator')
  const written = known === undefined || !existsSync(file) ? undefined : tokenIn(readFileSync(file, 'utf8'))
  if (written !== undefined && deps.vault.mac('operator', written) === known) return written
  const token = deps.random.token()
  await deps.store.across.setInstance('operator', deps.vault.mac('operator', token))
  return token
}

/** The file lies open to editors and to crashes: what is no JSON, or of another shape, holds no token. */
function tokenIn(text: string): string | undefined {
  try {
    const token: unknown = (JSON.parse(text) as Partial<AnyWorld> | null)?.operator?.token
    return typeof token === 'string' && token !== '' ? token : undefined
  } catch {
    return undefined
  }
}

async function seedTenant(deps: Deps, tenant: WorldTenant): Promise<void> {
  const id = tenant.id as TenantId
  if (await deps.store.tenants.get(deps.store.at(id))) return
  const { kind, displayName, domain: initialDomain, people, groups, guests, apps } = tenant
  const hashes = await Promise.all(people.map(({ password }) => deps.passwords.hash(password)))
  await createTenant(deps, { id, kind, displayName, initialDomain, countryLetterCode: 'SE' }, async (tx) => {
    for (const [index, person] of people.entries()) await addPerson(deps, tx, person, hashes[index] as string)
    for (const guest of guests) await addGuest(deps, tx, guest)
    for (const group of groups) await addGroup(deps, tx, group, [...people, ...guests])
    for (const app of apps) await addApp(deps, tx, app, demoId(`${tenant.key}/apps/${app.key}/secret`))
    // All apps are there: a permission may be of one that stands further down.
    for (const app of apps) await grantPermissions(deps, tx, app)
  })
}

async function addPerson({ store, clock, random }: Deps, tx: Unit, person: WorldPerson, hash: string): Promise<void> {
  const id = person.id as UserId
  const [givenName = null, ...surname] = person.displayName.split(' ')
  const now = clock.now()
  await store.users.add(
    tx,
    newUser({
      id,
      userPrincipalName: person.userPrincipalName,
      displayName: person.displayName,
      givenName,
      surname: surname.join(' ') || null,
      mail: person.mail,
      mailNickname: person.userPrincipalName.slice(0, person.userPrincipalName.indexOf('@')),
      proxyAddresses: [`SMTP:${person.mail}`],
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
  await holdRoles({ store, clock, random }, tx, id, person.roles)
}

/** As invitation and acceptance leave a guest; one who is still to accept is asked by "resend". */
export async function addGuest(
  deps: Pick<Deps, 'store' | 'clock' | 'random'>,
  tx: Unit,
  guest: WorldGuest,
): Promise<User> {
  const now = deps.clock.now()
  const accepted = guest.state === 'Accepted'
  const { home, mail } = guest
  const linked = home
    ? { kind: 'tenant' as const, tenantId: home.tenantId as TenantId, objectId: home.userId as UserId }
    : { kind: 'email' as const, address: mail }
  const user = newUser({
    id: guest.id as UserId,
    userPrincipalName: guest.userPrincipalName,
    mailNickname: guest.mailNickname,
    displayName: guest.displayName,
    mail,
    otherMails: [mail],
    proxyAddresses: [`SMTP:${mail}`],
    userType: 'Guest',
    creationType: 'Invitation',
    externalUserState: guest.state,
    externalUserStateChangedAt: now,
    home: accepted ? linked : null,
    createdAt: now,
  })
  await deps.store.users.add(tx, user)
  await holdRoles(deps, tx, user.id, guest.roles)
  return user
}

async function holdRoles(
  { store, clock, random }: Pick<Deps, 'store' | 'clock' | 'random'>,
  tx: Unit,
  principalId: UserId,
  roles: readonly string[],
): Promise<void> {
  for (const roleTemplateId of roles) {
    await store.roles.add(tx, {
      id: random.uuid(),
      principalId,
      principalKind: 'user',
      roleTemplateId,
      assignedAt: clock.now(),
    })
  }
}

async function addGroup(
  { store, clock }: Deps,
  tx: Unit,
  group: WorldTenant['groups'][number],
  everybody: readonly { key: string; id: string }[],
): Promise<void> {
  const groupId = group.id as GroupId
  await store.groups.add(tx, {
    id: groupId,
    displayName: group.displayName,
    description: group.description || null,
    mailNickname: group.key.replaceAll(/[^\w-]/g, '') || 'group',
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
  for (const { key, id: memberId } of everybody) {
    if (!group.members.includes(key)) continue
    await store.groups.addMember(tx, { groupId, memberId, memberKind: 'user', addedAt: clock.now() })
  }
}

const claim = (name: string) => ({ name, source: null, essential: false, additionalProperties: [] })

async function addApp({ store, clock, vault }: Deps, tx: Unit, app: WorldApp, keyId: string): Promise<void> {
  const now = clock.now()
  const appId = app.appId as AppId
  const { redirectUris, optionalClaims } = app
  const application = newApplication({
    id: app.objectId as ApplicationId,
    appId,
    displayName: app.displayName,
    createdAt: now,
    passwordCredentials: app.secret === null ? [] : [secretOf(app.secret, { appId, keyId }, vault)],
    isFallbackPublicClient: app.isPublic ? true : null,
    identifierUris: app.identifierUri === null ? [] : [app.identifierUri],
    web: {
      redirectUris: redirectUris.web,
      logoutUrl: null,
      homePageUrl: null,
      implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
    },
    spa: { redirectUris: redirectUris.spa },
    publicClient: { redirectUris: redirectUris.publicClient },
    api: {
      requestedAccessTokenVersion: app.identifierUri === null ? null : 2,
      oauth2PermissionScopes: app.scopes,
      preAuthorizedApplications: [],
      knownClientApplications: [],
      acceptMappedClaims: null,
    },
    appRoles: app.appRoles,
    requiredResourceAccess: byResource(app.delegated).map(([resourceAppId, permissions]) => ({
      resourceAppId,
      resourceAccess: permissions.map(({ id }) => ({ id, type: 'Scope' as const })),
    })),
    optionalClaims: optionalClaims && {
      idToken: optionalClaims.idToken.map(claim),
      accessToken: optionalClaims.accessToken.map(claim),
      saml2Token: [],
    },
  })
  await store.applications.add(tx, application)
  await store.servicePrincipals.add(
    tx,
    newServicePrincipal({
      id: app.servicePrincipalId as ServicePrincipalId,
      appId,
      appOwnerTenant: tx.tenant,
      displayName: app.displayName,
      servicePrincipalNames: [appId, ...application.identifierUris],
      createdAt: now,
    }),
  )
}

/** Also for the copies of an app: what is kept of a secret is bound to the client id. */
export const secretOf = (secret: string, { appId, keyId }: { appId: string; keyId: string }, vault: Deps['vault']) => ({
  keyId,
  displayName: 'Demo secret',
  hint: secret.slice(0, 3),
  startAt: 0,
  // The demo's clock may be moved by decades.
  endAt: Date.UTC(2199, 0, 1),
  mac: vault.mac('client-secret', `${appId}:${secret}`),
})

const byResource = (permissions: readonly Permission[]): [AppId, Permission[]][] => [
  ...Map.groupBy(permissions, ({ resourceAppId }) => resourceAppId as AppId),
]

async function grantPermissions({ store, clock, random }: Deps, tx: Unit, app: WorldApp): Promise<void> {
  const principalId = app.servicePrincipalId as ServicePrincipalId
  const createdAt = clock.now()
  const resource = async (appId: AppId) => {
    const target = await store.servicePrincipals.byAppId(tx, appId)
    if (!target) throw new Error(`${app.key}: the resource ${appId} has no service principal`)
    return target.id
  }
  for (const { resourceAppId, id: appRoleId } of app.application) {
    const resourceId = await resource(resourceAppId as AppId)
    const id = random.uuid()
    await store.consent.addAssignment(tx, {
      id,
      principalId,
      principalKind: 'ServicePrincipal',
      resourceId,
      appRoleId,
      createdAt,
    })
  }
  if (!app.adminConsent) return
  for (const [resourceAppId, permissions] of byResource(app.delegated)) {
    await store.consent.putGrant(tx, {
      id: random.uuid(),
      clientId: principalId,
      resourceId: await resource(resourceAppId),
      consentType: 'AllPrincipals',
      principalId: null,
      scope: permissions.map(({ value }) => value).join(' '),
      createdAt,
    })
  }
}
