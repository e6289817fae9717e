/** Tokens per second over HTTPS, beside a handler that only signs and beside npm oidc-provider. */
import type { Busy, ProcessorTime } from '../contestant.ts'
import type { Figure } from '../figure.ts'
import type { Name } from '../options.ts'
import type { Bare } from '../processes/bare.ts'
import type { Call } from '../processes/client.ts'
import type { InProcess } from '../processes/in-process.ts'
import type { Rate, Target } from '../processes/load.ts'
import type { OidcProvider } from '../processes/oidc-provider.ts'
import { median } from '../statistics.ts'
import { app, type Run, target } from '../world.ts'

const connections = 32

type Lane = {
  name: Name
  process: Busy
  target: Target
  /** A list that is used once gives out `calls` anew for every turn. */
  calls(seconds: number): Promise<Call[]>
  once: boolean
}
type Turn = { rate: Rate; micros: ProcessorTime }
type Measured = { perSecond: number; micros: ProcessorTime; p50: number; p99: number; rounds: number[] }

export async function tokenFigures(run: Run): Promise<Figure[]> {
  if (!run.wants('signatures', 'bare', 'client-credentials', 'oidc-provider', 'refresh', 'code')) return []
  const lanes = await lanesOf(run)
  const signatures = await signatureRate(run)
  const measured = await takeTurns(run, lanes)
  return figures(signatures, measured)
}

async function lanesOf(run: Run): Promise<Lane[]> {
  const { server, world, ...gatehouse } = await run.gatehouse()
  const lanes: Lane[] = []
  const here = target(gatehouse, connections)
  const daemon = app(world, 'contoso', 'daemon')
  const own = credentials(daemon, `${app(world, 'contoso', 'api').identifierUri}/.default`)
  const tokens = `/${daemon.tenantId}/oauth2/v2.0/token`
  const again = (call: Call) => async () => [call]

  if (run.wants('bare', 'client-credentials', 'refresh', 'code')) {
    const bare = await run.start<Bare>('bare.ts')
    const { origin } = await bare.call('start', { ...gatehouse.tls, claims: await sampleClaims(run) })
    const there = target({ ...gatehouse, origin }, connections)
    lanes.push({ name: 'bare', process: bare, target: there, calls: again(form('/token', own)), once: false })
  }
  if (run.wants('client-credentials')) {
    lanes.push({
      name: 'client-credentials',
      process: server,
      target: here,
      calls: again(form(tokens, own)),
      once: false,
    })
  }
  if (run.wants('client-credentials', 'oidc-provider')) {
    const provider = await run.start<OidcProvider>('oidc-provider.ts')
    const audience = 'urn:bench:api'
    const clientSecret = daemon.secret ?? ''
    const started = await provider.call('start', { ...gatehouse.tls, clientId: daemon.appId, clientSecret, audience })
    lanes.push({
      name: 'oidc-provider',
      process: provider,
      target: target({ ...gatehouse, ...started }, connections),
      calls: again(form('/token', { ...credentials(daemon), resource: audience })),
      once: false,
    })
  }
  if (!run.wants('refresh', 'code')) return lanes
  await server.call('consent')
  const portal = app(world, 'contoso', 'portal')
  if (run.wants('refresh')) {
    const refreshTokens = await server.call('refreshTokens', { count: 2000 })
    const calls = refreshTokens.map((token) =>
      form(tokens, { ...secretOf(portal), grant_type: 'refresh_token', refresh_token: token }),
    )
    lanes.push({ name: 'refresh', process: server, target: here, calls: async () => calls, once: false })
  }
  if (run.wants('code')) {
    const calls = async (seconds: number) => {
      const codes = await server.call('codes', { count: Math.ceil(seconds * mostCodesPerSecond) })
      const grant = { grant_type: 'authorization_code', redirect_uri: portal.redirectUris.web[0] ?? '' }
      return codes.map((code) => form(tokens, { ...secretOf(portal), ...grant, code }))
    }
    lanes.push({ name: 'code', process: server, target: here, calls, once: true })
  }
  return lanes
}

/** More than any machine of today redeems; a turn that runs out of codes ends early. */
const mostCodesPerSecond = 4000

/** Every contestant has its turn in every round, so that a busy moment of the machine hits all alike. */
async function takeTurns(run: Run, lanes: readonly Lane[]): Promise<Map<Name, Measured>> {
  const turns = new Map<Name, Turn[]>()
  for (let round = 0; round <= run.rounds; round++) {
    run.say(round === 0 ? 'Tokens: warming up' : `Tokens: round ${round} of ${run.rounds}`)
    for (const lane of lanes) {
      // The first round is not counted: connections are opened and code gets compiled.
      const turn = await takeTurn(run, lane, round === 0 ? Math.min(2, run.seconds) : run.seconds)
      if (round > 0) turns.set(lane.name, [...(turns.get(lane.name) ?? []), turn])
    }
  }
  return new Map([...turns].map(([name, list]) => [name, summary(list)]))
}

