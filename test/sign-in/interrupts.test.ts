import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { SignIn } from '../../src/logs/sign-in.ts'
import { csrfField } from '../../src/sign-in/index.ts'
import { gatehouse } from '../cli/run.ts'
import { type Account, redirectUriOf, visitor } from '../harness/person.ts'
import { graphAs, invite, story, succeeded } from '../harness/story.ts'
import { fileServer } from './file-server.ts'

/** What a person is asked before a sign-in goes on, and where they stop: once they are known, the logs have it. */

const server = await fileServer()
const world = story(server)
const { contoso, fabrikam } = world
const portal = contoso.app('portal')
const member = contoso.account('member')
const employee = fabrikam.account('employee')

/** What the test before has left in the logs. */
let known = new Set<string>()
const allRows = async ({ id }: { id: string }): Promise<SignIn[]> => {
  const { store } = server.running.deps
  const { items } = await store.signIns.page(store.at(id as never), {
    top: 1000,
    orderBy: [{ column: 'createdAt', direction: 'asc' }],
  })
  return items
}
const fresh = async (of: { id: string }) =>
  (await allRows(of)).filter(({ id, grant }) => !known.has(id) && isPerson(grant))
const isPerson = (grant: string) => grant !== 'client_credentials'
beforeEach(async () => {
  known = new Set([...(await allRows(contoso)), ...(await allRows(fabrikam))].map(({ id }) => id))
})

const told = (rows: readonly SignIn[]) => rows.map(({ errorCode, outcome }) => `${errorCode} ${outcome}`)
const one = (rows: readonly SignIn[]) => new Set(rows.map(({ correlationId }) => correlationId)).size === 1

async function atTheDoor(parameters: Record<string, string> = {}) {
  const browser = visitor(server)
  const query = new URLSearchParams({
    client_id: portal.app.appId,
    response_type: 'code',
    redirect_uri: redirectUriOf(portal.app),
    scope: portal.scope ?? '',
    ...parameters,
  })
  await browser.open(`/${contoso.id}/oauth2/v2.0/authorize?${query}`)
  return browser
}

async function inside({ userPrincipalName, password }: Account, parameters: Record<string, string> = {}) {
  const browser = await atTheDoor(parameters)
  await browser.press('Next', { username: userPrincipalName })
  await browser.press('Sign in', { password })
  return browser
}

test('"Stay signed in?" and the consent are interruptions of one sign-in, under one correlation id', async () => {
  const browser = await inside(member, { prompt: 'consent' })
  assert.equal(browser.page.title, 'Permissions requested')
  assert.deepEqual(told(await fresh(contoso)), ['65001 require'])
  await browser.press('Accept')
  assert.equal(browser.page.title, 'Stay signed in?')
  await browser.press('No')
  assert.ok(browser.page.leaves)
  const rows = await fresh(contoso)
  assert.deepEqual(told(rows), ['65001 require', '50140 require', '0 allow'])
  assert.ok(one(rows))
  assert.deepEqual(new Set(rows.map(({ userId }) => userId)), new Set([member.id]))
  assert.deepEqual(await fresh(fabrikam), [], 'nobody else is concerned')
})

test('a guest who is asked to accept, then to consent, and cancels: each has its row on both sides', async () => {
  const { guestId } = await invite(world, employee)
  const browser = await inside(employee, { prompt: 'consent' })
  assert.equal(browser.page.title, 'Review permissions')
  for (const side of [contoso, fabrikam]) assert.deepEqual(told(await fresh(side)), ['50014 require'])
  await browser.press('Accept')
  assert.equal(browser.page.title, 'Permissions requested')
  await browser.press('Cancel')
  assert.match(browser.page.leaves ?? '', /error=access_denied.*AADSTS65004/)
  for (const side of [contoso, fabrikam]) {
    const rows = await fresh(side)
    assert.deepEqual(told(rows).toSorted(), ['0 allow', '50014 require', '65001 require', '65004 deny'])
    assert.ok(one(rows), 'one sign-in')
    assert.deepEqual(new Set(rows.map(({ userId }) => userId)), new Set([side === contoso ? guestId : employee.id]))
  }
})

test('the acceptance page of a link is an interruption, too, and the whole way from the link is one correlation', async () => {
  succeeded(await contoso.graph.delete(`/v1.0/users/${(await guestOf(employee.mail)).id}`))
  const { link } = await invite(world, employee)
  const browser = visitor(server)
  await browser.open(link)
  await browser.press('Continue to sign in')
  await browser.press('Sign in', { password: 'not the password' })
  await browser.press('Sign in', { password: employee.password })
  assert.equal(browser.page.title, 'Review permissions')
  await browser.press('Accept')
  assert.deepEqual(told(await fresh(contoso)), ['50014 require', '0 allow'])
  const atHome = await fresh(fabrikam)
  assert.deepEqual(told(atHome), ['50126 deny', '50014 require', '0 allow'])
  assert.ok(one(atHome))
})

