import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { newServicePrincipal, type ServicePrincipal } from '../../src/applications/application.ts'
import type { DelegatedGrant } from '../../src/consent/grant.ts'
import { newUser, type User } from '../../src/directory/user.ts'
import { Conflict } from '../../src/door.ts'
import type { AppId, GroupId, ServicePrincipalId, TenantId, UserId } from '../../src/ids.ts'
import type { SignIn } from '../../src/logs/sign-in.ts'
import type { Condition } from '../../src/paging.ts'
import { systemRandom } from '../../src/random.ts'
import { openStore } from '../../src/storage/index.ts'
import type { Store } from '../../src/store.ts'
import type { Tenant } from '../../src/tenants/tenant.ts'
import type { RefreshFamily } from '../../src/token-service/store.ts'

const { uuid } = systemRandom
const postgres = process.env.GATEHOUSE_TEST_POSTGRES

// One contract for both stores. PostgreSQL joins when a server is there: `npm run test:postgres` starts one.
contract('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-store-'))
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'test.db') })
  const close = async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  }
  return { store, close }
})
if (postgres) {
  contract('postgres', async () => {
    const store = await openStore({ kind: 'postgres', url: postgres })
    return { store, close: () => store.close() }
  })
}

function contract(name: string, open: () => Promise<{ store: Store; close(): Promise<void> }>) {
  suite(`the store on ${name}`, () => {
    let store: Store
    let close: () => Promise<void>
    before(async () => {
      const opened = await open()
      store = opened.store
      close = opened.close
    })
    after(() => close())

    const tenant = async (): Promise<TenantId> => {
      const id = uuid() as TenantId
      await store.write(id, (tx) => store.tenants.add(tx, aTenant(id)))
      return id
    }
    const addUsers = (id: TenantId, users: Partial<User>[]) =>
      store.write(id, async (tx) => {
        for (const user of users) await store.users.add(tx, aUser(user))
      })
    const names = async (id: TenantId, where: Condition | undefined, direction: 'asc' | 'desc' = 'asc') => {
      const page = await store.users.page(store.at(id), {
        where,
        top: 100,
        orderBy: [{ column: 'displayName', direction }],
      })
      return page.items.map((user) => user.displayName)
    }

    test('a unit that throws leaves nothing, and its neighbours stay', async () => {
      const id = await tenant()
      const results = await Promise.allSettled([
        addUsers(id, [{ displayName: 'one' }]),
        store.write(id, async (tx) => {
          await store.users.add(tx, aUser({ displayName: 'gone' }))
          throw new Error('changed my mind')
        }),
        addUsers(id, [{ displayName: 'two' }]),
      ])
      assert.deepEqual(
        results.map((one) => one.status),
        ['fulfilled', 'rejected', 'fulfilled'],
      )
      assert.deepEqual(await names(id, undefined), ['one', 'two'])
    })

    test('64 racing takes of one flow have one winner', async () => {
      const id = await tenant()
      const flow = { id: uuid(), browser: 'b', data: { step: 1 }, expiresAt: 9e12 }
      await store.write(id, (tx) => store.flows.put(tx, flow))
      const takes = Array.from({ length: 64 }, () => store.write(id, (tx) => store.flows.take(tx, flow.id)))
      const won = (await Promise.all(takes)).filter((one) => one !== undefined)
      assert.equal(won.length, 1)
      assert.deepEqual(won[0], flow)
    })

    test('64 racing replay marks are new once', async () => {
      const id = await tenant()
      const tries = Array.from({ length: 64 }, () => store.write(id, (tx) => store.replay.once(tx, 'jti:1', 9e12)))
      assert.equal((await Promise.all(tries)).filter(Boolean).length, 1)
    })

    test('200 racing hits on a limit are all counted, and a new window starts at one', async () => {
      const id = await tenant()
      const hits = Array.from({ length: 200 }, () => store.write(id, (tx) => store.limits.hit(tx, 'k', 1000, 5500)))
      assert.equal(Math.max(...(await Promise.all(hits))), 200)
      assert.equal(await store.write(id, (tx) => store.limits.hit(tx, 'k', 1000, 6500)), 1)
    })

    test('a configuration write bumps the change number in its own transaction, a rolled-back one does not', async () => {
      const id = await tenant()
      const first = await store.tenants.changeNumber(store.at(id))
      await store.write(id, (tx) => store.policies.put(tx, 'authorizationPolicy', { a: 1 }))
      assert.equal(await store.tenants.changeNumber(store.at(id)), first + 1)
      await assert.rejects(
        store.write(id, async (tx) => {
          await store.policies.put(tx, 'authorizationPolicy', { a: 2 })
          throw new Error('no')
        }),
      )
      assert.equal(await store.tenants.changeNumber(store.at(id)), first + 1)
      assert.deepEqual(await store.policies.get(store.at(id), 'authorizationPolicy'), { a: 1 })
      assert.equal(await store.tenants.changeNumber(store.at(uuid() as TenantId)), 0)
    })

    test('a door shows its own tenant only', async () => {
      const [mine, yours] = [await tenant(), await tenant()]
      const user = aUser({ displayName: 'mine' })
      await store.write(mine, (tx) => store.users.add(tx, user))
      assert.equal((await store.users.find(store.at(mine), user.id))?.displayName, 'mine')
      assert.equal(await store.users.find(store.at(yours), user.id), undefined)
      await assert.rejects(store.write(yours, (tx) => store.users.update(tx, user.id, (old) => old)))
    })

    test('a unit can write through the door of another tenant in the same transaction', async () => {
      const [home, resource] = [await tenant(), await tenant()]
      const [a, b] = [aUser({}), aUser({})]
      await assert.rejects(
        store.write(resource, async (tx) => {
          await store.users.add(tx, a)
          await store.users.add(tx.in(home), b)
          throw new Error('neither')
        }),
      )
      assert.equal(await store.users.find(store.at(home), b.id), undefined)
      await store.write(resource, async (tx) => {
        await store.users.add(tx, a)
        await store.users.add(tx.in(home), b)
      })
      assert.ok(await store.users.find(store.at(home), b.id))
      assert.equal(await store.users.find(store.at(resource), b.id), undefined)
    })

    test('names are unique without case among the living', async () => {
      const id = await tenant()
      const one = aUser({ userPrincipalName: 'Straße@x.test' })
      await store.write(id, (tx) => store.users.add(tx, one))
      await assert.rejects(addUsers(id, [{ userPrincipalName: 'STRASSE@X.TEST' }]), (error) => {
        return error instanceof Conflict && error.what === 'userPrincipalName'
      })
      await store.write(id, (tx) => store.users.update(tx, one.id, (old) => ({ ...old, deletedAt: 5 })))
      await addUsers(id, [{ userPrincipalName: 'STRASSE@X.TEST' }])
      assert.equal((await store.users.byUserPrincipalName(store.at(id), 'strasse@x.test'))?.deletedAt, null)
    })

    test('conditions compare as OData does, with absent values', async () => {
      const id = await tenant()
      await addUsers(id, [
        { displayName: 'Ärla', department: 'Sales', otherMails: ['Arla@Example.test'], accountEnabled: false },
        { displayName: 'Bo', department: null, createdAt: 10, mail: 'bo@one.test' },
        { displayName: 'ÇELIK %_', department: 'sales', createdAt: 20, userType: 'Guest' },
      ])
      const cases: [Condition, string[]][] = [
        [{ op: 'eq', column: 'department', value: 'SALES' }, ['Ärla', 'ÇELIK %_']],
        [{ op: 'ne', column: 'department', value: 'Sales' }, ['Bo']],
        [{ op: 'eq', column: 'department', value: null }, ['Bo']],
        [{ op: 'not', of: { op: 'startsWith', column: 'department', value: 'sa' } }, ['Bo']],
        [{ op: 'startsWith', column: 'displayName', value: 'är' }, ['Ärla']],
        [{ op: 'contains', column: 'displayName', value: 'elik' }, ['ÇELIK %_']],
        [{ op: 'contains', column: 'displayName', value: '%_' }, ['ÇELIK %_']],
        [{ op: 'endsWith', column: 'mail', value: '@ONE.test' }, ['Bo']],
        [{ op: 'eq', column: 'accountEnabled', value: false }, ['Ärla']],
        [{ op: 'ge', column: 'createdAt', value: 10 }, ['Bo', 'ÇELIK %_']],
        [{ op: 'in', column: 'displayName', values: ['bo', 'ärla'] }, ['Bo', 'Ärla']],
        [{ op: 'any', column: 'otherMails', match: 'eq', value: 'arla@example.test' }, ['Ärla']],
        [{ op: 'any', column: 'otherMails', match: 'startsWith', value: 'ARLA@' }, ['Ärla']],
        [
          {
            op: 'or',
            of: [
              { op: 'eq', column: 'userType', value: 'Guest' },
              { op: 'eq', column: 'mail', value: 'bo@one.test' },
            ],
          },
          ['Bo', 'ÇELIK %_'],
        ],
        [{ op: 'and', of: [] }, ['Bo', 'Ärla', 'ÇELIK %_']],
      ]
      for (const [condition, expected] of cases) {
        assert.deepEqual((await names(id, condition)).toSorted(), expected.toSorted(), JSON.stringify(condition))
      }
    })

    test('pages follow one another without gap or repeat, in both directions, while rows are added', async () => {
      const id = await tenant()
      await addUsers(
        id,
        Array.from({ length: 57 }, (_, n) => ({ displayName: `Person ${n % 9}`, mail: n % 2 ? null : 'm@x.test' })),
      )
      for (const direction of ['asc', 'desc'] as const) {
        for (const columns of [['displayName'], ['mail', 'displayName'], []]) {
          const seen: string[] = []
          let after: (string | number | boolean | null)[] | undefined
          do {
            const page = await store.users.page(store.at(id), {
              top: 10,
              after,
              count: true,
              orderBy: columns.map((column) => ({ column, direction })),
            })
            assert.equal(page.count, 57)
            seen.push(...page.items.map((user) => user.id))
            after = page.next
          } while (after)
          assert.equal(new Set(seen).size, 57)
          assert.equal(seen.length, 57)
        }
      }
    })

    test('mixed directions page as well', async () => {
      const id = await tenant()
      await addUsers(
        id,
        Array.from({ length: 23 }, (_, n) => ({ displayName: `P${n % 3}`, createdAt: n })),
      )
      const seen: [string, number][] = []
      let after: (string | number | boolean | null)[] | undefined
      do {
        const page = await store.users.page(store.at(id), {
          top: 4,
          after,
          orderBy: [
            { column: 'displayName', direction: 'asc' },
            { column: 'createdAt', direction: 'desc' },
          ],
        })
        seen.push(...page.items.map((user): [string, number] => [user.displayName, user.createdAt]))
        after = page.next
      } while (after)
      const expected = seen.toSorted((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : b[1] - a[1]))
      assert.equal(seen.length, 23)
      assert.deepEqual(seen, expected)
    })

    test('names sort bytewise by their folded key on either store', async () => {
      const id = await tenant()
      await addUsers(
        id,
        ['zoë', 'Zoe', 'a', 'B', '_', 'Å', '𝒜lef', 'ﬁn', '日本'].map((displayName) => ({ displayName })),
      )
      assert.deepEqual(await names(id, undefined), ['_', 'a', '𝒜lef', 'B', 'ﬁn', 'Zoe', 'zoë', 'Å', '日本'])
    })

    test('groups in groups are followed, circles too', async () => {
      const id = await tenant()
      const [outer, inner] = [uuid() as GroupId, uuid() as GroupId]
      const user = aUser({})
      await store.write(id, async (tx) => {
        await store.users.add(tx, user)
        for (const groupId of [outer, inner]) await store.groups.add(tx, aGroup(groupId))
        const link = (groupId: GroupId, memberId: string, memberKind: 'user' | 'group') =>
          store.groups.addMember(tx, { groupId, memberId, memberKind, addedAt: 1 })
        assert.equal(await link(inner, user.id, 'user'), true)
        assert.equal(await link(inner, user.id, 'user'), false)
        await link(outer, inner, 'group')
        await link(inner, outer, 'group')
      })
      const all = await store.groups.transitiveGroupIds(store.at(id), user.id)
      assert.deepEqual(all.toSorted(), [outer, inner].toSorted())
    })

    test('an authorization code is spent once, and a racing second use is told', async () => {
      const id = await tenant()
      await store.write(id, (tx) => store.codes.add(tx, aCode('m1')))
      const uses = Array.from({ length: 8 }, (_, n) => store.write(id, (tx) => store.codes.spend(tx, 'm1', 7, `f${n}`)))
      const results = await Promise.all(uses)
      assert.equal(results.filter((one) => one?.first).length, 1)
      const winner = results.find((one) => one?.first)?.code.familyId
      assert.ok(results.every((one) => one?.code.familyId === winner))
    })

    test('the refresh tokens of one session are revoked, and nobody else’s', async () => {
      const [id, other] = [await tenant(), await tenant()]
      const user = uuid() as UserId
      const families = [aFamily('f1', user, 's1'), aFamily('f2', user, 's2'), aFamily('f3', uuid() as UserId, 's1')]
      await store.write(id, async (tx) => {
        for (const family of families) await store.refresh.add(tx, family)
        await store.refresh.add(tx.in(other), aFamily('f1', user, 's1'))
      })
      await store.write(id, (tx) => store.refresh.revokeOfSession(tx, user, 's1', 7))
      const revoked = async (door = store.at(id)) =>
        Promise.all(families.map(async (family) => (await store.refresh.find(door, family.id))?.revokedAt ?? null))
      assert.deepEqual(await revoked(), [7, null, null])
      assert.deepEqual(await revoked(store.at(other)), [null, null, null])
    })

    test('grants that count for a person are theirs and everybody’s; apps are read by their ids, deleted ones left out', async () => {
      const id = await tenant()
      const person = uuid() as UserId
      const [one, two] = [aPrincipal(null), aPrincipal(5)]
      const grant = (name: string, principalId: UserId | null): DelegatedGrant => ({
        id: name,
        clientId: one.id,
        resourceId: two.id,
        consentType: principalId === null ? 'AllPrincipals' : 'Principal',
        principalId,
        scope: 'User.Read',
        createdAt: 1,
      })
      await store.write(id, async (tx) => {
        for (const principal of [one, two]) await store.servicePrincipals.add(tx, principal)
        await store.consent.putGrant(tx, grant('everybody', null))
        await store.consent.putGrant(tx, grant('own', person))
        await store.consent.putGrant(tx, grant('other', uuid() as UserId))
      })
      const found = await store.consent.grantsOf(store.at(id), person)
      assert.deepEqual(found.map((found) => found.id).toSorted(), ['everybody', 'own'])
      const apps = await store.servicePrincipals.many(store.at(id), [one.id, two.id, uuid()])
      assert.deepEqual(
        apps.map((app) => app.id),
        [one.id],
      )
    })

    test('a verified domain belongs to one tenant', async () => {
      const [one, two] = [await tenant(), await tenant()]
      const name = `${uuid()}.test`
      const domain = { name, isInitial: false, isDefault: false, verificationToken: 't', createdAt: 1 }
      await store.write(one, (tx) => store.tenants.putDomain(tx, { ...domain, verifiedAt: null }))
      assert.equal(await store.across.tenantOfDomain(name), undefined)
      await store.write(two, (tx) => store.tenants.putDomain(tx, { ...domain, verifiedAt: 2 }))
      assert.equal(await store.across.tenantOfDomain(name.toUpperCase()), two)
      const late = store.write(one, (tx) => store.tenants.putDomain(tx, { ...domain, verifiedAt: 3 }))
      await assert.rejects(late, Conflict)
    })

    test('mail is leased to one worker', async () => {
      const id = await tenant()
      const mail = {
        id: uuid(),
        kind: 'invitation',
        to: 'X@y.test',
        state: 'queued' as const,
        sealed: 's',
        createdAt: 1,
        dueAt: 1,
        attempts: 0,
        lastError: null,
        sentAt: null,
      }
      await store.write(id, (tx) => store.outbox.add(tx, mail))
      const leases = await Promise.all([1, 2, 3, 4].map(() => store.across.leaseMail(10, 1000, 5)))
      assert.equal(leases.flat().filter((one) => one.mail.id === mail.id).length, 1)
      assert.equal((await store.across.recentMail({ to: 'x@Y.test', limit: 5 })).length >= 1, true)
    })

    test('a log row that cannot be kept costs no other row, now or later', async () => {
      const id = await tenant()
      const soon = async (...rows: string[]) => {
        for (const row of rows) store.signIns.addSoon(store.at(id), aSignIn(row, id))
        await pause(300)
        return (await store.signIns.page(store.at(id), { top: 10, count: true })).count
      }
      const [first, second, third] = [uuid(), uuid(), uuid()]
      assert.equal(await soon(first), 1)
      assert.equal(await soon(first, second), 2)
      assert.equal(await soon(third), 3)
    })

    test('a copy of the world is put back whole, with change numbers that were never in use', async () => {
      const id = await tenant()
      await addUsers(id, [{ displayName: 'before' }])
      const number = () => store.tenants.changeNumber(store.at(id))
      const copy = await store.world.copy()
      const used = [await number()]
      store.signIns.addSoon(store.at(id), aSignIn(uuid(), id))
      await addUsers(id, [{ displayName: 'after' }])
      await store.write(id, (tx) => store.tenants.update(tx, (old) => ({ ...old, displayName: 'Renamed' })))
      const later = await tenant()
      for (let times = 0; times < 2; times++) {
        used.push(await number())
        await store.world.restore(copy)
        assert.deepEqual(await names(id, undefined), ['before'])
        assert.equal((await store.tenants.get(store.at(id)))?.displayName, 'T')
        assert.equal(await store.tenants.get(store.at(later)), undefined)
        assert.equal((await store.signIns.page(store.at(id), { top: 1, count: true })).count, 0)
        assert.ok((await number()) > Math.max(...used), `${await number()} after ${used}`)
        // The number after the next change was in use before the restore; it is not used again.
        await store.write(id, (tx) => store.tenants.update(tx, (old) => ({ ...old, displayName: 'Renamed anew' })))
        assert.ok((await number()) > Math.max(...used))
      }
    })

    test('a doubled tenant has the rows of the first under names of its own, and the first stays', async () => {
      const id = await tenant()
      const domain = `${uuid()}.example`
      const user = aUser({
        displayName: 'Ann',
        userPrincipalName: `ann@${domain}`,
        otherMails: [`ann@not${domain}`, `ann@${domain}.test`],
      })
      const groupId = uuid() as GroupId
      await store.write(id, async (tx) => {
        await store.tenants.putDomain(tx, { ...aDomain, name: domain })
        await store.users.add(tx, user)
        await store.groups.add(tx, aGroup(groupId))
        await store.groups.addMember(tx, { groupId, memberId: user.id, memberKind: 'user', addedAt: 1 })
        await store.codes.add(tx, aCode(uuid()))
      })
      const twin = uuid() as TenantId
      const rename = await store.world.double(new Map([[id, twin]]), { tag: 'b', newId: uuid })
      const named = domain.replace('.', '-b.')
      const [found] = (await store.users.page(store.at(twin), { top: 5 })).items
      assert.equal(found?.id, rename(user.id))
      assert.notEqual(found?.id, user.id)
      assert.equal(found?.userPrincipalName, `ann@${named}`)
      assert.deepEqual(found?.otherMails, user.otherMails, 'longer names are other names')
      assert.equal((await store.users.byUserPrincipalName(store.at(twin), `ANN@${named}`))?.id, found?.id)
      assert.equal(await store.across.tenantOfDomain(named), twin)
      assert.equal(await store.across.tenantOfDomain(domain), id)
      const members = await store.groups.members(store.at(twin), rename(groupId) as GroupId, { top: 5 })
      assert.deepEqual(
        members.map(({ memberId }) => memberId),
        [found?.id],
      )
      assert.deepEqual(await names(id, undefined), ['Ann'])
    })

    test('purging a user removes what hangs on them', async () => {
      const id = await tenant()
      const user = aUser({})
      const groupId = uuid() as GroupId
      await store.write(id, async (tx) => {
        await store.users.add(tx, user)
        await store.groups.add(tx, aGroup(groupId))
        await store.groups.addMember(tx, { groupId, memberId: user.id, memberKind: 'user', addedAt: 1 })
        await store.users.purge(tx, user.id)
      })
      assert.equal(await store.users.findEvenDeleted(store.at(id), user.id), undefined)
      assert.deepEqual(await store.groups.members(store.at(id), groupId, { top: 5 }), [])
    })
  })
}

