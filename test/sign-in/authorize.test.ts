import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileServer } from './file-server.ts'
import { problemOf, type Visitor, visitor } from './visitor.ts'

const server = await fileServer()

const contoso = () => server.demo.tenants.contoso
const fabrikam = () => server.demo.tenants.fabrikam
const portal = () => contoso().apps.portal!
const person = (tenant: 'contoso' | 'fabrikam', key: string) => server.demo.tenants[tenant].people[key]!

type Fields = Record<string, string | undefined>
function link(fields: Fields = {}, { tenant = contoso().id, path = 'oauth2/v2.0/authorize' } = {}): string {
  const all: Fields = {
    client_id: portal().appId,
    response_type: 'code',
    redirect_uri: portal().redirectUris.web[0],
    scope: 'openid profile User.Read',
    state: 'state-1',
    ...fields,
  }
  const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return `/${tenant}/${path}?${new URLSearchParams(given)}`
}

async function signedIn(tenant: 'contoso' | 'fabrikam' = 'contoso', key = 'member'): Promise<Visitor> {
  const visit = visitor(server)
  const { userPrincipalName, password } = person(tenant, key)
  await visit.open(link())
  await visit.signIn(userPrincipalName, password)
  if (!visit.isLanded && visit.page.title === 'Permissions requested') {
    await visit.press('accept')
    if (!visit.isLanded) await visit.press('no')
  }
  return visit
}

test('a member signs in, consents, declines to stay, and the app gets a code; next time without a page', async () => {
  const visit = visitor(server)
  const { userPrincipalName, password } = person('contoso', 'member')
  await visit.open(link())
  assert.equal(visit.page.title, 'Sign in')
  assert.ok(visit.page.html.includes('Contoso'))
  await visit.press('name', { username: userPrincipalName.toUpperCase() })
  assert.equal(visit.page.title, 'Enter password')
  await visit.press('password', { password })
  assert.equal(visit.page.title, 'Permissions requested')
  await visit.press('accept')
  assert.equal(visit.page.title, 'Stay signed in?')
  await visit.press('no')
  const { location, params } = visit.landed
  assert.ok(location.startsWith(`${portal().redirectUris.web[0]}?`) && location.endsWith('#'))
  assert.equal(params.get('state'), 'state-1')
  assert.match(params.get('code') ?? '', /^[\w-]{22}\.[\w-]{43}$/)
  assert.match(params.get('session_state') ?? '', /^[0-9a-f-]{36}$/)
  assert.deepEqual([...params.keys()].toSorted(), ['code', 'session_state', 'state'])

  await visit.open(link({ state: 'state-2', client_info: '1' }))
  const again = visit.landed.params
  assert.equal(again.get('session_state'), params.get('session_state'))
  const { id } = person('contoso', 'member')
  const clientInfo = JSON.parse(Buffer.from(again.get('client_info') ?? '', 'base64url').toString())
  assert.deepEqual(clientInfo, { uid: id, utid: contoso().id })

  const rows = await server.running.deps.store.signIns.page(server.running.deps.store.at(contoso().id as never), {
    top: 10,
    where: { op: 'eq', column: 'userId', value: id },
  })
  assert.deepEqual(
    rows.items.map(({ errorCode, grant, isInteractive }) => [errorCode, grant, isInteractive]),
    [
      [65001, 'interactive', true],
      [50140, 'interactive', true],
      [0, 'interactive', true],
      [0, 'interactive', true],
    ],
  )
})

