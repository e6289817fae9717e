import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { test } from 'node:test'
import { freshWorld, type GraphClient } from '../harness/index.ts'
import { askToken, redirectUriOf, type SignedIn } from '../harness/person.ts'
import { story } from '../harness/story.ts'
import { type Child, startChild } from './child.ts'

/**
 * What was acknowledged survives `kill -9`, and nothing is left half made: a real process on a real file, ended while
 * writes of every kind are under way, four times over, always on the same data.
 */

const rounds = 4
const policy = '/v1.0/policies/crossTenantAccessPolicy'
const landing = 'https://portal.contoso.test/'
const offline = 'openid profile offline_access User.Read'

type Acknowledged = {
  users: Map<string, string>
  invited: Map<string, string>
  job: Map<string, string>
  policy: string
  /** By account: the newest refresh token that was handed out. */
  refresh: Map<string, string>
  spentCodes: string[]
}

const nothing = (): Acknowledged => ({
  users: new Map(),
  invited: new Map(),
  job: new Map(),
  policy: '',
  refresh: new Map(),
  spentCodes: [],
})

/** A write whose answer never came may have happened or not; an answer that came must have happened. */
async function answered<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch {
    return undefined
  }
}

async function hammer(child: Child, known: Acknowledged, round: number, people: Map<string, SignedIn>) {
  const graph = await once(child)
  const { contoso } = story(child)
  let over = false
  let done = 0
  const loop = async (write: (n: number) => Promise<boolean>) => {
    for (let n = 0; !over; n += 1) if (await write(n)) done += 1
  }
  const member = contoso.account('member').id
  const loops = [
    ...[0, 1, 2].map((lane) =>
      loop(async (n) => {
        const name = `u${round}-${lane}-${n}`
        const body = {
          displayName: name,
          accountEnabled: true,
          mailNickname: name,
          userPrincipalName: `${name}@${contoso.domain}`,
          passwordProfile: { password: 'Very-Long-4-You' },
        }
        const made = await answered(graph.post('/v1.0/users', body))
        if (made?.status !== 201) return false
        known.users.set(made.body.id, name)
        return true
      }),
    ),
    ...[0, 1, 2].map((lane) =>
      loop(async (n) => {
        const email = `g${round}-${lane}-${n}@nowhere.example`
        const body = { invitedUserEmailAddress: email, inviteRedirectUrl: landing, sendInvitationMessage: n % 2 === 0 }
        const made = await answered(graph.post('/v1.0/invitations', body))
        if (made?.status !== 201) return false
        known.invited.set(made.body.invitedUser.id, email)
        return true
      }),
    ),
    loop(async (n) => {
      const jobTitle = `Job ${round}-${n}`
      const changed = await answered(graph.patch(`/v1.0/users/${member}`, { jobTitle }))
      if (changed?.status !== 204) return false
      known.job.set(member, jobTitle)
      return true
    }),
    loop(async (n) => {
      const displayName = `Policy ${round}-${n}`
      const changed = await answered(graph.patch(policy, { displayName }))
      if (changed?.status !== 204) return false
      known.policy = displayName
      return true
    }),
    ...[...people].map(([key, inside]) =>
      loop(async () => {
        const answer = await answered(inside.refresh(child))
        if (answer?.status !== 200 || !answer.body.refresh_token) return false
        known.refresh.set(key, answer.body.refresh_token)
        return true
      }),
    ),
  ]
  await until(() => done >= 150 + 40 * round)
  await child.end('SIGKILL')
  over = true
  await Promise.all(loops)
  return done
}

/** One token for all writes of a round: asking for one each time would be most of the work. */
async function once(child: Child): Promise<GraphClient> {
  const graph = child.graph('contoso')
  assert.equal((await graph.get('/v1.0/organization')).status, 200)
  return graph
}

