import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { DemoApp } from '../../src/demo/world.ts'
import { startChild } from '../durability/child.ts'
import { freshWorld, startServer, type TestServer } from '../harness/index.ts'
import { askToken, claimsOf, redirectUriOf, type Visitor } from '../harness/person.ts'
import { type Served, story } from '../harness/story.ts'
import { visitor as cookieVisitor } from '../sign-in/visitor.ts'

/**
 * Everything that is a secret is used once, rightly and wrongly; then every log is searched for it: the process's own
 * output, the sign-in and audit rows, the explanations that Graph gives of them, and the file that they are kept in.
 */

type Secrets = Map<string, string>

const landing = 'https://portal.contoso.test/'

const authorize = (tenant: string, app: DemoApp, more: Record<string, string>): string =>
  `/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: app.appId,
    response_type: 'code',
    redirect_uri: redirectUriOf(app),
    scope: 'openid',
    ...more,
  })}`

/** Every kind of secret, under its name. `letterOf`: the newest letter to an address, from the demo's outbox. */
async function useEverySecret(server: Served): Promise<Secrets> {
  const secrets: Secrets = new Map()
  const keep = (name: string, value: string | null | undefined) => {
    assert.ok(value && value.length >= 8, `${name} is no secret: ${value}`)
    secrets.set(name, value)
  }
  const { contoso, fabrikam } = story(server)
  const portal = contoso.app('portal')
  const admin = { authorization: `Bearer ${server.demo.operator.token}` }
  keep('operator token', server.demo.operator.token)
  const letterTo = async (to: string): Promise<{ links: string[]; code?: string }> => {
    const answer = await server.fetch(`/gatehouse/outbox?to=${encodeURIComponent(to)}&wait=5`, { headers: admin })
    const { value } = (await answer.json()) as { value: { links: string[]; code?: string }[] }
    return value[0] ?? assert.fail(`no letter to ${to}`)
  }

  // Passwords: right, wrong, typed into the wrong field, set by an admin, refused as too weak.
  const member = contoso.person('member')
  keep('password', member.account.password)
  keep('wrong password', 'Canary-wrong-password-1')
  keep('password in the name field', 'Canary-typed-as-name-1')
  keep('new password', 'Canary-New-Pass-77!')
  keep('weak password', 'canaryweak')
  const clumsy = contoso.person('member').visitor
  await clumsy.open(authorize(contoso.id, portal.app, {}))
  await clumsy.press('Next', { username: secrets.get('password in the name field') ?? '' })
  if (clumsy.has('Back')) await clumsy.press('Back')
  await clumsy.open(authorize(contoso.id, portal.app, { login_hint: member.account.userPrincipalName }))
  keep('flow handle', clumsy.forms()[0]?.fields.flow)
  keep('form token', clumsy.forms()[0]?.fields.csrf)
  await clumsy.press('Sign in', { password: secrets.get('wrong password') ?? '' })
  const person = (name: string, password: string) => ({
    displayName: name,
    accountEnabled: true,
    mailNickname: name,
    userPrincipalName: `${name}@${contoso.domain}`,
    passwordProfile: { password, forceChangePasswordNextSignIn: false },
  })
  assert.equal((await contoso.graph.post('/v1.0/users', person('newcomer', 'Canary-New-Pass-77!'))).status, 201)
  assert.equal((await contoso.graph.post('/v1.0/users', person('weak', 'canaryweak'))).status, 400)

  // The cookie of a browser, before and after it signed in.
  const browsing = cookieVisitor(server)
  await browsing.open(authorize(contoso.id, portal.app, {}))
  keep('cookie', [...browsing.cookies.values()][0])
  await browsing.press('name', { username: member.account.userPrincipalName })
  await browsing.press('password', { password: member.account.password })
  keep('cookie of a session', [...browsing.cookies.values()][0])

  // A code, tokens, a refresh, a replay, and what is sent to the wrong place.
  const arrival = await member.enter(portal, { scope: 'openid profile offline_access User.Read' })
  assert.ok(arrival.code !== null, arrival.page.html)
  keep('authorization code', arrival.code)
  keep('code verifier', arrival.verifier)
  keep('client secret', portal.app.secret)
  const redemption = {
    grant_type: 'authorization_code',
    code: arrival.code,
    redirect_uri: redirectUriOf(portal.app),
    code_verifier: arrival.verifier,
  }
  const { body: tokens } = await askToken(server, portal, redemption)
  keep('access token', tokens.access_token)
  keep('id token', tokens.id_token)
  keep('refresh token', tokens.refresh_token)
  const refreshed = await askToken(server, portal, {
    grant_type: 'refresh_token',
    refresh_token: tokens.refresh_token ?? '',
  })
  keep('second access token', refreshed.body.access_token)
  await askToken(server, portal, redemption)
  await askToken(server, portal, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' })
  await askToken(server, portal, { grant_type: tokens.access_token ?? '', client_secret: 'Canary-wrong-secret-1' })
  keep('wrong client secret', 'Canary-wrong-secret-1')
  await askToken(server, portal, {
    grant_type: 'client_credentials',
    client_secret: 'Canary-wrong-secret-1',
    scope: 'x/.default',
  })
  await server.fetch('/v1.0/me', { headers: { authorization: `Bearer ${tokens.access_token}` } })
  await server.fetch('/v1.0/me', { headers: { authorization: `Bearer ${tokens.access_token}x` } })
  await server.fetch(`/v1.0/users/${tokens.refresh_token}?$filter=id eq '${tokens.refresh_token}'`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  })
  await server.fetch(`/oidc/userinfo?access_token=${tokens.access_token}`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  })
  await server.fetch(`/${contoso.id}/oauth2/v2.0/logout?id_token_hint=${tokens.id_token}`)

  // Client credentials, and a secret that Graph makes.
  const app = contoso.app('daemon')
  keep('secret of a daemon', app.app.secret)
  const asApp = await askToken(server, app, {
    grant_type: 'client_credentials',
    scope: 'https://graph.microsoft.com/.default',
  })
  keep('token of an app', asApp.body.access_token)
  const made = await contoso.graph.post(`/v1.0/applications/${app.app.objectId}/addPassword`, {
    passwordCredential: { displayName: 'canary' },
  })
  assert.equal(made.status, 200, JSON.stringify(made.body))
  keep('secret made by Graph', made.body.secretText)

  // An invitation: its ticket, right and changed; the cookie of who accepts.
  const employee = fabrikam.person('employee')
  const invited = await contoso.graph.post('/v1.0/invitations', {
    invitedUserEmailAddress: fabrikam.account('employee').mail,
    inviteRedirectUrl: landing,
    sendInvitationMessage: true,
  })
  const ticket = new URL(invited.body.inviteRedeemUrl).searchParams.get('ticket') ?? ''
  keep('ticket', ticket)
  keep('password of a guest', employee.account.password)
  const { links } = await letterTo(fabrikam.account('employee').mail)
  const link = links.find((one) => one.includes('/redeem')) ?? assert.fail('no link in the letter')
  keep('ticket of the letter', new URL(link).searchParams.get('ticket'))
  await server.fetch(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)
  await employee.visitor.open(link)
  await employee.visitor.press('Continue to sign in')
  await employee.signIn()
  await employee.visitor.press('Accept')

  // A mailbox that is proven by a code: right and wrong.
  const mailbox = 'canary-mailbox@unknown.example'
  const guest = await contoso.graph.post('/v1.0/invitations', {
    invitedUserEmailAddress: mailbox,
    inviteRedirectUrl: landing,
  })
  assert.equal(guest.status, 201)
  const browser: Visitor = fabrikam.person('contractor').visitor
  await browser.open(guest.body.inviteRedeemUrl)
  await browser.press('Continue')
  if (browser.has('Next')) await browser.press('Next', { username: mailbox })
  if (browser.has('Send code')) await browser.press('Send code')
  const { code } = await letterTo(mailbox)
  keep('one-time code', code)
  keep('wrong one-time code', '90817263')
  await browser.press('Sign in', { code: '90817263' })
  await browser.press('Sign in', { code: code ?? '' })
  assert.equal(browser.page.title, 'Review permissions', browser.page.html)
  return secrets
}

