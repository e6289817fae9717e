import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileServer } from './file-server.ts'
import { problemOf, type Seen, type Visitor, visitor } from './visitor.ts'

const server = await fileServer()
const { contoso, fabrikam } = server.demo.tenants
const portal = contoso.apps.portal!
const member = contoso.people.member!

const link = (more: Record<string, string> = {}) =>
  `/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: portal.appId,
    response_type: 'code',
    redirect_uri: portal.redirectUris.web[0] ?? '',
    scope: 'openid profile',
    state: 's',
    ...more,
  })}`

async function atPassword(name: string): Promise<Visitor> {
  const visit = visitor(server)
  await visit.open(link())
  await visit.press('name', { username: name })
  return visit
}

const post = (fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { origin: server.origin, 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body: new URLSearchParams(fields).toString(),
})

/** What differs between any two pages by design: the handle of the flow and the token of its forms. */
const bare = ({ html, status, title, headers }: Seen, name: string) => ({
  status,
  title,
  headers: Object.fromEntries([...headers].filter(([key]) => !/^(date|x-ms-request-id|set-cookie)$/.test(key))),
  html: html
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replaceAll(/name="(flow|csrf)" value="[^"]*"/g, '$1')
    .replaceAll(name, 'NAME'),
})

// --- forms of other sites

const forged: {
  given: string
  change: (fields: Record<string, string>) => Record<string, string>
  headers?: Record<string, string>
}[] = [
  { given: 'without its token', change: ({ csrf: _, ...rest }) => rest },
  { given: 'with an empty token', change: (fields) => ({ ...fields, csrf: '' }) },
  { given: 'with a changed token', change: (fields) => ({ ...fields, csrf: `${fields.csrf}x` }) },
  { given: 'from another origin', change: (fields) => fields, headers: { origin: 'https://evil.example' } },
  { given: 'from a sandboxed frame', change: (fields) => fields, headers: { origin: 'null' } },
  { given: 'without an origin', change: (fields) => fields, headers: { origin: '' } },
]
for (const c of forged) {
  test(`a password form ${c.given} signs nobody in (165900)`, async () => {
    const visit = await atPassword(member.userPrincipalName)
    const form = visit.page.form('password')
    const fields = c.change({ ...form.fields, action: 'password', password: member.password })
    await visit.open(form.action, post(fields, c.headers))
    assert.ok(problemOf(visit.page.html).startsWith('AADSTS165900: '), visit.page.title)
    await visit.open(link({ prompt: 'none' }))
    assert.equal(visit.landed.params.get('error'), 'login_required')
  })
}

test("one browser's form is worth nothing in another browser, with the cookie or without", async () => {
  const mine = await atPassword(member.userPrincipalName)
  const form = mine.page.form('password')
  const fields = { ...form.fields, action: 'password', password: member.password }
  const fresh = visitor(server)
  await fresh.open(form.action, post(fields))
  assert.ok(problemOf(fresh.page.html).startsWith('AADSTS50089: '))
  const other = await atPassword(member.userPrincipalName)
  await other.open(form.action, post(fields))
  assert.ok(problemOf(other.page.html).startsWith('AADSTS50089: '))
})

test('a doubled form field counts as none', async () => {
  const visit = await atPassword(member.userPrincipalName)
  const { action, fields } = visit.page.form('password')
  const body = `${new URLSearchParams({ ...fields, action: 'password', password: member.password })}&csrf=x`
  await visit.open(action, { ...post({}), body })
  assert.ok(problemOf(visit.page.html).startsWith('AADSTS165900: '))
})

// --- fixation

test('a flow and a cookie that an attacker planted never become signed in for him', async () => {
  const attacker = await atPassword(member.userPrincipalName)
  const planted = new Map(attacker.cookies)
  const oldForm = attacker.page.form('password')

  const victim = visitor(server)
  for (const [name, value] of planted) victim.cookies.set(name, value)
  await victim.open(oldForm.action, post({ ...oldForm.fields, action: 'password', password: member.password }))
  assert.equal(victim.page.title, 'Permissions requested')
  const [name = ''] = [...planted.keys()]
  assert.notEqual(victim.cookies.get(name), planted.get(name), 'the cookie changes at sign-in')
  assert.notEqual(victim.page.form('accept').fields.flow, oldForm.fields.flow, 'the handle changes at sign-in')

  await attacker.open(link({ prompt: 'none' }))
  assert.equal(attacker.landed.params.get('error'), 'login_required')
  await attacker.open(`/${contoso.id}/sign-in?flow=${oldForm.fields.flow}`)
  assert.ok(problemOf(attacker.page.html).startsWith('AADSTS50089: '))
})