async function until(met: () => boolean): Promise<void> {
  for (let n = 0; !met(); n += 1) {
    if (n > 3000) throw new Error('the writes did not get done within 30 s')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function all(graph: GraphClient, path: string): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = []
  for (let next: string | undefined = path; next; ) {
    const { status, body }: { status: number; body: Record<string, unknown> & { value: [] } } = await graph.get(next)
    assert.equal(status, 200, JSON.stringify(body))
    found.push(...body.value)
    const link = body['@odata.nextLink'] as string | undefined
    next = link && new URL(link).pathname + new URL(link).search
  }
  return found
}

/** The change that was under way may have happened: what is kept is the acknowledged one or the next (`Job 2-17`). */
function notOlder(kept: string, acknowledged: string): void {
  const [round, n] = (/(\d+)-(\d+)$/.exec(acknowledged) ?? []).slice(1).map(Number)
  assert.ok(
    [acknowledged, acknowledged.replace(/\d+-\d+$/, `${round}-${(n ?? 0) + 1}`)].includes(kept),
    `${kept} after ${acknowledged}`,
  )
}

async function check(child: Child, known: Acknowledged): Promise<void> {
  const graph = child.graph('contoso')
  const users = await all(
    graph,
    '/v1.0/users?$top=999&$select=id,displayName,userType,mail,jobTitle,userPrincipalName,externalUserState',
  )
  const byId = new Map(users.map((user) => [user.id as string, user]))
  for (const [id, name] of known.users) assert.equal(byId.get(id)?.displayName, name, `user ${name} is gone`)
  for (const [id, email] of known.invited) assert.equal(byId.get(id)?.mail, email, `guest ${email} is gone`)
  for (const [id, job] of known.job) notOlder(String(byId.get(id)?.jobTitle), job)
  if (known.policy) notOlder((await graph.get(policy)).body.displayName, known.policy)
  assert.equal(new Set(users.map((user) => user.userPrincipalName)).size, users.length, 'no name twice')

  // No half-made guest: a guest has one invitation's audit entries, and an entry has its guest.
  const audits = await all(
    graph,
    "/v1.0/auditLogs/directoryAudits?$top=500&$filter=activityDisplayName eq 'Invite external user'",
  )
  const ofAudits = audits
    .filter((one) => one.result === 'success')
    .flatMap((one) => (one.targetResources as { type: string; id: string }[]).map((target) => target.id))
    .filter((id) => byId.has(id))
  const guests = users.filter(({ userType }) => userType === 'Guest').map(({ id }) => id as string)
  assert.deepEqual([...new Set(ofAudits)].toSorted(), guests.toSorted(), 'guest and audit entry belong together')
  for (const id of guests) assert.equal(byId.get(id)?.externalUserState, 'PendingAcceptance')
  const added = await all(graph, "/v1.0/auditLogs/directoryAudits?$top=500&$filter=activityDisplayName eq 'Add user'")
  const entries = new Set(added.flatMap((one) => (one.targetResources as { id: string }[]).map(({ id }) => id)))
  for (const [id, name] of known.users) assert.ok(entries.has(id), `user ${name} has no audit entry`)

  for (const [key, token] of known.refresh) {
    const { contoso } = story(child)
    const answer = await askToken(child, contoso.app('cli'), { grant_type: 'refresh_token', refresh_token: token })
    assert.equal(answer.status, 200, `${key}: ${JSON.stringify(answer.body)}`)
  }
  for (const code of known.spentCodes) {
    const { contoso } = story(child)
    const redirect_uri = redirectUriOf(contoso.app('cli').app)
    const { body } = await askToken(child, contoso.app('cli'), { grant_type: 'authorization_code', code, redirect_uri })
    assert.deepEqual(body.error_codes, [54005], 'a code that was redeemed stays redeemed')
  }
}

test(`kill -9 amid writes of every kind, ${rounds} times: what was acknowledged is there, and nothing is half made`, async (t) => {
  const dataFolder = await freshWorld()
  t.after(() => rmSync(dataFolder, { recursive: true, force: true, maxRetries: 3 }))
  const known = nothing()
  let written = 0
  for (let round = 0; round < rounds; round += 1) {
    const child = await startChild(t, dataFolder)
    const { contoso } = story(child)
    await check(child, known)
    known.refresh.clear()
    const people = new Map<string, SignedIn>()
    for (const key of ['member', 'admin', 'inviter']) {
      const person = contoso.person(key)
      const arrival = await person.enter(contoso.app('cli'), { scope: offline })
      assert.ok(arrival.code !== null, arrival.page.html)
      const redirect_uri = redirectUriOf(contoso.app('cli').app)
      const fields = {
        grant_type: 'authorization_code',
        code: arrival.code,
        redirect_uri,
        code_verifier: arrival.verifier,
      }
      const first = await askToken(child, contoso.app('cli'), fields)
      assert.equal(first.status, 200, JSON.stringify(first.body))
      const inside = await person.signInTo(contoso.app('cli'), { scope: offline })
      people.set(key, inside)
      if (key === 'member') known.spentCodes = [arrival.code]
    }
    written += await hammer(child, known, round, people)
  }
  const last = await startChild(t, dataFolder)
  await check(last, known)
  assert.ok(known.invited.size > 30 && known.users.size > 30, `${known.invited.size} guests, ${known.users.size} users`)
  assert.ok(written >= rounds * 150)

  // An orderly end and a second start keep all of it, and the same demo world.
  await last.end('SIGTERM')
  const again = await startChild(t, dataFolder)
  await check(again, { ...known, refresh: new Map() })
  assert.deepEqual(Object.keys(again.demo.tenants), Object.keys(last.demo.tenants))
  assert.equal(again.demo.tenants.contoso.apps.portal?.secret, last.demo.tenants.contoso.apps.portal?.secret)
})