test('the code redeems at the token endpoint', async () => {
  const visit = await signedIn()
  await visit.open(link())
  const { secret } = portal()
  const answer = await server.fetch(`/${contoso().id}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: portal().appId,
      client_secret: secret ?? '',
      code: visit.landed.params.get('code') ?? '',
      redirect_uri: portal().redirectUris.web[0] ?? '',
    }),
  })
  const body = (await answer.json()) as Record<string, string>
  assert.equal(answer.status, 200, JSON.stringify(body))
  const claims = JSON.parse(Buffer.from(body.id_token?.split('.')[1] ?? '', 'base64url').toString())
  assert.equal(claims.oid, person('contoso', 'member').id)
})

test('answers come by query, fragment or form', async () => {
  const visit = await signedIn()
  await visit.open(link({ response_mode: 'fragment' }))
  assert.match(visit.landed.location, /^[^?]*#code=/)
  const state = `"><script>alert(1)</script>&#39;`
  await visit.open(link({ response_mode: 'form_post', state }))
  const { html, headers } = visit.page
  assert.ok(!html.includes('<script>alert'))
  assert.ok(html.includes(`action="${portal().redirectUris.web[0]}"`))
  const policy = headers.get('content-security-policy') ?? ''
  assert.match(policy, /script-src 'sha256-[^']+';/)
  assert.ok(policy.includes(`form-action 'self' ${new URL(portal().redirectUris.web[0] ?? '').origin};`))
  assert.ok(!policy.includes('unsafe'))
})

const before7: { given: string; fields: Fields; tenant?: string; code: number }[] = [
  { given: 'no client_id', fields: { client_id: undefined }, code: 900144 },
  { given: 'an empty client_id', fields: { client_id: '' }, code: 900144 },
  { given: 'a client_id that is no GUID', fields: { client_id: 'portal' }, code: 700038 },
  { given: 'an unknown client_id', fields: { client_id: '00000000-0000-4000-8000-000000000001' }, code: 700016 },
  { given: 'an unknown tenant', fields: {}, tenant: 'c0a70500-0000-4000-8000-00000000dead', code: 90002 },
  { given: 'an unknown domain', fields: {}, tenant: 'nobody.example', code: 90002 },
  { given: 'a segment that is no name', fields: {}, tenant: 'no~name', code: 900023 },
  { given: 'a single-tenant app at common', fields: {}, tenant: 'common', code: 50194 },
  { given: 'an app at consumers', fields: {}, tenant: 'consumers', code: 9002332 },
  { given: 'another redirect URI', fields: { redirect_uri: 'https://evil.example/' }, code: 50011 },
  { given: 'a relative redirect URI', fields: { redirect_uri: '/auth/callback' }, code: 90102 },
]
for (const c of before7) {
  test(`${c.given} is answered by a page with AADSTS${c.code}, and never by a redirect`, async () => {
    const visit = visitor(server)
    await visit.open(link(c.fields, c.tenant ? { tenant: c.tenant } : {}))
    assert.equal(visit.page.status, 400)
    assert.ok(problemOf(visit.page.html).startsWith(`AADSTS${c.code}: `), problemOf(visit.page.html))
    assert.match(visit.page.html, /Correlation id: [0-9a-f-]{36}/)
  })
}

test("another tenant's single-tenant app does not exist here", async () => {
  const visit = visitor(server)
  await visit.open(link({}, { tenant: fabrikam().id }))
  assert.ok(problemOf(visit.page.html).startsWith('AADSTS700016: '))
})

test('a parameter that comes twice is answered by a page', async () => {
  const visit = visitor(server)
  await visit.open(`${link()}&state=again`)
  assert.ok(problemOf(visit.page.html).startsWith('AADSTS9000411: '))
})

for (const method of ['PUT', 'DELETE', 'PATCH']) {
  test(`${method} at the authorization endpoint is refused with 900561`, async () => {
    const answer = await server.fetch(link(), { method })
    assert.equal(answer.status, 400)
    assert.ok((await answer.text()).includes('AADSTS900561'))
  })
}

test('the request may be posted as a form, and in no other form', async () => {
  const visit = visitor(server)
  const [path = '', query = ''] = link().split('?')
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  await visit.open(path, { method: 'POST', headers: { ...form, origin: 'https://app.example' }, body: query })
  assert.equal(visit.page.title, 'Sign in')
  await visit.open(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: portal().appId }),
  })
  assert.ok(problemOf(visit.page.html).startsWith('AADSTS900144: '))
})