/** What is searched: a value, and the parts of it that open anything by themselves. */
function needlesOf(secrets: Secrets): [name: string, text: string][] {
  return [...secrets].flatMap(([name, value]): [string, string][] => {
    const parts = value.split('.')
    const signature = parts.length === 3 ? parts[2] : parts.length === 2 ? parts[1] : undefined
    return [
      [name, value],
      ...(signature && signature.length > 20 ? [[`${name}, its secret part`, signature] as [string, string]] : []),
    ]
  })
}

function assertAbsent(where: string, text: string, secrets: Secrets): void {
  const readings = [
    text,
    decodeURIComponent(text.replaceAll(/%(?![0-9a-f]{2})/gi, '%25').replaceAll(/%[89a-f][0-9a-f]/gi, '?')),
  ]
  const found = needlesOf(secrets).filter(([, needle]) => readings.some((reading) => reading.includes(needle)))
  assert.deepEqual(
    found.map(([name]) => `${name} in ${where}`),
    [],
  )
}

const logTables = ['sign_ins', 'audits', 'object_values', 'limits', 'replays']

/** The rows of the logs as they are kept. */
function rowsOf(file: string, tables: readonly string[]): string {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return tables.map((table) => JSON.stringify(database.prepare(`select * from "${table}"`).all())).join('\n')
  } finally {
    database.close()
  }
}

