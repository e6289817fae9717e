import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { type Page, refusalPage, visitor } from '../harness/person.ts'
import { accept, guestObject, invite, type Organization, openInvitation, story, succeeded } from '../harness/story.ts'

/** Links that came to their end, and links that never were: no AADSTS number, and the guest stays as they are. */

test('an invitation of 31 days: 410 invitationExpired, until a new link is asked for', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const { contoso, fabrikam } = world
  const { mail } = fabrikam.account('employee')
  const { guestId, invitationId, link } = await invite(world, { mail })
  const before = await guestObject(world, guestId)
  const aged = await server.fetch('/gatehouse/age', {
    method: 'POST',
    headers: { authorization: `Bearer ${server.demo.operator.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: invitationId, by: 'P31D' }),
  })
  assert.equal(aged.status, 204)

  const guest = visitor(server)
  const page = await guest.open(link)
  assert.equal(page.status, 410)
  assert.equal(refusalPage(page).code, 'invitationExpired')
  assert.doesNotMatch(page.html, /AADSTS/)
  assert.equal(guest.has('Continue to sign in'), false)
  assert.deepEqual(await guestObject(world, guestId), before)
  for (const side of [contoso, fabrikam]) await failedRedemption(side, invitationId, /expired/)

  await guest.press('Send me a new link')
  assert.equal(guest.page.title, 'New link sent')
  const [fresh = ''] = (await server.letter(mail)).links
  await accept(fabrikam.person('employee'), fresh)
  assert.equal((await guestObject(world, guestId)).externalUserState, 'Accepted')
  await fabrikam.person('employee').signInTo(contoso.app('portal'))
})

test('an invitation sent again: 410 invitationSuperseded for the old link, the new one is accepted', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const { contoso, fabrikam } = world
  const { mail } = fabrikam.account('employee')
  const old = await invite(world, { mail }, { sendInvitationMessage: true })
  const before = await guestObject(world, old.guestId)
  const renewed = await invite(world, { mail }, { sendInvitationMessage: true })
  assert.equal(renewed.guestId, old.guestId)

  const guest = visitor(server)
  const page = await guest.open(old.link)
  assert.equal(page.status, 410)
  assert.equal(refusalPage(page).code, 'invitationSuperseded')
  assert.doesNotMatch(page.html, /AADSTS/)
  assert.equal(guest.has('Continue to sign in'), false)
  assert.deepEqual(await guestObject(world, old.guestId), before)
  for (const side of [contoso, fabrikam]) await failedRedemption(side, old.invitationId, /superseded|newer/i)

  await accept(fabrikam.person('employee'), renewed.link)
  assert.equal((await guestObject(world, old.guestId)).externalUserState, 'Accepted')
})

test('a link forged, retargeted or of a deleted guest: one identical 404', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const { contoso, fabrikam } = world
  const { guestId, link } = await invite(world, fabrikam.account('employee'))
  const second = await invite(world, fabrikam.account('contractor'))
  const deleted = await invite(world, { mail: 'zoe@nowhere.example' })
  succeeded(await contoso.graph.delete(`/v1.0/users/${deleted.guestId}`))
  const before = [await guestObject(world, guestId), await guestObject(world, second.guestId)]

  const ticket = new URL(link).searchParams.get('ticket') ?? ''
  const last = ticket.at(-2) === 'A' ? 'B' : 'A'
  const links = {
    forged: changed(link, { ticket: `${ticket.slice(0, -2)}${last}${ticket.slice(-1)}` }),
    'made up': changed(link, { ticket: 'nothing' }),
    'without a ticket': changed(link, { ticket: '' }),
    'retargeted to another invitation': changed(link, { user: second.invitationId }),
    'retargeted to another tenant': changed(link, { tenant: fabrikam.id }),
    'retargeted to no tenant': changed(link, { tenant: '11111111-2222-4333-8444-555555555555' }),
    'of a deleted guest': deleted.link,
  }
  const pages = await Promise.all(Object.values(links).map((one) => visitor(server).open(one)))
  const [expected] = pages.map(comparable)
  for (const [index, page] of pages.entries()) {
    const which = Object.keys(links)[index] ?? ''
    assert.equal(page.status, 404, which)
    assert.deepEqual(comparable(page), expected, which)
  }
  assert.doesNotMatch(pages[0]?.html ?? '', /AADSTS/)
  assert.deepEqual([await guestObject(world, guestId), await guestObject(world, second.guestId)], before)
  await failedRedemption(contoso, second.invitationId, /not one that was sent/)
  await failedRedemption(contoso, deleted.invitationId, /withdrawn, or its guest was deleted/)
  // The other tenant learns of the try that named it, and of nothing else.
  const elsewhere = await redemptions(fabrikam)
  assert.equal(elsewhere.length, 1)

  assert.equal(
    (await openInvitation(fabrikam.person('employee'), link)).title,
    'Review permissions',
    'the real one works',
  )
})

const comparable = ({ status, html, headers }: Page) => {
  const perRequest = new Set(['x-ms-request-id', 'date', 'client-request-id'])
  return { status, html, headers: [...headers].filter(([name]) => !perRequest.has(name)) }
}

function changed(link: string, parameters: Record<string, string>): string {
  const url = new URL(link)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

async function redemptions({ graph }: Organization) {
  const filter = encodeURIComponent("activityDisplayName eq 'Redeem external user invite'")
  return succeeded(await graph.get(`/v1.0/auditLogs/directoryAudits?$filter=${filter}`)).body.value
}

/** The try is in the organization's audit log: which invitation, and why it did not work. */
async function failedRedemption(of: Organization, invitationId: string, reason: RegExp): Promise<void> {
  const tries = await redemptions(of)
  const names = (one: (typeof tries)[number]) =>
    one.additionalDetails.some(({ value }: { value: string }) => value === invitationId)
  const found = tries.find(names)
  assert.ok(found, `an audit entry of ${invitationId}`)
  assert.equal(found.result, 'failure')
  assert.match(found.resultReason, reason)
}
