import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignIn } from '../../src/logs/sign-in.ts'
import { askToken, person, redirectUriOf, visitor } from '../harness/person.ts'
import { graphAs, guestInside, namesIn, setting, story, succeeded } from '../harness/story.ts'
import { inviteGuest, signInAs, signInToRedeem } from '../invitations/story.ts'
import { fileServer } from '../sign-in/file-server.ts'

/** Every way in which a sign-in is written down, refused: in the log 0 is success, and nothing else is. */

const server = await fileServer()
const world = story(server)
const { contoso, fabrikam } = world
const portal = contoso.app('portal')
const wrong = { password: 'not the password' }

async function rowsOf(tenant: string): Promise<SignIn[]> {
  const { store } = server.running.deps
  // What is written a little later is there, too.
  await new Promise((resolve) => setTimeout(resolve, 150))
  return (await store.signIns.page(store.at(tenant as never), { top: 1000 })).items
}

const opened = async (scope = 'openid profile User.Read', more: Record<string, string> = {}) => {
  const browser = visitor(server)
  await open(browser, scope, more)
  return browser
}
async function open(browser: ReturnType<typeof visitor>, scope: string, more: Record<string, string> = {}) {
  const query = new URLSearchParams({
    client_id: portal.app.appId,
    response_type: 'code',
    redirect_uri: redirectUriOf(portal.app),
    scope,
    ...more,
  })
  await browser.open(`/${contoso.id}/oauth2/v2.0/authorize?${query}`)
}

type Case = { given: string; here: number; home?: number; act(): Promise<unknown> }
const cases: Case[] = [
  {
    given: 'a wrong password',
    here: 50126,
    async act() {
      const browser = await opened()
      await browser.press('Next', { username: contoso.account('member').userPrincipalName })
      await browser.press('Sign in', wrong)
    },
  },
  {
    given: 'a name that nobody has',
    here: 50126,
    async act() {
      const browser = await opened()
      await browser.press('Next', { username: `nobody@${contoso.domain}` })
      await browser.press('Sign in', wrong)
    },
  },
  {
    given: 'a blocked account with the right password',
    here: 50057,
    async act() {
      const { id } = contoso.account('inviter')
      succeeded(await contoso.graph.patch(`/v1.0/users/${id}`, { accountEnabled: false }))
      await signInAs(await opened(), contoso.account('inviter'))
    },
  },
  {
    given: 'a wrong one-time code',
    here: 50181,
    async act() {
      await inviteGuest(server, 'ann@mailbox.example')
      const browser = await opened()
      await browser.press('Next', { username: 'ann@mailbox.example' })
      await browser.press('Send code')
      await browser.press('Sign in', { code: '00000000' })
    },
  },
  {
    given: 'a declined consent',
    here: 65004,
    async act() {
      const browser = await opened('openid profile User.Read', { prompt: 'consent' })
      await signInAs(browser, contoso.account('member'))
      await browser.press('Cancel')
    },
  },
  {
    given: 'a silent request for what nobody has granted',
    here: 65001,
    async act() {
      const browser = await opened('openid User.ReadWrite')
      await signInAs(browser, contoso.account('member'))
      await open(browser, 'openid User.ReadWrite', { prompt: 'none' })
    },
  },
  {
    given: 'somebody whom the directory does not know',
    here: 50020,
    home: 90072,
    act: () => fabrikam.person('contractor').refusedAt(portal),
  },
  {
    given: 'a declined invitation, from its link',
    here: 65004,
    home: 65004,
    async act() {
      const { link } = await inviteGuest(server, fabrikam.account('contractor').mail)
      const { browser } = await signInToRedeem(server, link, fabrikam.account('contractor'))
      await browser.press('Cancel')
    },
  },
  {
    given: 'a declined invitation, on the way to an app',
    here: 65004,
    home: 65004,
    async act() {
      const browser = await opened()
      await signInAs(browser, fabrikam.account('contractor'))
      await browser.press('Cancel')
    },
  },
  {
    given: 'an invitation to a domain that is denied since',
    here: 500208,
    home: 500208,
    async act() {
      const { link } = await inviteGuest(server, fabrikam.account('contractor').mail)
      const lists = { AllowedDomains: ['elsewhere.example'] }
      const definition = [JSON.stringify({ B2BManagementPolicy: { InvitationsAllowedAndBlockedDomainsPolicy: lists } })]
      const { body } = succeeded(await contoso.graph.post('/beta/policies/b2bManagementPolicies', { definition }))
      await signInToRedeem(server, link, fabrikam.account('contractor'))
      succeeded(await contoso.graph.delete(`/beta/policies/b2bManagementPolicies/${body.id}`))
    },
  },
  {
    given: 'an invitation accepted with an account that is another guest already',
    here: 1003037,
    home: 1003037,
    async act() {
      const who = fabrikam.account('employee')
      const alias = `alias@${fabrikam.domain}`
      await guestInside(world, 'employee')
      const { deps } = server.running
      await deps.store.write(fabrikam.id as never, async (tx) => {
        const proxyAddresses = [`SMTP:${who.mail}`, `smtp:${alias}`]
        await deps.store.users.update(tx, who.id as never, (old) => ({ ...old, proxyAddresses }))
      })
      const { link } = await inviteGuest(server, alias)
      await signInToRedeem(server, link, who)
    },
  },
  {
    given: 'a blocked organization, at an app',
    here: 500213,
    home: 500213,
    async act() {
      await contoso.towards(fabrikam, { b2bCollaborationInbound: setting('B/B', namesIn(world)) })
      await fabrikam.person('employee').refusedAt(portal)
      await contoso.towards(fabrikam, { b2bCollaborationInbound: null })
    },
  },
  {
    given: 'an app that wants an assignment',
    here: 50105,
    async act() {
      const { servicePrincipalId } = portal.app
      const path = `/v1.0/servicePrincipals/${servicePrincipalId}`
      succeeded(await contoso.graph.patch(path, { appRoleAssignmentRequired: true }))
      await person(server, contoso.account('member')).refusedAt(portal)
      succeeded(await contoso.graph.patch(path, { appRoleAssignmentRequired: false }))
    },
  },
  {
    given: 'a wrong secret',
    here: 7000215,
    act: () => askAsDaemon({ client_secret: 'wrong' }),
  },
  {
    given: 'two credentials at once',
    here: 9002313,
    act: () => askAsDaemon({ client_secret: 'one', client_assertion: 'two' }),
  },
  {
    given: 'a made-up code',
    here: 70000,
    act: () =>
      askToken(server, portal, {
        grant_type: 'authorization_code',
        code: 'made-up',
        redirect_uri: redirectUriOf(portal.app),
      }),
  },
]