const aTenant = (id: TenantId): Tenant => ({
  id,
  kind: 'workforce',
  displayName: 'T',
  initialDomain: `${id}.test`,
  createdAt: 1,
  suspendedAt: null,
  redemptionLinkDays: 30,
  technicalNotificationMails: [],
  privacyProfile: { contactEmail: null, statementUrl: null },
  preferredLanguage: null,
  countryLetterCode: null,
})

const aDomain = { isInitial: true, isDefault: true, verifiedAt: 1, verificationToken: 'token', createdAt: 1 }

const aUser = (given: Partial<User>): User =>
  newUser({
    id: uuid() as UserId,
    userPrincipalName: `${uuid()}@x.test`,
    displayName: 'Somebody',
    createdAt: 1,
    ...given,
  })

const aSignIn = (id: string, tenant: TenantId): SignIn => ({
  id,
  createdAt: 1,
  correlationId: uuid(),
  userId: null,
  userDisplayName: null,
  userPrincipalName: null,
  userType: null,
  servicePrincipalId: null,
  servicePrincipalName: null,
  appId: uuid(),
  appDisplayName: 'A',
  resourceId: null,
  resourceDisplayName: null,
  resourceTenantId: tenant,
  homeTenantId: null,
  crossTenantAccessType: 'none',
  isInteractive: false,
  clientAppUsed: 'Browser',
  grant: 'client_credentials',
  ipAddress: null,
  userAgent: null,
  errorCode: 0,
  errorName: null,
  failureReason: null,
  trace: [],
  outcome: 'allow',
})

