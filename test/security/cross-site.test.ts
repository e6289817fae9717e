import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contentOf } from '../bad-input/content.ts'
import { type Page, person, type Visitor, visitor } from '../harness/person.ts'
import { inviteGuest, signInAs } from '../invitations/story.ts'
import { fileServer } from '../sign-in/file-server.ts'

/**
 * attacks.md 24: every form of every page, sent as a page of another site would send it. Nothing changes, nobody is
 * signed in, nothing is accepted or granted. And no page can be framed or read by scripts of others.
 */

const server = await fileServer()
const { contoso, fabrikam } = server.demo.tenants
const employee = fabrikam.people.employee!
const portal = contoso.apps.portal!

const authorize = (more: Record<string, string> = {}) =>
  `/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: portal.appId,
    response_type: 'code',
    redirect_uri: portal.redirectUris.web[0] ?? '',
    scope: 'openid profile User.Read',
    state: 's',
    ...more,
  })}`

type Form = ReturnType<Visitor['forms']>[number]
type Stage = { name: string; reach(): Promise<Visitor> }

async function atLink(email: string): Promise<Visitor> {
  const { link } = await inviteGuest(server, email)
  const browser = visitor(server)
  await browser.open(link)
  return browser
}

let sequence = 0
const stages: Stage[] = [
  {
    name: 'name',
    async reach() {
      const browser = visitor(server)
      await browser.open(authorize())
      return browser
    },
  },
  {
    name: 'password',
    async reach() {
      const browser = visitor(server)
      await browser.open(authorize({ login_hint: contoso.people.member!.userPrincipalName }))
      return browser
    },
  },
  {
    name: 'code',
    async reach() {
      sequence += 1
      const browser = visitor(server)
      await browser.open(authorize({ login_hint: `code${sequence}@unknown.example` }))
      await browser.press('Send code')
      return browser
    },
  },
  {
    name: 'consent',
    async reach() {
      const browser = visitor(server)
      await browser.open(authorize({ prompt: 'consent' }))
      await signInAs(browser, contoso.people.member!)
      assert.equal(browser.page.title, 'Permissions requested')
      return browser
    },
  },
  {
    name: 'account picker',
    async reach() {
      const someone = person(server, contoso.people.inviter!)
      await someone.signInTo({ tenant: contoso.id, app: portal, scope: 'openid profile' })
      await someone.visitor.open(authorize({ prompt: 'select_account' }))
      assert.equal(someone.visitor.page.title, 'Pick an account')
      return someone.visitor
    },
  },
  { name: 'invitation', reach: () => atLink(employee.mail) },
  {
    name: 'acceptance',
    async reach() {
      const browser = await atLink(employee.mail)
      await browser.press('Continue to sign in')
      await signInAs(browser, employee)
      assert.equal(browser.page.title, 'Review permissions')
      return browser
    },
  },
]

const forgeries: {
  given: string
  fields?: (fields: Form['fields']) => Form['fields']
  headers: Record<string, string>
}[] = [
  { given: 'from another site', headers: { origin: 'https://evil.example' } },
  { given: 'from another port of this machine', headers: { origin: 'https://localhost:1' } },
  { given: 'from this host without TLS', headers: { origin: server.origin.replace('https', 'http') } },
  { given: 'from a sandboxed frame', headers: { origin: 'null' } },
  { given: 'by a link’s Referer', headers: { origin: '', referer: 'https://evil.example/?x=' } },
  { given: 'without its token', headers: {}, fields: ({ csrf: _, ...rest }) => rest },
  { given: 'with another form’s token', headers: {}, fields: (fields) => ({ ...fields, csrf: 'A'.repeat(43) }) },
]

const typed = {
  username: 'x@unknown.example',
  password: contoso.people.member!.password,
  code: '12345678',
  everybody: 'yes',
}

for (const { name, reach } of stages) {
  test(`a form of the ${name} page that another site sends does nothing`, async () => {
    const browser = await reach()
    const page: Page = browser.page
    const forms = browser.forms()
    assert.ok(forms.length > 0, page.html)
    const before = await contentOf(server)
    for (const form of forms) {
      // A form without a token asks for nothing but a page.
      if (!('csrf' in form.fields)) continue
      for (const { given, fields = (all: Form['fields']) => all, headers } of forgeries) {
        for (const button of form.buttons) {
          const pressed = button.name === null ? {} : { [button.name]: button.value }
          const sent = { ...fields(form.fields), ...typed, ...pressed }
          const answer = await browser.post(form.action, sent, headers)
          assert.equal(answer.leaves, null, `${given}, ${button.label}`)
          assert.ok(
            answer.status >= 400 && answer.status < 500,
            `${given}, ${button.label}: ${answer.status} ${answer.title}`,
          )
        }
      }
    }
    assert.ok(
      forms.some((form) => 'csrf' in form.fields),
      'at least one form has a token',
    )
    assert.deepEqual(await contentOf(server), before)
  })
}

test('nobody is signed in by the parameters of a request', async () => {
  const attacker = person(server, contoso.people.member!)
  const { idToken } = await attacker.signInTo({ tenant: contoso.id, app: portal, scope: 'openid profile' })
  const victim = visitor(server)
  await victim.open(authorize({ sid: String(idToken.sid), login_hint: contoso.people.member!.userPrincipalName }))
  assert.equal(victim.page.title, 'Enter password')
})

test('every page forbids frames, foreign scripts, sniffing and referrers', async () => {
  const pages = [
    '/error?code=50020',
    '/myapps',
    '/redeem',
    `/${contoso.id}/oauth2/v2.0/logout`,
    authorize(),
    '/nothing',
    '/',
  ]
  const invited = await inviteGuest(server, 'framed@nowhere.example')
  for (const path of [...pages, invited.link]) {
    const answer = await server.fetch(path)
    if (answer.status >= 300 && answer.status < 400) continue
    const policy = answer.headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'/, path)
    assert.match(policy, /frame-ancestors 'none'/, path)
    assert.match(policy, /base-uri 'none'/, path)
    assert.ok(!/unsafe|\*|http:/.test(policy.replaceAll(/form-action [^;]+/g, '')), `${path}: ${policy}`)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path)
    // Forms of ours must be able to say where they come from; other sites are told nothing.
    assert.match(answer.headers.get('referrer-policy') ?? '', /^(no-referrer|same-origin)$/, path)
    assert.equal(answer.headers.get('access-control-allow-origin'), null, path)
    assert.match(answer.headers.get('cache-control') ?? '', /no-store/, path)
  }
})
