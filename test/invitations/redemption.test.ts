import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UserId } from '../../src/ids.ts'
import { addUsers, tenantId } from '../graph/people.ts'
import { startServer } from '../harness/index.ts'
import { myAppsSignIn } from '../harness/my-apps.ts'
import { visitor } from '../harness/person.ts'
import {
  audits,
  contractor,
  employee,
  inviteGuest,
  redirectUrl,
  signInAs,
  signIns,
  signInToRedeem,
  stateOf,
} from './story.ts'

test('an invited partner accepts: from the mail to the redirect URL', async (t) => {
  const server = await startServer(t)
  const who = employee(server)
  const invited = await inviteGuest(server, who.mail, { sendInvitationMessage: true, invitedUserDisplayName: 'Amy' })
  const { body } = invited
  assert.equal(body.status, 'PendingAcceptance')
  assert.equal(body.invitedUserType, 'Guest')
  assert.equal(body.inviteRedirectUrl, redirectUrl)
  const letter = await server.letter(who.mail)
  assert.deepEqual(letter.links.slice(0, 1), [invited.link])
  assert.ok(letter.subject.endsWith(`invited you to collaborate with ${server.demo.tenants.contoso.domain}`))

  const { graph } = server
  const guest = (await graph('contoso').get(`/v1.0/users/${invited.guestId}`)).body
  const local = who.mail.replace('@', '_')
  assert.equal(guest.userPrincipalName, `${local}#EXT#@${server.demo.tenants.contoso.domain}`)
  assert.equal(await stateOf(server, invited.guestId), 'PendingAcceptance')

  const { browser, page } = await signInToRedeem(server, invited.link, who)
  assert.equal(page.title, 'Review permissions')
  assert.equal(page.status, 200)
  assert.equal(await stateOf(server, invited.guestId), 'PendingAcceptance', 'looking changes nothing')
  const done = await browser.press('Accept')
  assert.equal(done.leaves, redirectUrl)
  assert.equal(await stateOf(server, invited.guestId), 'Accepted')

  const redeemed = await audits(server, 'contoso', 'Redeem external user invite')
  assert.deepEqual(
    redeemed.map((one) => one.result),
    ['success'],
  )
  for (const tenant of ['contoso', 'fabrikam'] as const) {
    const rows = (await signIns(server, tenant)).filter((one) => one.grant === 'redemption')
    // Asked, and accepted.
    assert.deepEqual(new Set(rows.map((one) => one.errorCode)), new Set([50014, 0]), tenant)
    for (const row of rows) assert.equal(row.crossTenantAccessType, 'b2bCollaboration')
  }

  const back = await visitor(server).open(invited.link)
  assert.equal(back.leaves, redirectUrl, 'the link has become a way back')
  assert.ok(
    !server.log.some((line) => JSON.stringify(line).includes(new URL(invited.link).searchParams.get('ticket') ?? '!')),
  )
})

test('an address without a home tenant is proven by a one-time code', async (t) => {
  const server = await startServer(t)
  const invited = await inviteGuest(server, 'zoe@nowhere.example', {
    inviteRedirectUrl: 'https://myapps.microsoft.com',
  })
  const browser = visitor(server)
  await browser.open(invited.link)
  assert.ok(browser.page.html.includes('you will be sent a code'))
  await browser.press('Continue to sign in')
  await browser.press('Send code')
  const letter = await server.letter('zoe@nowhere.example')
  assert.match(letter.code ?? '', /^\d{8}$/)
  const wrong = await browser.press('Sign in', { code: letter.code === '00000000' ? '11111111' : '00000000' })
  assert.equal(wrong.status, 400)
  await browser.press('Sign in', { code: letter.code ?? '' })
  assert.equal(browser.page.title, 'Review permissions')
  await browser.press('Accept')
  assert.equal(await stateOf(server, invited.guestId), 'Accepted')
  assert.equal(browser.page.title, 'My Apps')
  assert.equal(new URL(browser.page.url).searchParams.get('tenantId'), server.demo.tenants.contoso.id)
  await browser.open(myAppsSignIn(server, server.demo.tenants.contoso.id, { response_mode: 'query' }))
  assert.match(browser.page.leaves ?? '', /[?&]code=/, 'My Apps needs no further sign-in')
})

