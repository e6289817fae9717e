/** Gatehouse itself: the demo without its portal, and the data that a measurement needs, put in by the front of the store. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstPartyApps } from '../../src/applications/first-party.ts'
import type { DemoWorld } from '../../src/demo/world.ts'
import { newUser } from '../../src/directory/user.ts'
import type { TenantId, UserId } from '../../src/ids.ts'
import { type DemoRunning, startDemo } from '../../src/main.ts'
import { issueCode } from '../../src/token-service/code.ts'
import { writeRefreshToken } from '../../src/token-service/refresh-token.ts'
import type { SignedInAccount } from '../../src/token-service/store.ts'
import { directoryPerson, everyOtherIsGuest } from '../people.ts'
import { takePart } from './take-part.ts'

type TenantKey = keyof DemoWorld['tenants']
export type Started = { origin: string; ca: string; tls: { key: string; cert: string }; world: DemoWorld }

/** Rows per unit of work while filling the store. */
const batch = 500
/** As MSAL asks. */
const askedScope = 'openid profile offline_access User.Read'

let running: DemoRunning | undefined

function server(): DemoRunning {
  if (!running) throw new Error('the server was not started')
  return running
}

const contoso = () => server().demo.tenants.contoso
const portal = () => appOf('portal')

function appOf(key: string) {
  const app = contoso().apps[key]
  if (!app) throw new Error(`the demo has no app ${key}`)
  return app
}

const operations = {
  async start({ folder }: { folder: string }): Promise<Started> {
    running = await startDemo({ environment: { PORT: '0', GATEHOUSE_DATA: folder }, portal: false })
    const pem = readFileSync(join(folder, 'tls', 'server.pem'), 'utf8')
    const ca = readFileSync(join(folder, 'tls', 'ca.pem'), 'utf8')
    return { origin: running.origin, ca, tls: { key: pem, cert: pem }, world: running.demo }
  },

  /** Everybody's consent to what the portal asks for, so that no sign-in stops at the page that asks. */
  async consent(): Promise<void> {
    const { deps } = server()
    const tenant = contoso().id as TenantId
    const graph = await deps.store.servicePrincipals.byAppId(deps.store.at(tenant), firstPartyApps.graph)
    if (!graph) throw new Error('Graph has no service principal')
    await deps.store.write(tenant, (tx) =>
      deps.store.consent.putGrant(tx, {
        id: 'bench-consent',
        clientId: portal().servicePrincipalId as typeof graph.id,
        resourceId: graph.id,
        consentType: 'AllPrincipals',
        principalId: null,
        scope: `${askedScope} email`,
        createdAt: deps.clock.now(),
      }),
    )
  },

  /** Codes of the portal for its member, unspent. */
  async codes({ count }: { count: number }): Promise<string[]> {
    const { deps } = server()
    return inBatches(contoso().id as TenantId, count, (tx) =>
      issueCode(deps, tx, {
        appId: portal().appId as never,
        redirectUri: portal().redirectUris.web[0] ?? '',
        redirectKind: 'web',
        codeChallenge: null,
        codeChallengeMethod: null,
        scope: askedScope,
        nonce: null,
        claims: null,
        account: account(),
      }),
    )
  },

  /** Refresh tokens of the portal, a confidential client, for its member. */
  async refreshTokens({ count }: { count: number }): Promise<string[]> {
    const { deps } = server()
    const tenant = contoso().id as TenantId
    return inBatches(tenant, count, async (tx) => {
      const familyId = deps.random.uuid()
      const at = deps.clock.now()
      await deps.store.refresh.add(tx, {
        id: familyId,
        appId: portal().appId as never,
        kind: 'web',
        account: account(),
        scope: askedScope,
        issuedAt: at,
        lastUsedAt: at,
        expiresAt: at + 90 * 86_400_000,
        number: 0,
        supersededAt: [],
        revokedAt: null,
      })
      return writeRefreshToken(deps, { tenant, familyId, number: 0 })
    })
  },

  /** People of Contoso who sign in with one password. */
  async people({ count, password }: { count: number; password: string }): Promise<string[]> {
    const { deps } = server()
    const hash = await deps.passwords.hash(password)
    let index = 0
    return inBatches(contoso().id as TenantId, count, async (tx) => {
      index += 1
      const id = deps.random.uuid() as UserId
      const userPrincipalName = `bench-${index}@${contoso().domain}`
      const at = deps.clock.now()
      await deps.store.users.add(tx, newUser({ id, userPrincipalName, displayName: `Bench ${index}`, createdAt: at }))
      await deps.store.passwords.put(tx, {
        userId: id,
        hash,
        changedAt: at,
        failures: 0,
        lockedUntil: null,
        locks: 0,
        recentWrong: [],
      })
      return userPrincipalName
    })
  },

  /** A directory of `count` people, every other one a guest. Answers how many of them are guests. */
  async directory({ tenant, count }: { tenant: TenantKey; count: number }): Promise<number> {
    const { deps, demo } = server()
    const { id, domain } = demo.tenants[tenant]
    const createdAt = deps.clock.now()
    let index = 0
    await inBatches(id as TenantId, count, async (tx) => {
      await deps.store.users.add(tx, directoryPerson(index, { id: deps.random.uuid() as UserId, domain, createdAt }))
      index += 1
    })
    return Array.from({ length: count }, (_, at) => everyOtherIsGuest(at)).filter(Boolean).length
  },

  /** argon2id per second by the server's own pool, with nothing else to do. */
  async hashes({ seconds, inFlight }: { seconds: number; inFlight: number }): Promise<number> {
    const { passwords } = server().deps
    const hash = await passwords.hash('correct horse')
    await Promise.all(Array.from({ length: inFlight }, () => passwords.verify('correct horse', hash)))
    let count = 0
    const began = performance.now()
    await Promise.all(
      Array.from({ length: inFlight }, async () => {
        while (performance.now() - began < seconds * 1000) {
          await passwords.verify('correct horse', hash)
          count += 1
        }
      }),
    )
    return count / ((performance.now() - began) / 1000)
  },
}

function account(): SignedInAccount {
  const { member } = contoso().people
  if (!member) throw new Error('the demo has no member')
  return {
    userId: member.id as UserId,
    home: null,
    sessionId: server().deps.random.uuid(),
    methods: ['pwd'],
    // Sign-ins from before the person's creation would count as revoked.
    authenticatedAt: server().deps.clock.now(),
  }
}

type Tx = Parameters<Parameters<DemoRunning['deps']['store']['write']>[1]>[0]

async function inBatches<T>(tenant: TenantId, count: number, one: (tx: Tx) => Promise<T>): Promise<T[]> {
  const { store } = server().deps
  const made: T[] = []
  for (let start = 0; start < count; start += batch) {
    made.push(
      ...(await store.write(tenant, async (tx) => {
        const some: T[] = []
        for (let index = start; index < Math.min(count, start + batch); index++) some.push(await one(tx))
        return some
      })),
    )
  }
  return made
}

export type Gatehouse = typeof operations
takePart(operations, async () => running?.stop())