async function logsByGraph(server: Served): Promise<string> {
  const texts: string[] = []
  for (const tenant of ['contoso', 'fabrikam'] as const) {
    const graph = server.graph(tenant)
    const signIns = await graph.get('/beta/auditLogs/signIns?$top=200')
    const audits = await graph.get('/v1.0/auditLogs/directoryAudits?$top=200')
    assert.ok(signIns.body.value.length > 0 && audits.status === 200, tenant)
    texts.push(JSON.stringify([signIns.body, audits.body]))
    for (const { id } of signIns.body.value.slice(0, 40)) {
      texts.push(JSON.stringify((await graph.get(`/gatehouse/v1/signIns/${id}/explanation`)).body))
    }
  }
  return texts.join('\n')
}

test('no password, code, ticket, token, cookie or client secret is in a log row, in an explanation, or in a log line', async (t) => {
  const server: TestServer = await startServer(t)
  const secrets = await useEverySecret(server)
  assert.ok(secrets.size >= 20, `${secrets.size} secrets`)
  await new Promise((resolve) => setTimeout(resolve, 300))
  assertAbsent('the log', JSON.stringify(server.log), secrets)
  assertAbsent('the logs by Graph', await logsByGraph(server), secrets)
  const metrics = await server.fetch('/gatehouse/metrics', {
    headers: { authorization: `Bearer ${server.demo.operator.token}` },
  })
  assertAbsent('the metrics', await metrics.text(), secrets)
  const { database } = server.running.deps.config
  if (database.kind === 'sqlite') assertAbsent('the tables of the logs', rowsOf(database.file, logTables), secrets)
  assert.ok(claimsOf(secrets.get('access token') ?? '').oid, 'the search was for real tokens')
})

test('a process of its own writes no secret to its output, and its data file holds none but by a digest', async (t) => {
  const dataFolder = await freshWorld()
  t.after(() => rmSync(dataFolder, { recursive: true, force: true, maxRetries: 3 }))
  const child = await startChild(t, dataFolder)
  const secrets = await useEverySecret(child)
  await child.end('SIGTERM')
  // The demo prints its people's passwords and its operator's token where it is told to: on a terminal and in demo.json.
  assertAbsent('the output', child.written(), secrets)
  // Who types a password as a name has it in the page that is open, which the file keeps until the flow ends.
  secrets.delete('password in the name field')
  const files = readdirSync(dataFolder).filter((name) => /^gatehouse\.db/.test(name))
  assert.ok(files.length > 0)
  for (const name of files) {
    const bytes = readFileSync(join(dataFolder, name)).toString('latin1')
    const kept = needlesOf(secrets).filter(([, needle]) => bytes.includes(needle))
    assert.deepEqual(
      kept.map(([what]) => `${what} in ${name}`),
      [],
    )
  }
})