test('signed in with another account: 50020, whom the invitation is for, and a way to switch', async (t) => {
  const server = await startServer(t)
  const invited = await inviteGuest(server, employee(server).mail)
  const { browser, page } = await signInToRedeem(server, invited.link, contractor(server))
  assert.equal(page.status, 400)
  assert.ok(page.html.includes('AADSTS50020'), page.html)
  assert.ok(page.html.includes(contractor(server).userPrincipalName) && page.html.includes(employee(server).mail))
  assert.equal(await stateOf(server, invited.guestId), 'PendingAcceptance')
  for (const [tenant, code] of [
    ['contoso', 50020],
    ['fabrikam', 90072],
  ] as const) {
    const row = (await signIns(server, tenant)).find((one) => one.grant === 'redemption')
    assert.equal(row?.errorCode, code, tenant)
  }
  const again = /href="(\/redeem\/sign-in[^"]*)"/.exec(page.html)?.[1] ?? ''
  await browser.open(again)
  await signInAs(browser, employee(server))
  assert.equal(browser.page.title, 'Review permissions')
  await browser.press('Accept')
  assert.equal(await stateOf(server, invited.guestId), 'Accepted')
})

test('the guest who does not accept stays pending and may come back', async (t) => {
  const server = await startServer(t)
  const invited = await inviteGuest(server, employee(server).mail)
  const { browser } = await signInToRedeem(server, invited.link, employee(server))
  await browser.press('Cancel')
  assert.equal(browser.page.title, 'Invitation not accepted')
  assert.equal(await stateOf(server, invited.guestId), 'PendingAcceptance')
  const { browser: later } = await signInToRedeem(server, invited.link, employee(server))
  await later.press('Accept')
  assert.equal(await stateOf(server, invited.guestId), 'Accepted')
})

test('two redemptions at once: one wins, the other lands as if it had', async (t) => {
  const server = await startServer(t)
  const invited = await inviteGuest(server, employee(server).mail)
  const both = await Promise.all([1, 2].map(() => signInToRedeem(server, invited.link, employee(server))))
  const done = await Promise.all(both.map(({ browser }) => browser.press('Accept')))
  assert.deepEqual(
    done.map((page) => page.leaves),
    [redirectUrl, redirectUrl],
  )
  const redeemed = await audits(server, 'contoso', 'Redeem external user invite')
  assert.equal(redeemed.filter((one) => one.result === 'success').length, 1)
})

const blocked = {
  usersAndGroups: { accessType: 'blocked', targets: [{ target: 'AllUsers', targetType: 'user' }] },
  applications: { accessType: 'blocked', targets: [{ target: 'AllApplications', targetType: 'application' }] },
}
const sides = [
  { by: 'contoso', other: 'fabrikam', setting: 'b2bCollaborationInbound', code: 500213 },
  { by: 'fabrikam', other: 'contoso', setting: 'b2bCollaborationOutbound', code: 500212 },
] as const
/** To an admin of Contoso: the own setting whole; of Fabrikam's, that it is Fabrikam's. */
const whyAtInvite = {
  contoso: {
    code: 'inboundAccess',
    message:
      'Inbound settings refuse everybody from Fabrikam. In the inbound settings for Fabrikam, allow people of Fabrikam.',
    target: 'b2bCollaborationInbound',
  },
  fabrikam: {
    code: 'outboundAccess',
    message: "The invited person's organization does not allow it. Ask an administrator there.",
  },
}
for (const { by, other, setting, code } of sides) {
  test(`${by} blocks after the invitation: ${code} at redemption, the guest stays pending`, async (t) => {
    const server = await startServer(t)
    const invited = await inviteGuest(server, employee(server).mail)
    const made = await server.graph(by).post('/v1.0/policies/crossTenantAccessPolicy/partners', {
      tenantId: server.demo.tenants[other].id,
      [setting]: blocked,
    })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const { page } = await signInToRedeem(server, invited.link, employee(server))
    assert.equal(page.status, 400)
    assert.ok(page.html.includes(`AADSTS${code}`))
    assert.ok(!page.html.includes('AllUsers'))
    assert.equal(await stateOf(server, invited.guestId), 'PendingAcceptance')
    for (const tenant of ['contoso', 'fabrikam'] as const) {
      const row = (await signIns(server, tenant)).find((one) => one.grant === 'redemption')
      assert.equal(row?.errorCode, code, tenant)
    }
    const refused = await server.graph('contoso').post('/v1.0/invitations', {
      invitedUserEmailAddress: contractor(server).mail,
      inviteRedirectUrl: redirectUrl,
    })
    assert.equal(refused.status, 400)
    assert.match(refused.body.error.message, /blocked by cross-tenant access settings/)
    assert.deepEqual(refused.body.error.details, [whyAtInvite[by]])
    for (const tenant of ['contoso', 'fabrikam'] as const) {
      const tries = await audits(server, tenant, 'Invite external user')
      assert.deepEqual(tries.map((one) => one.result).toSorted(), ['failure', 'success'], `${tenant} sees both tries`)
    }
  })
}

