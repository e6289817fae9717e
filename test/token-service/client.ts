import { createHash } from 'node:crypto'
import type { DemoApp } from '../../src/demo/world.ts'
import type { TestServer } from '../harness/index.ts'
import { type Visitor, visitor } from '../sign-in/visitor.ts'

export type TenantKey = 'contoso' | 'fabrikam' | 'woodgrove'

/** A body of the token endpoint, success or refusal. */
export type TokenBody = {
  access_token: string
  refresh_token: string
  id_token: string
  client_info: string
  scope: string
  token_type: string
  expires_in: number
  refresh_token_expires_in: number
  error: string
  error_description: string
  error_codes: number[]
  suberror: string
  error_uri: string
  trace_id: string
  correlation_id: string
}
export type TokenAnswer = { status: number; headers: Headers; body: TokenBody }

type Fields = Record<string, string | undefined>

/** Posts a form to a token endpoint. */
export async function postToken(
  server: TestServer,
  segment: string,
  fields: Fields | [string, string][],
  headers: Record<string, string> = {},
  version: 'v2.0/' | '' = 'v2.0/',
): Promise<TokenAnswer> {
  const pairs = Array.isArray(fields)
    ? fields
    : Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const answer = await server.fetch(`/${segment}/oauth2/${version}token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(pairs),
  })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as TokenBody }
}

export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = createHash('sha256').update(verifier).digest('base64url')

/** An app of the demo as a protocol client that redeems the way its redirect URI's kind asks for. */
export type Client = { tenant: TenantKey; app: string; kind: 'web' | 'spa' | 'publicClient' }
export const portal: Client = { tenant: 'contoso', app: 'portal', kind: 'web' }
export const portalSpa: Client = { tenant: 'contoso', app: 'portal', kind: 'spa' }
export const cli: Client = { tenant: 'contoso', app: 'cli', kind: 'publicClient' }

export const appOf = (server: TestServer, { tenant, app }: Client): DemoApp => {
  const found = server.demo.tenants[tenant].apps[app]
  if (!found) throw new Error(`no app ${app}`)
  return found
}

export const redirectOf = (server: TestServer, client: Client): string =>
  appOf(server, client).redirectUris[client.kind][0] ?? ''

export type Person = { tenant: TenantKey; key: string }
export const member: Person = { tenant: 'contoso', key: 'member' }

/** Everything that the person agrees to on the way is accepted. */
export async function signIn(server: TestServer, person: Person, client: Client = portal): Promise<Visitor> {
  const visit = visitor(server)
  await codeFor(server, client, { visit, person })
  return visit
}

/** A fresh code. With a `visit` that is signed in no page is needed. */
export async function codeFor(
  server: TestServer,
  client: Client,
  given: { visit?: Visitor; person?: Person; scope?: string; extra?: Fields } = {},
): Promise<{ code: string; visit: Visitor }> {
  const { person = member, scope = 'openid profile offline_access User.Read', extra = {} } = given
  const visit = given.visit ?? visitor(server)
  const fields: Fields = {
    client_id: appOf(server, client).appId,
    response_type: 'code',
    redirect_uri: redirectOf(server, client),
    scope,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...extra,
  }
  const pairs = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined)
  await visit.open(`/${server.demo.tenants[client.tenant].id}/oauth2/v2.0/authorize?${new URLSearchParams(pairs)}`)
  if (!visit.isLanded && /value="(name|password)"/.test(visit.page.html)) {
    const { userPrincipalName, password } = server.demo.tenants[person.tenant].people[person.key] ?? {
      userPrincipalName: '',
      password: '',
    }
    await visit.signIn(userPrincipalName, password)
  }
  if (!visit.isLanded && visit.page.title === 'Permissions requested') await visit.press('accept')
  if (!visit.isLanded && visit.page.html.includes('Stay signed in?')) await visit.press('no')
  const code = visit.landed.params.get('code')
  if (!code) throw new Error(`no code: ${visit.landed.params.get('error_description')}`)
  return { code, visit }
}

/** What a redemption or refresh of this client sends beside the grant. */
export function credentials(server: TestServer, client: Client): { fields: Fields; headers: Record<string, string> } {
  const { appId, secret } = appOf(server, client)
  const fields = { client_id: appId, ...(client.kind === 'web' ? { client_secret: secret } : {}) }
  const headers: Record<string, string> =
    client.kind === 'spa' ? { origin: new URL(redirectOf(server, client)).origin } : {}
  return { fields, headers }
}

export async function redeem(
  server: TestServer,
  client: Client,
  code: string,
  change: { fields?: Fields; headers?: Record<string, string>; segment?: string } = {},
): Promise<TokenAnswer> {
  const own = credentials(server, client)
  return postToken(
    server,
    change.segment ?? server.demo.tenants[client.tenant].id,
    {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectOf(server, client),
      code_verifier: verifier,
      client_info: '1',
      ...own.fields,
      ...change.fields,
    },
    change.headers ?? own.headers,
  )
}

export async function refresh(
  server: TestServer,
  client: Client,
  refreshToken: string,
  change: { fields?: Fields; headers?: Record<string, string>; segment?: string } = {},
): Promise<TokenAnswer> {
  const own = credentials(server, client)
  return postToken(
    server,
    change.segment ?? server.demo.tenants[client.tenant].id,
    { grant_type: 'refresh_token', refresh_token: refreshToken, client_info: '1', ...own.fields, ...change.fields },
    change.headers ?? own.headers,
  )
}

export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

/** `400 invalid_grant 70000` */
export const summary = ({ status, body }: TokenAnswer): string =>
  `${status} ${body.error ?? 'ok'} ${body.error_codes?.join() ?? ''}`.trim()
