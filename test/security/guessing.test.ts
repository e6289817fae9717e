import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crowd } from '../harness/crowd.ts'
import { fileServer } from '../sign-in/file-server.ts'
import { problemOf, type Visitor, visitor } from '../sign-in/visitor.ts'

/** attacks.md 26, at its full size: guesses that all come at once are counted as if they had come one by one. */

const server = await fileServer()
const { contoso, fabrikam } = server.demo.tenants

const link = `/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({
  client_id: contoso.apps.portal!.appId,
  response_type: 'code',
  redirect_uri: contoso.apps.portal!.redirectUris.web[0] ?? '',
  scope: 'openid profile',
})}`

const cookieOf = (visit: Visitor) => [...visit.cookies].map(([name, value]) => `${name}=${value}`).join('; ')

const among = crowd()

/** Posts of one browser's form with other values, all at once: a hundred of all browsers' together. */
function guess(visit: Visitor, action: string, values: Record<string, string>[]): Promise<string[]> {
  const { action: path, fields } = visit.page.form(action)
  const headers = {
    origin: server.origin,
    cookie: cookieOf(visit),
    'content-type': 'application/x-www-form-urlencoded',
  }
  return Promise.all(
    values.map((value) =>
      among(async () => {
        const body = new URLSearchParams({ ...fields, action, ...value }).toString()
        const answer = await server.fetch(path, { method: 'POST', headers, body })
        assert.ok(answer.status < 500, `${answer.status}`)
        return answer.text()
      }),
    ),
  )
}

test('of 1,000 guessed codes over ten browsers at once, five are compared', async () => {
  const address = 'code-guest@unknown.example'
  const invited = await server.graph().post('/v1.0/invitations', {
    invitedUserEmailAddress: address,
    inviteRedirectUrl: `${server.origin}/myapps`,
  })
  assert.equal(invited.status, 201)
  const browsers: Visitor[] = []
  for (let n = 0; n < 10; n += 1) {
    const visit = visitor(server)
    await visit.open(link)
    await visit.press('name', { username: address })
    await visit.press('send')
    browsers.push(visit)
  }
  const { code = '' } = await server.letter(address)
  const wrong = (n: number) => String((Number(code) + 1 + n) % 100_000_000).padStart(8, '0')
  const texts = (
    await Promise.all(
      browsers.map((visit, b) =>
        guess(
          visit,
          'code',
          Array.from({ length: 100 }, (_, n) => ({ code: wrong(b * 100 + n) })),
        ),
      ),
    )
  ).flat()
  assert.equal(texts.length, 1000)
  const counted = texts.filter((text) => text.includes('This is not the code')).length
  const spent = texts.filter((text) => text.includes('does not work any more')).length
  assert.deepEqual([counted, spent], [4, 996], 'the fifth wrong code ends it')
  for (const visit of browsers) {
    await visit.press('code', { code })
    assert.ok(problemOf(visit.page.html).includes('AADSTS50181'), 'the right code is void too')
  }
  // Who asks for new codes meets a limit, too.
  let sent = 0
  for (let n = 0; n < 30; n += 1) {
    await server.advance('PT61S')
    await browsers[0]!.press('send')
    sent = (await server.letters(address)).length
  }
  assert.ok(sent <= 10, `${sent} codes in half an hour, which touches two hours of the clock with five each`)
})

test('of 300 guessed passwords over ten browsers at once, ten are counted, and none is let in while locked', async () => {
  const { userPrincipalName, password } = fabrikam.people.contractor!
  const browsers: Visitor[] = []
  for (let n = 0; n < 10; n += 1) {
    const visit = visitor(server)
    await visit.open(link)
    await visit.press('name', { username: userPrincipalName })
    browsers.push(visit)
  }
  const before = server.log.length
  const texts = (
    await Promise.all(
      browsers.map((visit, b) =>
        guess(
          visit,
          'password',
          Array.from({ length: 30 }, (_, n) => ({ password: `guess-${b}-${n}` })),
        ),
      ),
    )
  ).flat()
  assert.equal(texts.filter((text) => text.includes('AADSTS50126')).length, 9)
  assert.equal(texts.filter((text) => text.includes('AADSTS50053')).length, 291)
  const honest = visitor(server)
  await honest.open(link)
  await honest.press('name', { username: userPrincipalName })
  await honest.press('password', { password })
  assert.ok(problemOf(honest.page.html).includes('AADSTS50053'))
  await server.advance('PT61S')
  await honest.press('password', { password })
  assert.notEqual(honest.isLanded ? '' : honest.page.title, 'Enter password', 'the lock ends by itself')
  assert.ok(!JSON.stringify(server.log.slice(before)).includes('guess-'))
})

test('guessed client secrets are refused and never slow the right one out', async () => {
  const { appId, secret = '' } = contoso.apps.daemon!
  const ask = (client_secret: string) =>
    server.fetch(`/${contoso.id}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret,
        scope: 'https://graph.microsoft.com/.default',
      }),
    })
  const near = (n: number) => `${secret.slice(0, -1 - (n % secret.length))}${String.fromCharCode(65 + (n % 26))}`
  const guesses = Array.from({ length: 300 }, (_, n) => near(n)).filter((one) => one !== secret)
  const answers = await Promise.all(guesses.map((one) => among(() => ask(one))))
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [401])
  assert.equal((await ask(secret)).status, 200)
})