const askAsDaemon = (fields: Record<string, string>) =>
  server.fetch(`/${contoso.id}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: contoso.app('daemon').app.appId,
      scope: 'https://graph.microsoft.com/.default',
      ...fields,
    }),
  })

for (const { given, here, home, act } of cases) {
  test(`${given} is in the log under ${here}, not under 0`, async () => {
    const known = new Set([...(await rowsOf(contoso.id)), ...(await rowsOf(fabrikam.id))].map(({ id }) => id))
    await act()
    const fresh = async (tenant: string) =>
      (await rowsOf(tenant)).filter(({ id, outcome }) => !known.has(id) && outcome === 'deny')
    assert.deepEqual(
      (await fresh(contoso.id)).map(({ errorCode }) => errorCode),
      [here],
    )
    const atHome = (await fresh(fabrikam.id)).map(({ errorCode }) => errorCode)
    assert.deepEqual(atHome, home === undefined ? [] : [home])
  })
}

test('what the log counts as a success has no error, and the page, its filters and the report count alike', async () => {
  const reader = await graphAs(world, 'admin', ['AuditLog.Read.All'])
  const rows = await rowsOf(contoso.id)
  for (const row of rows) assert.equal(row.errorCode === 0, row.errorName === null, `${row.errorName}`)
  const filter = (text: string) =>
    `/v1.0/auditLogs/signIns?$top=1000&$filter=${encodeURIComponent(`isInteractive eq true and ${text}`)}`
  const [well, badly] = [
    succeeded(await reader.get(filter('status/errorCode eq 0'))).body.value,
    succeeded(await reader.get(filter('status/errorCode ne 0'))).body.value,
  ]
  for (const { status } of well) assert.equal(status.failureReason, 'Other.')
  for (const { status } of badly) assert.notEqual(status.failureReason, 'Other.')
  const { totals } = succeeded(await reader.get('/gatehouse/v1/reports/signIns')).body
  assert.equal(totals.successes, well.length)
  assert.equal(totals.failures + totals.interrupted, badly.length)
})

test('a refusal that borrows its number in the log is explained as what it was, to the admin and by the number', async () => {
  const [row] = (await rowsOf(contoso.id)).filter(({ errorName }) => errorName === 'InvitedDomainNotAllowed')
  const why = await contoso.explanation(row?.id ?? '')
  assert.deepEqual([why.error.code, why.error.name], [500208, 'InvitedDomainNotAllowed'])
  assert.match(why.error.cause, /deny list|allow list/)
  const known = succeeded(await contoso.graph.get('/gatehouse/v1/errors/500208')).body
  assert.deepEqual([known.code, known.logged, known.error], [null, 500208, 'invitedDomainBlocked'])
})
