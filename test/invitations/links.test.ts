import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { visitor } from '../harness/person.ts'
import { audits, contractor, employee, inviteGuest, person, redirectUrl, signInToRedeem, stateOf } from './story.ts'

/** attacks.md 1: whatever is wrong with a link, the answer is one and the same. */
test('forged, retargeted, revoked and deleted links answer the same bytes, change nothing, and leave one row each', async (t) => {
  const server = await startServer(t)
  const invited = await inviteGuest(server, employee(server).mail)
  const other = await inviteGuest(server, contractor(server).mail)
  const deleted = await inviteGuest(server, 'gone@nowhere.example')
  assert.equal((await server.graph('contoso').delete(`/v1.0/users/${deleted.guestId}`)).status, 204)

  const change = (name: string, value: string | ((old: string) => string)) => {
    const url = new URL(invited.link)
    url.searchParams.set(name, typeof value === 'string' ? value : value(url.searchParams.get(name) ?? ''))
    return url.href
  }
  const flip = (old: string) => `${old.slice(0, -2)}${old.at(-2) === 'A' ? 'B' : 'A'}${old.at(-1)}`
  const without = (name: string) => {
    const url = new URL(invited.link)
    url.searchParams.delete(name)
    return url.href
  }
  const links: Record<string, string> = {
    'one byte of the ticket': change('ticket', flip),
    'one byte of its tenant': change('ticket', (old) => `${flip(old.slice(0, 22))}${old.slice(22)}`),
    'another tenant': change('tenant', server.demo.tenants.fabrikam.id),
    'no tenant of ours': change('tenant', '00000000-0000-4000-8000-000000000000'),
    'another invitation': change('user', other.id),
    'the guest in place of the invitation': change('user', invited.guestId),
    'the ticket of another invitation': change('ticket', new URL(other.link).searchParams.get('ticket') ?? ''),
    'no ticket': without('ticket'),
    'no parameters': `${server.origin}/redeem/`,
    'a doubled ticket': `${invited.link}&ticket=x`,
    'a huge ticket': change('ticket', 'A'.repeat(8000)),
    'SQL and markup': change('user', `' or 1=1--<script>`),
    'a deleted guest': deleted.link,
  }
  const seen = new Set<string>()
  for (const [what, link] of Object.entries(links)) {
    const before = (await audits(server, 'contoso', 'Redeem external user invite')).length
    const answer = await server.fetch(link)
    const body = await answer.text()
    assert.equal(answer.status, 404, what)
    assert.equal(answer.headers.get('set-cookie'), null, what)
    seen.add(body)
    const after = (await audits(server, 'contoso', 'Redeem external user invite')).length
    assert.ok(after - before <= 1, what)
    if (what === 'one byte of the ticket') assert.equal(after - before, 1)
  }
  assert.equal(seen.size, 1)
  assert.equal(await stateOf(server, invited.guestId), 'PendingAcceptance')

  const posted = await visitor(server).post('/redeem/continue', {
    tenant: server.demo.tenants.contoso.id,
    user: other.id,
    ticket: new URL(invited.link).searchParams.get('ticket') ?? '',
  })
  assert.equal(posted.status, 404)
  assert.ok(seen.has(posted.html))
})

test('opening the link any number of times, as mail filters do, changes nothing', async (t) => {
  const server = await startServer(t)
  const invited = await inviteGuest(server, employee(server).mail)
  for (let n = 0; n < 3; n++) assert.equal((await server.fetch(invited.link)).status, 200)
  assert.equal((await server.fetch(invited.link, { method: 'HEAD' })).status, 200)
  assert.equal(await stateOf(server, invited.guestId), 'PendingAcceptance')
})

test('a link ends at its last second with nothing running in the background, and a new one can be asked for', async (t) => {
  const server = await startServer(t)
  const who = employee(server)
  const invited = await inviteGuest(server, who.mail)
  await server.advance('P29DT23H59M')
  assert.equal((await server.fetch(invited.link)).status, 200)
  await server.advance('PT61S')
  const browser = visitor(server)
  const page = await browser.open(invited.link)
  assert.equal(page.status, 410)
  assert.ok(page.html.includes('invitationExpired'))
  assert.ok(!page.html.includes('AADSTS'))

  const sent = await browser.press('Send me a new link')
  assert.equal(sent.status, 200, sent.html)
  const letter = await server.letter(who.mail)
  const link = letter.links[0] ?? ''
  assert.notEqual(link, invited.link)

  const early = await browser.open(invited.link)
  assert.ok(early.html.includes('invitationSuperseded'))
  const again = await browser.press('Send me a new link')
  assert.equal(again.status, 429)
  assert.ok(again.html.includes('newLinkTooSoon'))
  await server.advance('PT61M')
  await browser.open(invited.link)
  assert.equal((await browser.press('Send me a new link')).status, 200)

  const newest = (await server.letter(who.mail)).links[0] ?? ''
  const { browser: redeeming } = await signInToRedeem(server, newest, who)
  assert.equal((await redeeming.press('Accept')).leaves, redirectUrl)
  assert.equal(await stateOf(server, invited.guestId), 'Accepted')
})

test('a link that expires while the acceptance page is open is refused', async (t) => {
  const server = await startServer(t)
  const invited = await inviteGuest(server, employee(server).mail)
  await server.advance('P29DT23H40M')
  const { browser } = await signInToRedeem(server, invited.link, employee(server))
  await server.advance('PT21M')
  const page = await browser.press('Accept')
  assert.equal(page.status, 410)
  assert.ok(page.html.includes('expired'))
  assert.equal(await stateOf(server, invited.guestId), 'PendingAcceptance')
})