const aFamily = (id: string, userId: UserId, sessionId: string): RefreshFamily => ({
  id,
  appId: uuid() as AppId,
  kind: 'spa',
  account: { userId, home: null, sessionId, methods: ['pwd'], authenticatedAt: 1 },
  scope: 'openid',
  issuedAt: 1,
  lastUsedAt: 1,
  expiresAt: 1e15,
  number: 0,
  supersededAt: [],
  revokedAt: null,
})

const aPrincipal = (deletedAt: number | null): ServicePrincipal => ({
  ...newServicePrincipal({
    id: uuid() as ServicePrincipalId,
    appId: uuid() as AppId,
    appOwnerTenant: uuid() as TenantId,
    displayName: 'P',
    createdAt: 1,
  }),
  deletedAt,
})

const aGroup = (id: GroupId) => ({
  id,
  displayName: 'G',
  description: null,
  mailNickname: 'g',
  mailEnabled: false,
  securityEnabled: true,
  mail: null,
  groupTypes: [],
  visibility: null,
  isAssignableToRole: false,
  owners: [],
  createdAt: 1,
  deletedAt: null,
})

const aCode = (mac: string) => ({
  mac,
  appId: uuid() as never,
  redirectUri: 'https://a.test/',
  redirectKind: 'web' as const,
  codeChallenge: null,
  codeChallengeMethod: null,
  scope: 'openid',
  nonce: null,
  account: { userId: uuid() as UserId, home: null, sessionId: uuid(), methods: ['pwd'], authenticatedAt: 1 },
  claims: null,
  issuedAt: 1,
  expiresAt: 9e12,
  familyId: null,
  spentAt: null,
})