test('only the landing app is not allowed: accepted, then 500213 at My Apps', async (t) => {
  const server = await startServer(t)
  const { portal } = server.demo.tenants.contoso.apps
  const made = await server.graph('contoso').post('/v1.0/policies/crossTenantAccessPolicy/partners', {
    tenantId: server.demo.tenants.fabrikam.id,
    b2bCollaborationInbound: {
      usersAndGroups: { accessType: 'allowed', targets: [{ target: 'AllUsers', targetType: 'user' }] },
      applications: { accessType: 'allowed', targets: [{ target: portal?.appId, targetType: 'application' }] },
    },
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const invited = await inviteGuest(server, employee(server).mail, {
    inviteRedirectUrl: 'https://myapps.microsoft.com',
  })
  const { browser } = await signInToRedeem(server, invited.link, employee(server))
  const landed = await browser.press('Accept')
  assert.equal(await stateOf(server, invited.guestId), 'Accepted')
  assert.equal(landed.title, 'My Apps')
  const page = await browser.open(myAppsSignIn(server, server.demo.tenants.contoso.id))
  assert.equal(page.status, 400)
  assert.ok(page.html.includes('AADSTS500213'))
  const another = /<a class="button" href="([^"]+)">Use another account</.exec(page.html)?.[1] ?? ''
  assert.equal((await browser.open(another.replaceAll('&amp;', '&'))).title, 'Pick an account')
})

test('an internal user is turned into a guest of a mailbox, keeps the object, and loses the password', async (t) => {
  const server = await startServer(t)
  const { deps } = server.running
  const address = 'conv@nowhere.example'
  const [user] = await addUsers(server, 'contoso', [{ displayName: 'Connie', mail: address }])
  assert.ok(user)
  const door = deps.store.at(tenantId(server, 'contoso'))
  const password = await deps.passwords.hash('Correct horse 7')
  await deps.store.write(door.tenant, (tx) =>
    deps.store.passwords.put(tx, {
      userId: user.id,
      hash: password,
      changedAt: 0,
      failures: 0,
      lockedUntil: null,
      locks: 0,
      recentWrong: [],
    }),
  )
  const invited = await inviteGuest(server, address, { invitedUser: { id: user.id } })
  assert.equal(invited.guestId, user.id)
  assert.equal((await audits(server, 'contoso', 'Invite internal user to B2B collaboration')).length, 1)
  const browser = visitor(server)
  await browser.open(invited.link)
  await browser.press('Continue to sign in')
  await browser.press('Send code')
  await browser.press('Sign in', { code: (await server.letter(address)).code ?? '' })
  await browser.press('Accept')
  const after = await deps.store.users.find(door, user.id)
  assert.equal(after?.externalUserState, 'Accepted')
  assert.deepEqual(after?.home, { kind: 'email', address })
  assert.equal(after?.userPrincipalName, user.userPrincipalName)
  assert.equal(await deps.store.passwords.find(door, user.id), undefined)
})

test('one home account is one guest: a second invitation under an alias is refused with the reason', async (t) => {
  const server = await startServer(t)
  const who = employee(server)
  const alias = `alias@${server.demo.tenants.fabrikam.domain}`
  const { deps } = server.running
  await deps.store.write(tenantId(server, 'fabrikam'), async (tx) => {
    const change = { proxyAddresses: [`SMTP:${who.mail}`, `smtp:${alias}`] }
    await deps.store.users.update(tx, who.id as UserId, (old) => ({ ...old, ...change }))
  })
  const first = await inviteGuest(server, alias)
  const { browser } = await signInToRedeem(server, first.link, who)
  await browser.press('Accept')
  assert.equal(await stateOf(server, first.guestId), 'Accepted', 'an alias of the invited mailbox redeems by the link')
  const second = await inviteGuest(server, who.mail)
  const { page } = await signInToRedeem(server, second.link, who)
  assert.equal(page.status, 409)
  assert.ok(page.html.includes('already belongs to another guest'))
  assert.equal(await stateOf(server, second.guestId), 'PendingAcceptance')
})
