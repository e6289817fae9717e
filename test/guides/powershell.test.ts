import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { serverOfSuite } from '../graph/suite.ts'
import { blocksOf } from '../harness/guide.ts'

/**
 * The requests that the guide's commands send. What each command becomes on the wire is read in the module's own source
 * (microsoftgraph/msgraph-sdk-powershell: AuthenticationHelpers, NationalCloudHandler, the generated cmdlets) and in that
 * of MSAL.NET below it. Endpoints, forms, parameters and filters are the guide's own.
 */
const commands = blocksOf('invite-from-powershell.md', '')
  .filter(({ language }) => language === 'powershell')
  .map(({ text }) => text.replaceAll(/`\n\s*/g, ''))
const command = (name: string): string =>
  commands.find((text) => text.includes(name)) ?? assert.fail(`the guide has no ${name}`)

/** `-Name value`, `-Switch`. */
function parameters(text: string): Record<string, string | true> {
  const [, line = ''] = /^\S+ ([^|]*)/.exec(text) ?? []
  const found = [...line.matchAll(/-(\w+)(?: (?!-)("[^"]*"|\S+))?/g)]
  return Object.fromEntries(found.map(([, name = '', value]) => [name, value?.replaceAll('"', '') ?? true]))
}

/** What these few forms of an expression give: 'text', $a.b, "…$($a.b)…". */
function evaluate(expression: string, variables: Record<string, unknown>): string {
  const at = (path: string) =>
    [...path.matchAll(/'([^']+)'|(\w[\w-]*)/g)].reduce<unknown>(
      (value, [, quoted, plain]) => (value as Record<string, unknown>)[quoted ?? plain ?? ''],
      variables,
    )
  if (expression.startsWith("'")) return expression.slice(1, -1)
  if (expression.startsWith('"'))
    return expression.slice(1, -1).replaceAll(/\$\(\$([^)]+)\)/g, (_, path) => String(at(path)))
  return String(at(expression.slice(1)))
}

const windows = 'Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.26100; en-US) PowerShell/7.5.2'

describe('Graph PowerShell, by the commands of the guide', () => {
  const suite = serverOfSuite()
  const variables = () => {
    const { demo } = suite.server
    return { demo, script: demo.tenants.contoso.apps['admin-script'] ?? assert.fail('no admin-script') }
  }

  async function token(): Promise<string> {
    const text = command('Invoke-RestMethod')
    const [, uri = ''] = /-Uri ("[^"]+")/.exec(text) ?? []
    const [, lines = ''] = /@\{\n([\s\S]+?)\n\}/.exec(text) ?? []
    const form = lines.split('\n').map((line) => {
      const [, name = '', value = ''] = /^\s*(\w+)\s+=\s+(.+)$/.exec(line) ?? []
      return [name, evaluate(value, variables())]
    })
    const answer = await suite.server.fetch(evaluate(uri, variables()), {
      method: 'POST',
      headers: { 'user-agent': windows, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    })
    const body = (await answer.json()) as { access_token: string }
    assert.equal(answer.status, 200, JSON.stringify(body))
    return body.access_token
  }

  /** A generated cmdlet: the URL of the public cloud, whose host and scheme the environment replaces. */
  async function send(method: string, path: string, body?: unknown) {
    const { GraphEndpoint } = parameters(command('Add-MgEnvironment'))
    assert.equal(GraphEndpoint, 'https://localhost:8443', 'the address of a demo as it comes')
    const answer = await suite.server.fetch(path, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'cache-control': 'no-store, no-cache',
        'client-request-id': randomUUID(),
        featureflag: '00000047',
        sdkversion: 'graph-powershell/2.30.0, Graph-dotnet-3.2.4 (hostOS=Microsoft Windows 10.0.26100; hostArch=x64)',
        'user-agent': `${windows} New-MgInvitation_Create`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape; a wrong guess fails the test
    return { status: answer.status, body: (await answer.json()) as any }
  }

  test('Connect-MgGraph -AccessToken reads app, tenant and permissions out of the token', async () => {
    const claims = decodeJwt(await token())
    const { demo, script } = variables()
    assert.partialDeepStrictEqual(claims, { appid: script.appId, tid: demo.tenants.contoso.id })
    assert.ok((claims.roles as string[]).includes('User.Invite.All'))
  })

  test('New-MgInvitation invites, and Get-MgUser shows how far it is', async () => {
    const given = parameters(command('New-MgInvitation'))
    const body = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [`${name[0]?.toLowerCase()}${name.slice(1)}`, value]),
    )
    assert.deepEqual(body, {
      invitedUserEmailAddress: 'employee@fabrikam.gatehouse.test',
      sendInvitationMessage: true,
      inviteRedirectUrl: 'https://myapps.microsoft.com',
    })
    const invited = await send('POST', '/v1.0/invitations', body)
    assert.equal(invited.status, 201, JSON.stringify(invited.body))
    assert.ok(invited.body.inviteRedeemUrl.startsWith(`${suite.server.origin}/redeem`))
    assert.equal((await suite.server.letter('employee@fabrikam.gatehouse.test')).to, 'employee@fabrikam.gatehouse.test')

    const { Filter, Property } = parameters(command('Get-MgUser'))
    const query = `$filter=${encodeURIComponent(String(Filter))}&$select=${encodeURIComponent(String(Property))}`
    const { status, body: guests } = await send('GET', `/v1.0/users?${query}`)
    assert.equal(status, 200)
    assert.deepEqual(guests.value, [
      { displayName: 'employee', mail: 'employee@fabrikam.gatehouse.test', externalUserState: 'PendingAcceptance' },
    ])
  })

  test('a refusal is one that the module prints: a code and a message', async () => {
    const { status, body } = await send('POST', '/v1.0/invitations', { invitedUserEmailAddress: 'nobody' })
    assert.equal(status, 400)
    assert.ok(body.error.code && body.error.message)
  })

  test('the token request of -ClientSecretCredential, which comes after the question to the public cloud, is answered', async () => {
    const { demo, script } = variables()
    const { contoso } = demo.tenants
    const answer = await suite.server.fetch(`/${contoso.id}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'client-request-id': randomUUID(),
        'return-client-request-id': 'true',
        'x-client-sku': 'MSAL.NetCore',
        'x-client-ver': '4.74.1.0',
        'x-client-current-telemetry': '5|1004,0,,,|0,1,1,,',
        'x-ms-lib-capability': 'retry-after, h429',
      },
      body: new URLSearchParams({
        client_id: script.appId,
        client_info: '2',
        client_secret: script.secret ?? '',
        scope: `${suite.server.demo.graph}/.default`,
        grant_type: 'client_credentials',
        claims: '{"access_token":{"xms_cc":{"values":["cp1"]}}}',
      }).toString(),
    })
    const body = (await answer.json()) as { access_token: string; token_type: string; expires_in: number }
    assert.equal(answer.status, 200, JSON.stringify(body))
    assert.deepEqual([body.token_type, typeof body.expires_in], ['Bearer', 'number'])
    assert.equal(decodeJwt(body.access_token).tid, contoso.id)
  })
})