const redirected: { given: string; fields: Fields; error: string; code: number }[] = [
  { given: 'a bad response_type', fields: { response_type: 'x' }, error: 'unsupported_response_type', code: 70005 },
  { given: 'a bad response_mode', fields: { response_mode: 'x' }, error: 'invalid_request', code: 70007 },
  { given: 'no scope', fields: { scope: undefined }, error: 'invalid_request', code: 900144 },
  {
    given: 'an unknown resource',
    fields: { scope: 'https://nobody.example/.default' },
    error: 'invalid_resource',
    code: 500011,
  },
  { given: 'an unknown scope', fields: { scope: 'User.Nothing' }, error: 'invalid_scope', code: 650053 },
  { given: 'a huge scope', fields: { scope: 'a '.repeat(3000) }, error: 'invalid_scope', code: 70011 },
  { given: 'a silent request without session', fields: { prompt: 'none' }, error: 'login_required', code: 50058 },
  { given: 'an unknown session id', fields: { prompt: 'none', sid: 'x' }, error: 'login_required', code: 160021 },
]
for (const c of redirected) {
  test(`${c.given} is told to the app: ${c.error} ${c.code}`, async () => {
    const visit = visitor(server)
    await visit.open(link(c.fields))
    const { params } = visit.landed
    assert.equal(params.get('error'), c.error)
    assert.ok(params.get('error_description')?.startsWith(`AADSTS${c.code}: `), params.get('error_description') ?? '')
    assert.equal(params.get('state'), 'state-1')
    assert.equal(params.get('code'), null)
  })
}

test('prompt=none answers with a code, or says what is missing', async () => {
  const visit = await signedIn()
  await visit.open(link({ prompt: 'none', response_mode: 'fragment' }))
  assert.ok(visit.landed.params.get('code'))
  await visit.open(link({ prompt: 'none', scope: 'openid User.ReadWrite' }))
  assert.equal(visit.landed.params.get('error'), 'consent_required')
  assert.match(visit.landed.params.get('error_description') ?? '', /^AADSTS65001: /)
  await visit.open(link({ prompt: 'none', login_hint: 'nobody@contoso.gatehouse.test' }))
  assert.equal(visit.landed.params.get('error'), 'login_required')
  await visit.open(link({ prompt: 'none', login_hint: person('contoso', 'member').userPrincipalName }))
  assert.ok(visit.landed.params.get('code'))
})

test('prompt=login asks for the password in spite of the session; so does max_age when it is over', async () => {
  const visit = await signedIn()
  const { userPrincipalName, password } = person('contoso', 'member')
  await visit.open(link({ prompt: 'login', login_hint: userPrincipalName }))
  assert.equal(visit.page.title, 'Enter password')
  await visit.press('password', { password })
  if (!visit.isLanded) await visit.press('no')
  assert.ok(visit.landed.params.get('code'))
  await visit.open(link({ max_age: '3600' }))
  assert.ok(visit.landed.params.get('code'))
  await server.advance('PT2H')
  await visit.open(link({ max_age: '3600', prompt: 'none' }))
  assert.equal(visit.landed.params.get('error'), 'login_required')
  await visit.open(link({ max_age: '3600' }))
  assert.equal(visit.page.title, 'Enter password')
})

test('domain_hint chooses among the accounts of the browser, and narrows nothing where nobody is of that domain', async () => {
  const member = person('contoso', 'member')
  const inviter = person('fabrikam', 'contractor')
  const visit = await signedIn()
  await visit.open(link({ prompt: 'login', login_hint: inviter.userPrincipalName }))
  await visit.signIn(inviter.userPrincipalName, inviter.password)
  // Signed in at home, though Contoso does not know this account.
  assert.ok(problemOf(visit.page.html).startsWith('AADSTS50020: '), visit.page.title)
  const account = async (fields: Fields) => {
    await visit.open(link({ client_info: '1', ...fields }))
    if (!visit.isLanded) return visit.page.title
    const { uid } = JSON.parse(Buffer.from(visit.landed.params.get('client_info') ?? '', 'base64url').toString())
    return uid as string
  }
  assert.equal(await account({}), 'Pick an account')
  assert.equal(await account({ domain_hint: contoso().domain.toUpperCase() }), member.id)
  assert.equal(await account({ domain_hint: fabrikam().domain }), 'Sign-in problem')
  for (const domain_hint of ['organizations', 'nobody.example', 'x', '.'])
    assert.equal(await account({ domain_hint }), 'Pick an account', domain_hint)
})

