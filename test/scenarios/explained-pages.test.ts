import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain } from '../../src/cli/explain.ts'
import { csrfField } from '../../src/sign-in/index.ts'
import { gatehouse } from '../cli/run.ts'
import { type Page, type RefusalPage, refusalPage, visitor } from '../harness/person.ts'
import {
  guestInside,
  invite,
  namesIn,
  type Organization,
  openInvitation,
  type PartnerSetting,
  setting,
  story,
  succeeded,
} from '../harness/story.ts'
import { fileServer } from '../sign-in/file-server.ts'

/**
 * Whatever page refuses a person on the way from an invitation to an app, the ids on it are found by the admins of both
 * organizations, in the logs and by `gatehouse explain`.
 */

const server = await fileServer()
const world = story(server)
const { contoso, fabrikam } = world
const portal = contoso.app('portal')
const employee = fabrikam.account('employee')

const block = (side: Organization, other: Organization, name: PartnerSetting, notation = 'B/B') =>
  side.towards(other, { [name]: setting(notation, namesIn(world)) })
const inbound = (notation?: string) => block(contoso, fabrikam, 'b2bCollaborationInbound', notation)
const outbound = (notation?: string) => block(fabrikam, contoso, 'b2bCollaborationOutbound', notation)

/** As before the first case: nothing set, nobody invited. */
async function anew(): Promise<void> {
  await contoso.towards(fabrikam, { b2bCollaborationInbound: null })
  await fabrikam.towards(contoso, { b2bCollaborationOutbound: null })
  const filter = encodeURIComponent("userType eq 'Guest'")
  for (const { id } of succeeded(await contoso.graph.get(`/v1.0/users?$filter=${filter}`)).body.value) {
    succeeded(await contoso.graph.delete(`/v1.0/users/${id}`))
    succeeded(await contoso.graph.delete(`/v1.0/directory/deletedItems/${id}`))
  }
}

