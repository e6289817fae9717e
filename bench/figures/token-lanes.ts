/** Who takes turns at issuing tokens: Gatehouse's grants, a handler that only signs, npm oidc-provider. */
import type { Busy } from '../contestant.ts'
import type { Bare } from '../processes/bare.ts'
import { type Call, formCall } from '../processes/client.ts'
import type { Target } from '../processes/load.ts'
import type { OidcProvider } from '../processes/oidc-provider.ts'
import { app, type Run, target } from '../world.ts'

export const connections = 32

export type LaneName =
  | 'bare'
  | 'bareTwice'
  | 'clientCredentials'
  | 'oidcProvider'
  | 'refresh'
  | 'refreshOneToken'
  | 'code'

export type Lane = {
  name: LaneName
  process: Busy
  target: Target
  /** A list that is used once is made anew for every turn. */
  calls(seconds: number): Promise<Call[]>
  once: boolean
}

/** More than any machine of today redeems; a turn that runs out of codes ends early. */
const mostCodesPerSecond = 4000

export async function tokenLanes(run: Run): Promise<Lane[]> {
  return [
    ...(await bareLanes(run)),
    ...(await clientCredentialLanes(run)),
    ...(await providerLanes(run)),
    ...(await personLanes(run)),
  ]
}

async function bareLanes(run: Run): Promise<Lane[]> {
  if (!run.wants('bare', 'client-credentials', 'refresh', 'code')) return []
  const { world, ...gatehouse } = await run.gatehouse()
  const bare = await run.start<Bare>('bare.ts')
  const { origin } = await bare.call('start', { ...gatehouse.tls, claims: await sampleClaims(run) })
  const common = { process: bare, target: target({ ...gatehouse, origin }, connections), once: false }
  const fields = credentials(app(world, 'contoso', 'daemon'))
  const lanes: Lane[] = [{ ...common, name: 'bare', calls: async () => [formCall('/token', fields)] }]
  if (run.wants('refresh', 'code')) {
    lanes.push({ ...common, name: 'bareTwice', calls: async () => [formCall('/two-tokens', fields)] })
  }
  return lanes
}

async function clientCredentialLanes(run: Run): Promise<Lane[]> {
  if (!run.wants('client-credentials')) return []
  const { server, world, ...gatehouse } = await run.gatehouse()
  const call = daemonCall(world)
  const here = target(gatehouse, connections)
  return [{ name: 'clientCredentials', process: server, target: here, calls: async () => [call], once: false }]
}

async function providerLanes(run: Run): Promise<Lane[]> {
  if (!run.wants('client-credentials', 'oidc-provider')) return []
  const { world, ...gatehouse } = await run.gatehouse()
  const daemon = app(world, 'contoso', 'daemon')
  const provider = await run.start<OidcProvider>('oidc-provider.ts')
  const audience = 'urn:bench:api'
  const client = { clientId: daemon.appId, clientSecret: daemon.secret ?? '' }
  const { origin } = await provider.call('start', { ...gatehouse.tls, ...client, audience })
  const call = formCall('/token', { ...credentials(daemon), resource: audience })
  const there = target({ ...gatehouse, origin }, connections)
  return [{ name: 'oidcProvider', process: provider, target: there, calls: async () => [call], once: false }]
}

async function personLanes(run: Run): Promise<Lane[]> {
  if (!run.wants('refresh', 'code')) return []
  const { server, world, ...gatehouse } = await run.gatehouse()
  await server.call('consent')
  const portal = app(world, 'contoso', 'portal')
  const path = tokenPath(portal)
  const common = { process: server, target: target(gatehouse, connections) }
  const lanes: Lane[] = []
  if (run.wants('refresh')) {
    const tokens = await server.call('refreshTokens', { count: 2000 })
    const calls = (more: Record<string, string>) => async () =>
      tokens.map((token) =>
        formCall(path, { ...secretOf(portal), grant_type: 'refresh_token', refresh_token: token, ...more }),
      )
    const oneApi = { scope: 'User.Read offline_access' }
    lanes.push(
      { ...common, name: 'refresh', calls: calls({}), once: false },
      { ...common, name: 'refreshOneToken', calls: calls(oneApi), once: false },
    )
  }
  if (run.wants('code')) {
    const grant = { grant_type: 'authorization_code', redirect_uri: portal.redirectUris.web[0] ?? '' }
    const calls = async (seconds: number) => {
      const codes = await server.call('codes', { count: Math.ceil(seconds * mostCodesPerSecond) })
      return codes.map((code) => formCall(path, { ...secretOf(portal), ...grant, code }))
    }
    lanes.push({ ...common, name: 'code', calls, once: true })
  }
  return lanes
}

/** The claims of one of Gatehouse's own tokens: every contestant signs as much. */
export async function sampleClaims(run: Run): Promise<Record<string, unknown>> {
  const { world, ...gatehouse } = await run.gatehouse()
  const load = await run.load()
  const body = await load.call('ask', { target: target(gatehouse, 1), call: daemonCall(world) })
  const { access_token } = JSON.parse(body) as { access_token: string }
  return JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}

function daemonCall(world: Parameters<typeof app>[0]): Call {
  const daemon = app(world, 'contoso', 'daemon')
  const scope = `${app(world, 'contoso', 'api').identifierUri}/.default`
  return formCall(tokenPath(daemon), { ...credentials(daemon), scope })
}

type App = ReturnType<typeof app>
const tokenPath = ({ tenantId }: App) => `/${tenantId}/oauth2/v2.0/token`
const secretOf = ({ appId, secret }: App) => ({ client_id: appId, client_secret: secret ?? '' })
const credentials = (client: App) => ({ grant_type: 'client_credentials', ...secretOf(client) })