async function guestOf(mail: string): Promise<{ id: string }> {
  const filter = encodeURIComponent(`mail eq '${mail}'`)
  return succeeded(await contoso.graph.get(`/v1.0/users?$filter=${filter}`)).body.value[0]
}

test('a password that must be changed is an interruption, and Cancel there is a cancelled sign-in', async () => {
  const { id, userPrincipalName } = contoso.account('inviter')
  const password = 'Given-by-the-admin-1'
  const passwordProfile = { password, forceChangePasswordNextSignIn: true }
  succeeded(await contoso.graph.patch(`/v1.0/users/${id}`, { passwordProfile }))
  const browser = await inside({ userPrincipalName, password })
  assert.equal(browser.page.title, 'Choose a new password')
  assert.deepEqual(told(await fresh(contoso)), ['50055 require'])
  await browser.press('Cancel')
  assert.match(browser.page.leaves ?? '', /error_subcode=cancel/)
  const rows = await fresh(contoso)
  assert.deepEqual(
    rows.map(({ errorName, userId }) => [errorName, userId]),
    [
      ['InvalidPasswordExpiredPassword', id],
      ['UserCancelled', id],
    ],
  )
  assert.ok(one(rows))
})

const nobody: { given: string; act(): Promise<unknown> }[] = [
  { given: 'Cancel on the page that asks for a name', act: async () => (await atTheDoor()).press('Cancel') },
  {
    given: 'Cancel on the page that asks for a password',
    async act() {
      const browser = await atTheDoor()
      await browser.press('Next', { username: member.userPrincipalName })
      await browser.press('Cancel')
    },
  },
  { given: 'a silent request without a session', act: () => atTheDoor({ prompt: 'none' }) },
  { given: 'a page whose time is over', act: () => visitor(server).open(`/${contoso.id}/sign-in?flow=made-up`) },
]
for (const { given, act } of nobody) {
  test(`nobody is known, so no row is written: ${given}`, async () => {
    await act()
    for (const side of [contoso, fabrikam]) assert.deepEqual(told(await fresh(side)), [])
  })
}

test('a form that was altered after the sign-in is the business of whoever signed in', async () => {
  const browser = await inside(member)
  assert.equal(browser.page.title, 'Stay signed in?')
  const page = await browser.press('Yes', { [csrfField]: 'made up' })
  assert.match(page.html, /AADSTS165900/)
  assert.deepEqual(told(await fresh(contoso)), ['50140 require', '165900 deny'])
})

test('interruptions are found as such: by the filter, in the report, in the explanation and by the command', async () => {
  await inside(member)
  const [row] = await fresh(contoso)
  const reader = await graphAs(world, 'admin', ['AuditLog.Read.All'])
  const filter = encodeURIComponent(`status/errorCode eq 50140 and id eq '${row?.id}'`)
  const [shown] = succeeded(await reader.get(`/v1.0/auditLogs/signIns?$filter=${filter}`)).body.value
  assert.equal(shown.status.failureReason, 'Interrupt to ask whether to stay signed in.')
  const { totals, topFailures, interruptedCodes } = succeeded(await reader.get('/gatehouse/v1/reports/signIns')).body
  const all = (await allRows(contoso)).filter(({ isInteractive }) => isInteractive)
  assert.equal(totals.interrupted, all.filter(({ errorCode }) => interruptedCodes.includes(errorCode)).length)
  for (const { code } of topFailures) assert.ok(!interruptedCodes.includes(code))

  const why = await contoso.explanation(row?.id ?? '')
  assert.deepEqual([why.outcome, why.error.code, why.error.name], ['require', 50140, 'KmsiInterrupt'])
  const environment = { GATEHOUSE_DATA: server.dataFolder }
  const { code, out, err } = await gatehouse(['explain', row?.id ?? ''], { environment })
  assert.equal(code, 0, err)
  assert.match(out, /^Interrupted: AADSTS50140 KmsiInterrupt/)
})

test('too many codes for one address leave one row an hour, and an address that nobody has leaves none', async () => {
  const { guestId } = await invite(world, { mail: 'ann@mailbox.example' })
  const hour = 3_600_000
  for (const address of ['ann@mailbox.example', 'nobody@mailbox.example']) {
    // They are counted by the hour of the clock.
    await server.advance(`PT${Math.ceil((hour - (server.running.deps.clock.now() % hour)) / 1000)}S`)
    for (let sent = 0; sent < 8; sent += 1) {
      const browser = await atTheDoor()
      await browser.press('Next', { username: address })
      const page = await browser.press('Send code')
      assert.equal(page.status, sent < 5 ? 200 : 429, `${address} ${sent}`)
      await server.advance('PT61S')
    }
  }
  const rows = await fresh(contoso)
  assert.deepEqual(
    rows.map(({ errorCode, errorName, userId }) => [errorCode, errorName, userId]),
    [[50053, 'OneTimeCodesTooMany', guestId]],
  )
})
