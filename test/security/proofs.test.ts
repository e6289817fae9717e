import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { claimsOf, person, redirectUriOf, refusalPage } from '../harness/person.ts'
import { accept, acceptedGuest, guestObject, invite, openInvitation, story } from '../harness/story.ts'

/** attacks.md 4, 6 and 13 over HTTPS: an address is nobody's identity, and a page proves that a code is its own. */

test('an address that a partner’s admin gives to somebody opens nothing: not the token’s email, not the guest’s object', async (t) => {
  const server = await startServer(t)
  const actors = story(server)
  const { contoso, fabrikam } = actors
  const victim = contoso.account('admin')
  const guest = await acceptedGuest(actors, 'employee')
  const before = await guestObject(actors, guest.guestId)

  const mail = victim.userPrincipalName
  const taken = await fabrikam.graph.patch(`/v1.0/users/${fabrikam.account('employee').id}`, {
    mail,
    otherMails: [mail],
  })
  assert.equal(taken.status, 204, JSON.stringify(taken.body))
  const inside = await guest.person.signInTo(contoso.app('portal'), {
    scope: 'openid profile email offline_access User.Read',
  })
  for (const claims of [inside.idToken, inside.accessToken, claimsOf((await inside.refresh()).body.id_token ?? '')]) {
    assert.ok(!JSON.stringify(claims).includes(mail), JSON.stringify(claims))
  }
  assert.equal(inside.idToken.oid, guest.guestId, 'still the same guest, by the account and not by its address')
  assert.deepEqual(await guestObject(actors, guest.guestId), before)

  // Somebody else of that tenant with the guest's address is a stranger.
  const address = fabrikam.account('employee').userPrincipalName
  const other = fabrikam.account('contractor')
  await fabrikam.graph.patch(`/v1.0/users/${other.id}`, { otherMails: [address] })
  const refused = await fabrikam.person('contractor').refusedAt(contoso.app('portal'))
  assert.equal(refused.code, '50020')
})

test('who may invite reads the link of an address that is not theirs, and cannot redeem it with an account of their own', async (t) => {
  const server = await startServer(t)
  const actors = story(server)
  const { contoso, fabrikam } = actors
  const invited = await contoso.graph.post('/v1.0/invitations', {
    invitedUserEmailAddress: 'ceo@nowhere.example',
    inviteRedirectUrl: redirectUriOf(contoso.app('portal').app),
  })
  assert.equal(invited.status, 201)
  const mail = { mail: 'ceo@nowhere.example', otherMails: ['ceo@nowhere.example'] }
  const account = fabrikam.account('contractor')
  assert.equal((await fabrikam.graph.patch(`/v1.0/users/${account.id}`, mail)).status, 204)
  const thief = person(server, account)
  await thief.visitor.open(invited.body.inviteRedeemUrl)
  assert.ok(!thief.visitor.has('Accept'))
  const page = await openInvitation(thief, invited.body.inviteRedeemUrl).catch(() => thief.visitor.page)
  assert.ok(!thief.visitor.has('Accept'), page.title)
  assert.equal((await guestObject(actors, invited.body.invitedUser.id))?.externalUserState, 'PendingAcceptance')
})

test('an address of a third organization is proven there only: not by an account to which another admin has given it', async (t) => {
  const server = await startServer(t)
  const actors = story(server)
  const { contoso, fabrikam } = actors
  const made = await server.fetch('/gatehouse/v1/tenants', {
    method: 'POST',
    headers: { authorization: `Bearer ${server.demo.operator.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'workforce',
      displayName: 'Litware',
      initialDomain: 'litware.gatehouse.test',
      administrator: { name: 'rita', displayName: 'Rita Root' },
    }),
  })
  assert.equal(made.status, 201)
  const { administrator: rita } = (await made.json()) as {
    administrator: { userPrincipalName: string; password: string }
  }
  const { guestId, link } = await invite(actors, { mail: rita.userPrincipalName })
  const pending = async () => (await guestObject(actors, guestId)).externalUserState === 'PendingAcceptance'

  // Fabrikam's admin may write any address into an account, and has not verified Litware's domain.
  const thief = fabrikam.account('contractor')
  const addresses = { mail: rita.userPrincipalName, otherMails: [rita.userPrincipalName] }
  assert.equal((await fabrikam.graph.patch(`/v1.0/users/${thief.id}`, addresses)).status, 204)
  const refused = refusalPage(await openInvitation(fabrikam.person('contractor'), link))
  assert.equal(refused.code, '50020')
  assert.ok(await pending())
  assert.equal((await fabrikam.person('contractor').refusedAt(contoso.app('portal'))).code, '50020')
  assert.ok(await pending())

  // The one whose address it is comes in by the same link.
  await accept(person(server, rita), link)
  assert.equal(await pending(), false)
})

test('a page gets no code without PKCE, nor with half of it', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const portal = contoso.apps.portal!
  const ask = (more: Record<string, string>) =>
    server.fetch(
      `/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({
        client_id: portal.appId,
        response_type: 'code',
        redirect_uri: portal.redirectUris.spa[0] ?? '',
        scope: 'openid',
        ...more,
      })}`,
    )
  const codeOf = async (more: Record<string, string>) =>
    /AADSTS(\d+)/.exec(decodeURIComponent((await ask(more)).headers.get('location') ?? ''))?.[1]
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  assert.equal(await codeOf({}), '9002325')
  assert.equal(await codeOf({ prompt: 'none' }), '9002325')
  assert.equal(await codeOf({ code_challenge_method: 'S256' }), '50147')
  assert.equal(await codeOf({ code_challenge: challenge, code_challenge_method: 'none' }), '50148')
  assert.equal(await codeOf({ code_challenge: 'short', code_challenge_method: 'S256' }), '501491')
  assert.equal((await ask({ code_challenge: challenge, code_challenge_method: 'S256' })).status, 200)
})