test('select_account shows the picker, where another account can be used', async () => {
  const visit = await signedIn()
  await visit.open(link({ prompt: 'select_account' }))
  assert.equal(visit.page.title, 'Pick an account')
  const [, sid = ''] = /name="account" value="([^"]+)"/.exec(visit.page.html) ?? []
  await visit.press('choose', { account: sid })
  assert.ok(visit.landed.params.get('code'))
  await visit.open(link({ prompt: 'select_account' }))
  await visit.press('choose', { account: '00000000-0000-4000-8000-000000000000' })
  assert.ok(problemOf(visit.page.html).startsWith('AADSTS16001: '))
  await visit.open(link({ prompt: 'select_account' }))
  await visit.press('other')
  assert.equal(visit.page.title, 'Sign in')
})

test('prompt=consent asks again, and a declined consent is told to the app', async () => {
  const visit = await signedIn()
  await visit.open(link({ prompt: 'consent' }))
  assert.equal(visit.page.title, 'Permissions requested')
  await visit.press('decline')
  assert.equal(visit.landed.params.get('error'), 'access_denied')
  assert.ok(visit.landed.params.get('error_description')?.startsWith('AADSTS65004: '))
  await visit.open(link({ prompt: 'consent' }))
  await visit.press('accept')
  assert.ok(visit.landed.params.get('code'))
})

test('Cancel on the first page is told to the app', async () => {
  const visit = visitor(server)
  await visit.open(link())
  await visit.press('cancel')
  assert.equal(visit.landed.params.get('error'), 'access_denied')
  assert.equal(visit.landed.params.get('error_subcode'), 'cancel')
  assert.equal(visit.landed.params.get('state'), 'state-1')
})

test('a stranger of another tenant signs in at home and is refused with AADSTS50020, logged on both sides', async () => {
  const visit = visitor(server)
  const { userPrincipalName, password, id } = person('fabrikam', 'employee')
  await visit.open(link())
  await visit.press('name', { username: userPrincipalName })
  assert.ok(visit.page.html.includes('<p class="tenant">Fabrikam'))
  await visit.press('password', { password })
  assert.equal(visit.page.status, 400)
  assert.ok(problemOf(visit.page.html).startsWith('AADSTS50020: '))
  assert.ok(visit.page.html.includes('Use another account'))
  const [, request = ''] = /Request id: ([0-9a-f-]{36})/.exec(visit.page.html) ?? []
  const { store } = server.running.deps
  const here = await store.signIns.find(store.at(contoso().id as never), request)
  const there = await store.signIns.find(store.at(fabrikam().id as never), request)
  assert.equal(here?.errorCode, 50020)
  assert.equal(there?.errorCode, 90072)
  assert.equal(there?.userId, id)

  const [, href = ''] = /class="button" href="([^"]+)"/.exec(visit.page.html) ?? []
  await visit.open(href.replaceAll('&amp;', '&'))
  assert.equal(visit.page.title, 'Pick an account')
})

test('a name whose domain nobody has gets the page for a code, whoever it is', async () => {
  const visit = visitor(server)
  await visit.open(link())
  await visit.press('name', { username: 'somebody@unknown.example' })
  assert.equal(visit.page.title, 'Send a code')
})

test('an app of several tenants is entered at common by the home tenant', async () => {
  const commandLine = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
  const visit = visitor(server)
  const { userPrincipalName, password } = person('fabrikam', 'employee')
  const fields = {
    client_id: commandLine,
    redirect_uri: 'http://localhost:51234',
    code_challenge: 'E9Melhoa2OwvFrEGu0nR3mMGWjrSsB7t6r8bwGz1QZk',
    code_challenge_method: 'S256',
  }
  await visit.open(link(fields, { tenant: 'organizations' }))
  await visit.press('name', { username: 'somebody@unknown.example' })
  assert.equal(visit.page.title, 'Sign in')
  assert.equal(visit.page.status, 400)
  await visit.press('name', { username: userPrincipalName })
  await visit.press('password', { password })
  assert.equal(visit.page.title, 'Permissions requested')
  assert.ok(visit.page.html.includes('Fabrikam'))
  await visit.press('accept')
  await visit.press('yes')
  assert.ok(visit.landed.location.startsWith('http://localhost:51234/?code='))
})
