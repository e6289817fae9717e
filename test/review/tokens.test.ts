import assert from 'node:assert/strict'
import { test } from 'node:test'
import { graphClient, startServer } from '../harness/index.ts'
import { myAppsSignIn } from '../harness/my-apps.ts'
import { visitor } from '../sign-in/visitor.ts'

test('links stay on the host that was called, whatever a trusted proxy passes on', async (t) => {
  const server = await startServer(t, { environment: { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1' } })
  const headers = {
    authorization: `Bearer ${await server.graphToken()}`,
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'http',
    forwarded: 'host=evil.example',
  }
  const answer = await server.fetch('/v1.0/users?$top=1', { headers })
  const { '@odata.nextLink': next } = (await answer.json()) as { '@odata.nextLink': string }
  assert.equal(new URL(next).origin, server.origin)
})

test('userinfo knows a guest who signed in at home before being invited, until the home account is closed', async (t) => {
  const server = await startServer(t)
  const { contoso, fabrikam } = server.demo.tenants
  const { employee } = fabrikam.people
  const { portal } = contoso.apps
  const redirectUri = portal?.redirectUris.web[0]
  if (!employee || !portal?.secret || !redirectUri) throw new Error('the demo world is another')
  const visit = visitor(server)
  await visit.open(myAppsSignIn(server, fabrikam.id))
  await visit.signIn(employee.userPrincipalName, employee.password)
  await server.advance('PT1H')
  const invited = await server.graph().post('/v1.0/invitations', {
    invitedUserEmailAddress: employee.userPrincipalName,
    inviteRedirectUrl: `${server.origin}/myapps`,
  })
  assert.equal(invited.status, 201)
  const asked = { client_id: portal.appId, redirect_uri: redirectUri, scope: 'openid profile User.Read' }
  await visit.open(`/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({ ...asked, response_type: 'code' })}`)
  await visit.press('accept')
  await visit.press('accept')
  const redeemed = await server.fetch(`/${contoso.id}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...asked,
      grant_type: 'authorization_code',
      code: visit.landed.params.get('code') ?? '',
      client_secret: portal.secret,
    }),
  })
  const { access_token: token } = (await redeemed.json()) as { access_token: string }
  const userinfo = async () => {
    const answer = await server.fetch('/oidc/userinfo', { headers: { authorization: `Bearer ${token}` } })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const known = await userinfo()
  assert.equal(known.status, 200)
  assert.equal(typeof known.body.name, 'string')
  assert.equal((await graphClient(server.fetch, () => token).get('/v1.0/me')).status, 200)
  const closed = await server.graph('fabrikam').patch(`/v1.0/users/${employee.id}`, { accountEnabled: false })
  assert.equal(closed.status, 204)
  assert.equal((await userinfo()).status, 401)
})