async function age(id: string): Promise<void> {
  const { status } = await server.fetch('/gatehouse/age', {
    method: 'POST',
    headers: { authorization: `Bearer ${server.demo.operator.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id, by: 'P31D' }),
  })
  assert.equal(status, 204)
}

const atTheApp = async (key = 'employee', parameters: Record<string, string> = {}) =>
  (await fabrikam.person(key).refusedAt(portal, { parameters })).page
const atTheLink = (link: string, key = 'employee') => openInvitation(fabrikam.person(key), link)

type Case = {
  given: string
  /** The code that each organization's admin finds, or the name where the refusal has no number of its own. */
  here: number | string
  home: number | string
  act(): Promise<Page>
}

const cases: Case[] = [
  {
    given: 'the link, when Contoso blocks Fabrikam inbound',
    here: 500213,
    home: 500213,
    async act() {
      const { link } = await invite(world, employee)
      await inbound()
      return atTheLink(link)
    },
  },
  {
    given: 'the link, when Fabrikam blocks Contoso outbound',
    here: 500212,
    home: 500212,
    async act() {
      const { link } = await invite(world, employee)
      await outbound()
      return atTheLink(link)
    },
  },
  {
    given: 'the app, when Contoso blocks Fabrikam inbound',
    here: 500213,
    home: 500213,
    async act() {
      await guestInside(world)
      await inbound()
      return atTheApp()
    },
  },
  {
    given: 'the app, when Fabrikam blocks Contoso outbound',
    here: 500212,
    home: 500212,
    async act() {
      await guestInside(world)
      await outbound()
      return atTheApp()
    },
  },
  {
    given: 'the app, when only somebody else may enter',
    here: 500213,
    home: 500213,
    async act() {
      await guestInside(world, 'contractor')
      await inbound('A{u1}/A')
      return atTheApp('contractor')
    },
  },
  {
    given: 'the app, when only another app may be reached',
    here: 500212,
    home: 500212,
    async act() {
      await guestInside(world)
      await outbound('A/A{app2}')
      return atTheApp()
    },
  },
  {
    given: 'the app, when the guest is disabled',
    here: 50057,
    home: 50057,
    async act() {
      const { guestId } = await guestInside(world)
      succeeded(await contoso.graph.patch(`/v1.0/users/${guestId}`, { accountEnabled: false }))
      return atTheApp()
    },
  },
  {
    given: 'the app, when the guest is deleted',
    here: 50020,
    home: 90072,
    async act() {
      const { guestId } = await guestInside(world)
      succeeded(await contoso.graph.delete(`/v1.0/users/${guestId}`))
      return atTheApp()
    },
  },
  {
    given: 'the link, opened with another account',
    here: 50020,
    home: 90072,
    act: async () => atTheLink((await invite(world, employee)).link, 'contractor'),
  },
  {
    given: 'a link of 31 days',
    here: 'invitationExpired',
    home: 'invitationExpired',
    async act() {
      const { link, invitationId } = await invite(world, employee)
      await age(invitationId)
      return visitor(server).open(link)
    },
  },
  {
    given: 'a link after a newer one was sent',
    here: 'invitationSuperseded',
    home: 'invitationSuperseded',
    async act() {
      const { link } = await invite(world, employee, { sendInvitationMessage: true })
      await invite(world, employee, { sendInvitationMessage: true })
      return visitor(server).open(link)
    },
  },
  {
    given: 'the button Accept, when the link has expired meanwhile',
    here: 'invitationExpired',
    home: 'invitationExpired',
    async act() {
      const { link, invitationId } = await invite(world, employee)
      const guest = fabrikam.person('employee')
      await openInvitation(guest, link)
      await age(invitationId)
      return guest.visitor.press('Accept')
    },
  },
  {
    given: 'the button Accept, when Contoso blocks Fabrikam meanwhile',
    here: 500213,
    home: 500213,
    async act() {
      const { link } = await invite(world, employee)
      const guest = fabrikam.person('employee')
      await openInvitation(guest, link)
      await inbound()
      return guest.visitor.press('Accept')
    },
  },
  {
    given: 'the button Accept on the way to an app, when Fabrikam blocks Contoso meanwhile',
    here: 500212,
    home: 500212,
    async act() {
      await invite(world, employee)
      const browser = await beforeTheApp()
      assert.equal(browser.page.title, 'Review permissions')
      await outbound()
      return browser.press('Accept')
    },
  },
  {
    given: 'the button Cancel of the acceptance, on the way to an app',
    here: 'invitationDeclined',
    home: 'invitationDeclined',
    async act() {
      await invite(world, employee)
      return (await beforeTheApp()).press('Cancel')
    },
  },
  {
    given: 'the button Accept of the consent, when Contoso blocks Fabrikam meanwhile',
    here: 500213,
    home: 500213,
    async act() {
      await guestInside(world)
      const browser = await beforeTheApp({ prompt: 'consent' })
      assert.equal(browser.page.title, 'Permissions requested')
      await inbound()
      return browser.press('Accept')
    },
  },
  {
    given: 'a form of the acceptance that was altered',
    here: 165900,
    home: 165900,
    async act() {
      const guest = fabrikam.person('employee')
      await openInvitation(guest, (await invite(world, employee)).link)
      return guest.visitor.press('Accept', { [csrfField]: 'made up' })
    },
  },
  {
    given: 'a second new link within an hour',
    here: 'newLinkTooSoon',
    home: 'newLinkTooSoon',
    async act() {
      const { link, invitationId } = await invite(world, employee)
      await age(invitationId)
      const browser = visitor(server)
      await browser.open(link)
      await browser.press('Send me a new link')
      await browser.open(link)
      return browser.press('Send me a new link')
    },
  },
  {
    given: 'a new link, when nobody may be invited any more',
    here: 'newLinkRefused',
    home: 'newLinkRefused',
    async act() {
      const { link, invitationId } = await invite(world, employee)
      await age(invitationId)
      const browser = visitor(server)
      await browser.open(link)
      const policy = '/v1.0/policies/authorizationPolicy'
      succeeded(await contoso.graph.patch(policy, { allowInvitesFrom: 'none' }))
      const page = await browser.press('Send me a new link')
      succeeded(await contoso.graph.patch(policy, { allowInvitesFrom: 'everyone' }))
      return page
    },
  },
]

/** A person of Fabrikam who has signed in, and is asked for one thing more before the portal. */
async function beforeTheApp(parameters: Record<string, string> = {}) {
  const browser = visitor(server)
  const query = new URLSearchParams({
    client_id: portal.app.appId,
    response_type: 'code',
    redirect_uri: portal.app.redirectUris.web[0] ?? '',
    scope: portal.scope ?? '',
    ...parameters,
  })
  await browser.open(`/${contoso.id}/oauth2/v2.0/authorize?${query}`)
  await browser.press('Next', { username: employee.userPrincipalName })
  await browser.press('Sign in', { password: employee.password })
  return browser
}

for (const { given, here, home, act } of cases) {
  test(`what stands on the page is explained on both sides: ${given}`, async () => {
    await anew()
    const refused = refusalPage(await act())
    for (const [side, key, expected] of [
      [contoso, 'contoso', here],
      [fabrikam, 'fabrikam', home],
    ] as const) {
      await foundBy(side, refused, expected)
      await explainedTo(key, refused, expected)
    }
  })
}

/** Each id of the block alone leads the admin to the reason. */
async function foundBy(side: Organization, { block, page }: RefusalPage, expected: number | string): Promise<void> {
  const ids = [block['correlation id'], ...('request id' in block ? [block['request id']] : [])]
  assert.ok(block['correlation id'], page.html)
  assert.equal(block['tenant id'], contoso.id)
  for (const id of ids) {
    const { outcome, error } = (await side.explanation(id ?? '')) ?? assert.fail(`${side.displayName} knows ${id}`)
    assert.equal(outcome, 'deny')
    assert.equal(typeof expected === 'number' ? error.code : error.name, expected, side.displayName)
    assert.ok(error.says && error.cause && error.fix, side.displayName)
  }
}

/** The whole block, pasted. The command's own code, without a process for each of them. */
async function explainedTo(tenant: string, { block }: RefusalPage, expected: number | string): Promise<void> {
  const printed: string[] = []
  const pasted = Object.entries(block).map(([name, value]) => `${name.at(0)?.toUpperCase()}${name.slice(1)}: ${value}`)
  await explain(
    [],
    { tenant },
    {
      environment: { GATEHOUSE_DATA: server.dataFolder },
      print: (text) => void printed.push(text),
      note: (text) => assert.fail(text),
      style: (_, text) => text,
      interactive: false,
      live: false,
      width: 100,
      input: async () => pasted.join('\n'),
      openBrowser: () => undefined,
    },
  )
  const out = printed.join('\n')
  assert.match(out, new RegExp(`^Refused: .*${expected}`), out)
  assert.ok(out.includes(block['correlation id'] ?? '-'), out)
}

for (const [given, act] of [
  ['at the app', atTheApp],
  ['at the link', async () => atTheLink((await invite(world, employee)).link)],
] as const) {
  test(`an account that is blocked at home is told of, and logged, at home alone: ${given}`, async () => {
    await anew()
    succeeded(await fabrikam.graph.patch(`/v1.0/users/${employee.id}`, { accountEnabled: false }))
    const refused = refusalPage(await act())
    succeeded(await fabrikam.graph.patch(`/v1.0/users/${employee.id}`, { accountEnabled: true }))
    assert.equal(refused.block['tenant id'], fabrikam.id)
    const why = (await fabrikam.explanation(refused.block['request id'] ?? '')) ?? assert.fail('Fabrikam knows')
    assert.equal(why.error.code, 50057)
    await explainedTo('fabrikam', refused, 50057)
    assert.equal(await contoso.explanation(refused.block['request id'] ?? ''), null)
  })
}

test('a link that leads nowhere shows no id, and its organization finds why in the audit log', async () => {
  await anew()
  const { link, guestId, invitationId } = await invite(world, employee)
  succeeded(await contoso.graph.delete(`/v1.0/users/${guestId}`))
  const page = await visitor(server).open(link)
  assert.equal(page.status, 404)
  assert.deepEqual(refusalPage(page).block, {})
  for (const side of [contoso, fabrikam]) {
    const [entry] = await redemptionsOf(side, invitationId)
    assert.match(entry.resultReason, /withdrawn, or its guest was deleted/)
    const why = await side.explanation(entry.correlationId)
    assert.deepEqual([why.outcome, why.error.name, why.signIn], ['deny', 'linkNotFound', null])
  }
})

test('a guest who is deleted before the open acceptance page leaves a row on both sides, though the page says nothing', async () => {
  await anew()
  const { link, guestId, invitationId } = await invite(world, employee)
  const guest = fabrikam.person('employee')
  await openInvitation(guest, link)
  succeeded(await contoso.graph.delete(`/v1.0/users/${guestId}`))
  const page = await guest.visitor.press('Accept')
  assert.equal(page.status, 404)
  assert.deepEqual(refusalPage(page).block, {})
  const [entry] = await redemptionsOf(contoso, invitationId)
  for (const side of [contoso, fabrikam]) {
    const why = await side.explanation(entry.correlationId)
    assert.deepEqual([why.error.code, why.error.name, why.signIn.grant], [50020, 'linkNotFound', 'redemption'])
  }
})

test('however often an ended link is opened, an hour has one entry for it, and all its pages lead there', async () => {
  await anew()
  const { link, invitationId } = await invite(world, employee)
  await age(invitationId)
  const opened = async () => refusalPage(await visitor(server).open(link)).block['correlation id']
  const shown = new Set(await Promise.all(Array.from({ length: 20 }, opened)))
  // The hour may have turned meanwhile.
  assert.ok(shown.size <= 2, [...shown].join())
  for (const side of [contoso, fabrikam]) {
    const entries = await redemptionsOf(side, invitationId)
    assert.deepEqual(new Set(entries.map((entry: { correlationId: string }) => entry.correlationId)), shown)
    assert.equal(entries.length, shown.size)
  }
})

test('a new link that was sent stands beside the invitation that it made, under one correlation id', async () => {
  await anew()
  const { link, invitationId } = await invite(world, employee)
  await age(invitationId)
  const browser = visitor(server)
  await browser.open(link)
  await browser.press('Send me a new link')
  const asked = encodeURIComponent("activityDisplayName eq 'Request new invitation link' and result eq 'success'")
  for (const [side, others] of [
    [contoso, ['Invite external user', 'Request new invitation link']],
    [fabrikam, ['Invite external user', 'Request new invitation link']],
  ] as const) {
    const path = '/v1.0/auditLogs/directoryAudits?$filter='
    const [{ correlationId }] = succeeded(await side.graph.get(`${path}${asked}`)).body.value
    const together = encodeURIComponent(`correlationId eq '${correlationId}'`)
    const { value } = succeeded(await side.graph.get(`${path}${together}`)).body
    const names = value.map((one: { activityDisplayName: string }) => one.activityDisplayName).toSorted()
    assert.deepEqual(names, others)
  }
})

async function redemptionsOf({ graph }: Organization, invitationId: string) {
  const filter = encodeURIComponent("activityDisplayName eq 'Redeem external user invite'")
  const { value } = succeeded(await graph.get(`/v1.0/auditLogs/directoryAudits?$top=200&$filter=${filter}`)).body
  return value.filter((one: { additionalDetails: { value: string }[] }) =>
    one.additionalDetails.some((detail) => detail.value === invitationId),
  )
}

test('what nobody known has done has no row: the code of such a page is explained all the same', async () => {
  const browser = visitor(server)
  const { block } = refusalPage(await browser.open(`/${contoso.id}/sign-in?flow=made-up`))
  for (const side of [contoso, fabrikam]) assert.equal(await side.explanation(block['request id'] ?? ''), null)
  const environment = { GATEHOUSE_DATA: server.dataFolder }
  const input = Object.entries(block)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
  const { code, out, err } = await gatehouse(['explain', '--tenant', 'contoso'], { environment, input })
  assert.equal(code, 0, err)
  assert.match(out, /50089/)
  assert.match(err, /nobody is known/)
})