test('the cookie is bound to the host, hidden from scripts and from plain http', async () => {
  const answer = await server.fetch(link())
  const [cookie = ''] = answer.headers.getSetCookie()
  assert.match(
    cookie,
    /^__Host-gatehouse-[a-zA-Z0-9]{8}=[\w-]{22}\.[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=None$/,
  )
})

test('"Stay signed in" makes the cookie last, and only then', async () => {
  const visit = visitor(server)
  const admin = contoso.people.admin!
  await visit.open(link())
  await visit.press('name', { username: admin.userPrincipalName })
  await visit.press('password', { password: admin.password })
  if (visit.page.title === 'Permissions requested') await visit.press('accept')
  const form = visit.page.form('yes')
  const answer = await visit.send(form.action, post({ ...form.fields, action: 'yes' }))
  assert.match(answer.headers.getSetCookie().join(), /; Max-Age=7776000$/)
})

// --- later steps

test('no form of a later step is taken at an earlier one', async () => {
  for (const action of ['accept', 'yes', 'no', 'code', 'choose', 'new-password', 'decline', 'switch', 'nonsense', '']) {
    const visit = await atPassword(member.userPrincipalName)
    const { action: path, fields } = visit.page.form('password')
    await visit.open(path, post({ ...fields, action, account: 'x', everybody: 'yes', code: '12345678' }))
    assert.ok(problemOf(visit.page.html).startsWith('AADSTS165900: '), `${action}: ${visit.page.title}`)
    await visit.open(link({ prompt: 'none' }))
    assert.equal(visit.landed.params.get('error'), 'login_required')
  }
})

test('a form that was used cannot be used again', async () => {
  const visit = await atPassword(member.userPrincipalName)
  const { action, fields } = visit.page.form('password')
  const used = post({ ...fields, action: 'password', password: member.password })
  await visit.open(action, used)
  assert.equal(visit.page.title, 'Permissions requested')
  await visit.open(action, used)
  assert.ok(problemOf(visit.page.html).startsWith('AADSTS50089: '))
})

test('of eight equal forms at once, one signs in', async () => {
  const visit = await atPassword(member.userPrincipalName)
  const { action, fields } = visit.page.form('password')
  const cookies = [...visit.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const body = { ...fields, action: 'password', password: member.password }
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => server.fetch(action, post(body, { cookie: cookies }))),
  )
  const titles = await Promise.all(answers.map(async (one) => /<title>([^<]*)/.exec(await one.text())?.[1]))
  assert.equal(titles.filter((title) => title === 'Permissions requested').length, 1)
})

test('a sign-in in one tab does not end the one in another tab', async () => {
  const visit = await atPassword(member.userPrincipalName)
  const first = visit.page.form('password')
  await visit.open(link({ prompt: 'login', login_hint: member.userPrincipalName }))
  await visit.press('password', { password: member.password })
  await visit.open(first.action, post({ ...first.fields, action: 'password', password: member.password }))
  assert.equal(visit.page.title, 'Permissions requested')
})

test('a flow ends by itself', async () => {
  const visit = await atPassword(member.userPrincipalName)
  await server.advance('PT61M')
  await visit.press('password', { password: member.password })
  assert.ok(problemOf(visit.page.html).startsWith('AADSTS50089: '))
})

// --- enumeration

test('a name that nobody has gets the same bytes as one that somebody has, and costs one hash as well', async () => {
  const known = fabrikam.people.employee!.userPrincipalName
  // As long as the other, so that even the page's length is the same.
  const unknown = known.replace('employee@', 'nobodies@')
  const { deps } = server.running
  let hashes = 0
  const { verify } = deps.passwords
  deps.passwords.verify = (password, hash) => {
    hashes += 1
    return verify(password, hash)
  }
  const pages: unknown[][] = []
  for (const name of [known, unknown]) {
    const visit = await atPassword(name)
    const seen = [bare(visit.page, name)]
    for (const password of ['wrong-1', 'wrong-1', 'wrong-2', '', 'x'.repeat(5000)]) {
      const before = hashes
      await visit.press('password', { password })
      seen.push(bare(visit.page, name))
      assert.equal(hashes - before, password.length > 256 ? 0 : 1)
    }
    pages.push(seen)
  }
  deps.passwords.verify = verify
  assert.deepEqual(pages[0], pages[1])
})

test('an address that no guest has gets the same pages as one that a guest has, but no mail', async () => {
  const stranger = 'nobdy@unknown.example'
  const guest = 'guest@unknown.example'
  const invited = await server.graph().post('/v1.0/invitations', {
    invitedUserEmailAddress: guest,
    inviteRedirectUrl: `${server.origin}/myapps`,
    sendInvitationMessage: false,
  })
  assert.equal(invited.status, 201, JSON.stringify(invited.body))
  const pages: unknown[][] = []
  for (const address of [guest, stranger]) {
    const visit = visitor(server)
    await visit.open(link())
    await visit.press('name', { username: address })
    const seen = [bare(visit.page, address)]
    await visit.press('send')
    seen.push(bare(visit.page, address))
    await visit.press('send')
    seen.push(bare(visit.page, address))
    for (let n = 0; n < 6; n += 1) {
      await visit.press('code', { code: '00000000' })
      seen.push(bare(visit.page, address))
    }
    pages.push(seen)
  }
  // The seconds to wait until the next code may tick over.
  const text = (seen: unknown) => JSON.stringify(seen).replaceAll(/\d+ seconds/g, 'N seconds')
  assert.equal(text(pages[0]), text(pages[1]))
  assert.equal((await server.letters(stranger)).length, 0)
  assert.equal((await server.letters(guest)).length, 1)
})