test('a new link is not sent when too late, nor when the inviter may not invite any more', async (t) => {
  const server = await startServer(t)
  const invited = await inviteGuest(server, employee(server).mail)
  await server.advance('P31D')
  const browser = visitor(server)
  await browser.open(invited.link)
  const { graph } = server
  const closed = { allowInvitesFrom: 'none' }
  assert.equal((await graph('contoso').patch('/v1.0/policies/authorizationPolicy', closed)).status, 204)
  const refused = await browser.press('Send me a new link')
  assert.equal(refused.status, 403)
  assert.ok(!refused.html.includes('allowInvitesFrom'))
  await server.advance('P30D')
  await browser.open(invited.link)
  const late = await browser.press('Send me a new link')
  assert.equal(late.status, 410)
  assert.ok(late.html.includes('newLinkTooLate'))
  assert.equal((await server.letters(employee(server).mail)).length, 0)
})

test('only a mail that goes out ends the earlier link', async (t) => {
  const server = await startServer(t)
  const first = await inviteGuest(server, employee(server).mail)
  const second = await inviteGuest(server, employee(server).mail)
  assert.equal(second.guestId, first.guestId)
  assert.equal((await server.fetch(first.link)).status, 200)
  const mailed = await inviteGuest(server, employee(server).mail, { sendInvitationMessage: true })
  for (const link of [first.link, second.link]) {
    const answer = await server.fetch(link)
    assert.equal(answer.status, 410)
    assert.ok((await answer.text()).includes('invitationSuperseded'))
  }
  assert.equal((await server.fetch(mailed.link)).status, 200)
})

/** attacks.md 4. */
test('an inviter who reads the link of somebody else cannot redeem it', async (t) => {
  const server = await startServer(t)
  const invited = await inviteGuest(server, employee(server).mail)
  const { page } = await signInToRedeem(server, invited.link, person(server, 'contoso', 'inviter'))
  assert.equal(page.status, 400)
  assert.ok(page.html.includes('AADSTS50020'))
  assert.equal(await stateOf(server, invited.guestId), 'PendingAcceptance')
})

/** attacks.md 6: a home admin writes the victim's address into one of his own accounts. */
test('an address in a domain that is not verified at home proves nothing', async (t) => {
  const server = await startServer(t)
  const victim = 'victim@nowhere.example'
  const own = contractor(server)
  const written = await server.graph('fabrikam').patch(`/v1.0/users/${own.id}`, { mail: victim })
  assert.equal(written.status, 204, JSON.stringify(written.body))
  const invited = await inviteGuest(server, victim)
  const browser = visitor(server)
  await browser.open(invited.link)
  await browser.press('Continue to sign in')
  assert.ok(!browser.forms().some((form) => form.buttons.some((one) => one.label.startsWith('Use another'))))
  // Signed in at home in the same browser, and on to the review by hand: there is no flow handle to be had for it.
  const flow = new URL(browser.page.url).searchParams.get('flow')
  const jump = await browser.open(`/redeem/review?flow=${flow}&sid=${own.id}`)
  assert.notEqual(jump.status, 200)
  assert.equal(await stateOf(server, invited.guestId), 'PendingAcceptance')
})

/** attacks.md 25: steps reached by URL, replayed forms, forms without their token or from another browser. */
test('no step of redemption can be reached but through the one before it', async (t) => {
  const server = await startServer(t)
  const invited = await inviteGuest(server, employee(server).mail)
  const { browser } = await signInToRedeem(server, invited.link, employee(server))
  const form = browser.forms().find((one) => one.buttons.some((button) => button.value === 'accept'))
  assert.ok(form)
  const fields: Record<string, string> = { ...form.fields, action: 'accept' }
  const stranger = visitor(server)
  const tries = [
    await stranger.post(form.action, fields),
    await browser.post(form.action, { ...fields, csrf: '' }),
    await browser.post(form.action, { ...fields, csrf: 'x'.repeat(43) }),
    await browser.post(form.action, fields, { origin: 'https://evil.example' }),
    await browser.post(form.action, { ...fields, flow: 'x' }),
    await browser.post(form.action.replace(/sid=[^&]*/, 'sid=other'), fields),
    await browser.post('/redeem/review', fields),
    await browser.post(form.action, { ...fields, action: 'become-admin' }),
    await stranger.open('/redeem/review'),
    await stranger.open(browser.page.url),
    await stranger.open(`/redeem/sign-in?flow=${fields.flow}`),
  ]
  for (const [index, page] of tries.entries()) {
    assert.ok(page.status >= 400 && page.status < 500, `${index}: ${page.status}`)
    assert.equal(await stateOf(server, invited.guestId), 'PendingAcceptance', String(index))
  }
  assert.equal((await browser.post(form.action, fields)).leaves, redirectUrl)
})

/** attacks.md 15. */
test('redemption ends at the stored address only', async (t) => {
  const server = await startServer(t)
  const invited = await inviteGuest(server, employee(server).mail)
  const bait = 'inviteRedirectUrl=https%3A%2F%2Fevil.example&redirect_uri=https%3A%2F%2Fevil.example'
  const { browser } = await signInToRedeem(server, `${invited.link}&${bait}`, employee(server))
  const done = await browser.press('Accept', { redirectUrl: 'https://evil.example', landing: 'https://evil.example' })
  assert.equal(done.leaves, redirectUrl)
})