async function takeTurn(run: Run, { process, target, calls, once }: Lane, seconds: number): Promise<Turn> {
  const load = await run.load()
  const list = await calls(seconds)
  const plan = { target, calls: list, seconds, once, expected: '"access_token"' }
  const { result: rate, micros } = await process.busy(() => load.call('rate', plan))
  return { rate, micros: { all: micros.all / rate.count, main: micros.main / rate.count } }
}

function summary(turns: Turn[]): Measured {
  const middle = (of: (turn: Turn) => number) => median(turns.map(of))
  return {
    perSecond: middle(({ rate }) => rate.perSecond),
    micros: { all: middle(({ micros }) => micros.all), main: middle(({ micros }) => micros.main) },
    p50: middle(({ rate }) => rate.p50),
    p99: middle(({ rate }) => rate.p99),
    rounds: turns.map(({ rate }) => Math.round(rate.perSecond)),
  }
}

async function signatureRate(run: Run): Promise<number> {
  const inProcess = await run.start<InProcess>('in-process.ts')
  const plan = { claims: await sampleClaims(run), seconds: run.seconds, inFlight: connections }
  const rate = await inProcess.call('signatures', plan)
  await inProcess.stop()
  return rate
}

/** The claims of one of Gatehouse's own tokens: every contestant signs as much. */
async function sampleClaims(run: Run): Promise<Record<string, unknown>> {
  const { world, ...gatehouse } = await run.gatehouse()
  const daemon = app(world, 'contoso', 'daemon')
  const own = credentials(daemon, `${app(world, 'contoso', 'api').identifierUri}/.default`)
  const call = form(`/${daemon.tenantId}/oauth2/v2.0/token`, own)
  const body = await (await run.load()).call('ask', { target: target(gatehouse, 1), call })
  const { access_token } = JSON.parse(body) as { access_token: string }
  return JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}

type App = { appId: string; secret?: string }
const secretOf = ({ appId, secret }: App) => ({ client_id: appId, client_secret: secret ?? '' })
const credentials = (client: App, scope?: string): Record<string, string> => ({
  grant_type: 'client_credentials',
  ...secretOf(client),
  ...(scope === undefined ? {} : { scope }),
})

export const form = (path: string, fields: Record<string, string>): Call => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

const twoTokens =
  'An answer to a code or refresh token holds two signed tokens (access token and id_token, as MSAL asks for them); the bare handler signs one.'

function figures(signatures: number, measured: ReadonlyMap<Name, Measured>): Figure[] {
  const all: Figure[] = [
    { name: 'signatures', title: 'RS256 signatures, jose in process', value: signatures, unit: '/s' },
  ]
  const bare = measured.get('bare')
  const limitBare = bare && { title: 'bare handler', value: bare.perSecond }
  const add = (name: Name, title: string, limit: Figure['limit'], more: Partial<Figure> = {}) => {
    const found = measured.get(name)
    if (!found) return
    const { perSecond, micros, p50, p99, rounds } = found
    const { all: microsPerAnswer, main: ofThem } = micros
    const server = { microsPerAnswer: Math.round(microsPerAnswer), onMainThread: Math.round(ofThem) }
    const details = { server, p50Ms: p50, p99Ms: p99, rounds }
    all.push({ name, title, value: perSecond, unit: '/s', ...(limit ? { limit } : {}), details, ...more })
  }
  const own = measured.get('oidc-provider')
  add('bare', 'Bare Fastify handler that signs a JWT', { title: 'signatures', value: signatures })
  add('client-credentials', 'Client-credential tokens', limitBare, { goal: { kind: 'ratioAtLeast', bound: 0.8 } })
  add('client-credentials', 'Client-credential tokens', own && { title: 'oidc-provider', value: own.perSecond }, {
    goal: { kind: 'ratioAtLeast', bound: 1.3 },
  })
  add('oidc-provider', 'npm oidc-provider, client credentials in memory', limitBare)
  const half = { goal: { kind: 'ratioAtLeast' as const, bound: 0.5 }, note: twoTokens }
  add('refresh', 'Refresh of a confidential client, durable', limitBare, half)
  add('code', 'Redemption of a code, durable', limitBare, half)
  return all
}