// --- guessing

for (const [given, name] of [
  ['an account', fabrikam.people.contractor!.userPrincipalName],
  ['a name that nobody has', `ghost@${fabrikam.domain}`],
] as const) {
  test(`ten wrong passwords lock ${given} for a minute, the next ten for two`, async () => {
    const visit = await atPassword(name)
    const attempt = async (password: string) => {
      await visit.press('password', { password })
      return visit.isLanded ? 'in' : (/AADSTS(\d+)/.exec(problemOf(visit.page.html))?.[1] ?? visit.page.title)
    }
    const round = async (label: string) => {
      const answers: string[] = []
      for (let n = 1; n <= 11; n += 1) answers.push(await attempt(`${label}-${n}`))
      return answers
    }
    assert.deepEqual(await round('first'), [...Array(9).fill('50126'), '50053', '50053'])
    await server.advance('PT59S')
    assert.equal(await attempt('later'), '50053')
    await server.advance('PT2S')
    assert.deepEqual(await round('second'), [...Array(9).fill('50126'), '50053', '50053'])
    await server.advance('PT61S')
    assert.equal(await attempt('later'), '50053')
    await server.advance('PT60S')
    assert.equal(await attempt('later'), '50126')
  })
}

test('while an account is locked the right password does not open it, and sessions go on', async () => {
  const inside = await atPassword(member.userPrincipalName)
  await inside.press('password', { password: member.password })
  const visit = await atPassword(member.userPrincipalName)
  for (let n = 0; n < 10; n += 1) await visit.press('password', { password: `wrong-${n}` })
  await visit.press('password', { password: member.password })
  assert.ok(problemOf(visit.page.html).includes('AADSTS50053'))
  await inside.press('accept')
  if (!inside.isLanded) await inside.press('no')
  assert.ok(inside.landed.params.get('code'))
  await server.advance('PT61S')
  await visit.press('password', { password: member.password })
  assert.ok(visit.isLanded || visit.page.title !== 'Enter password')
})

test('of 40 guesses at once, ten are counted and the rest meets the lock', async () => {
  const admin = fabrikam.people.admin!
  const visit = await atPassword(admin.userPrincipalName)
  const { action, fields } = visit.page.form('password')
  const cookies = [...visit.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      server.fetch(action, post({ ...fields, action: 'password', password: `guess-${n}` }, { cookie: cookies })),
    ),
  )
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  assert.equal(texts.filter((text) => text.includes('AADSTS50126')).length, 9)
  assert.equal(texts.filter((text) => text.includes('AADSTS50053')).length, 31)
})

test('of 100 guessed codes over ten browsers at once, five are compared', async () => {
  const address = 'code-guest@unknown.example'
  await server.graph().post('/v1.0/invitations', {
    invitedUserEmailAddress: address,
    inviteRedirectUrl: `${server.origin}/myapps`,
    sendInvitationMessage: false,
  })
  const browsers: Visitor[] = []
  for (let n = 0; n < 10; n += 1) {
    const visit = visitor(server)
    await visit.open(link())
    await visit.press('name', { username: address })
    await visit.press('send')
    browsers.push(visit)
  }
  const { code = '' } = await server.letter(address)
  const wrong = (n: number) => String((Number(code) + 1 + n) % 100_000_000).padStart(8, '0')
  const texts = await Promise.all(
    browsers.flatMap((visit, b) => {
      const { action, fields } = visit.page.form('code')
      const cookie = [...visit.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      return Array.from({ length: 10 }, async (_, n) => {
        const body = { ...fields, action: 'code', code: wrong(b * 10 + n) }
        return (await server.fetch(action, post(body, { cookie }))).text()
      })
    }),
  )
  assert.equal(texts.filter((text) => text.includes('This is not the code')).length, 4)
  assert.equal(texts.filter((text) => text.includes('does not work any more')).length, 96)
  await browsers[0]!.press('code', { code })
  assert.ok(problemOf(browsers[0]!.page.html).includes('AADSTS50181'), 'the right code is void too')
})

// --- markup

test('no text from outside becomes markup, in any parameter', async () => {
  const polyglot = `"'><svg/onload=alert(1)><script>alert(1)</script></title></style>`
  const visit = visitor(server)
  for (const name of [
    'client_id',
    'redirect_uri',
    'state',
    'login_hint',
    'scope',
    'prompt',
    'nonce',
    'response_mode',
    'domain_hint',
  ]) {
    await visit.open(
      link({ [name]: polyglot, ...(name === 'state' ? { response_mode: 'form_post', prompt: 'none' } : {}) }),
    )
    if (visit.isLanded) continue
    assert.ok(!visit.page.html.includes('<svg') && !visit.page.html.includes('<script>alert'), name)
  }
  await visit.open(link())
  await visit.press('name', { username: polyglot })
  assert.ok(!visit.page.html.includes('<svg'))
})

test('what people type is in no log', async () => {
  const text = JSON.stringify(server.log)
  for (const secret of [member.password, 'wrong-1', 'guess-1']) assert.ok(!text.includes(secret))
})
