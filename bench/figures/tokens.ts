/** Tokens per second over HTTPS, beside a handler that only signs and beside npm oidc-provider. */
import type { ProcessorTime } from '../contestant.ts'
import type { Figure } from '../figure.ts'
import type { Name } from '../options.ts'
import type { InProcess } from '../processes/in-process.ts'
import type { Rate } from '../processes/load.ts'
import { median } from '../statistics.ts'
import type { Run } from '../world.ts'
import { connections, type Lane, type LaneName, sampleClaims, tokenLanes } from './token-lanes.ts'

/** Processor time per answer. */
type Turn = { rate: Rate; micros: ProcessorTime }
type Measured = { perSecond: number; micros: ProcessorTime; p50: number; p99: number; rounds: number[] }

export async function tokenFigures(run: Run): Promise<Figure[]> {
  if (!run.wants('signatures', 'bare', 'client-credentials', 'oidc-provider', 'refresh', 'code')) return []
  const lanes = await tokenLanes(run)
  const signatures = await signatureRate(run)
  return figures(signatures, await takeTurns(run, lanes))
}

/** Every contestant has its turn in every round, so that a busy moment of the machine hits all alike. */
async function takeTurns(run: Run, lanes: readonly Lane[]): Promise<Map<LaneName, Measured>> {
  const turns = new Map<LaneName, Turn[]>()
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
  const plan = { target, calls: await calls(seconds), seconds, once, expected: '"access_token"' }
  const { result: rate, micros } = await process.busy(() => load.call('rate', plan))
  return { rate, micros: { all: micros.all / rate.count, main: micros.main / rate.count } }
}

function summary(turns: readonly Turn[]): Measured {
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
  const claims = await sampleClaims(run)
  const rates: number[] = []
  for (let round = 0; round < Math.min(3, run.rounds); round++) {
    rates.push(await inProcess.call('signatures', { claims, seconds: run.seconds, inFlight: connections }))
  }
  await inProcess.stop()
  return median(rates)
}

const twoTokens =
  'The answer holds two signed tokens, as for MSAL, which always asks for an id_token. A signature is most of what the bare handler does, so the second one leaves little of the half.'

type Line = {
  name: Name
  title: string
  lane: LaneName
  beside: { title: string; lane: LaneName } | 'signatures'
  goal?: number
  note?: string
}

const bare = { title: 'bare handler', lane: 'bare' } as const
const bareTwice = { title: 'bare handler, two JWTs', lane: 'bareTwice' } as const
const provider = { title: 'oidc-provider', lane: 'oidcProvider' } as const
const clientCredentials = {
  name: 'client-credentials',
  title: 'Client-credential tokens',
  lane: 'clientCredentials',
} as const
const refresh = { name: 'refresh', title: 'Refresh of a confidential client, durable', lane: 'refresh' } as const
const code = { name: 'code', title: 'Redemption of a code, durable', lane: 'code' } as const

const lines: Line[] = [
  { name: 'bare', title: 'Bare Fastify handler that signs a JWT', lane: 'bare', beside: 'signatures' },
  { ...clientCredentials, beside: bare, goal: 0.8 },
  { ...clientCredentials, beside: provider, goal: 1.3 },
  { name: 'oidc-provider', title: 'npm oidc-provider, same grant, in memory', lane: 'oidcProvider', beside: bare },
  { ...refresh, beside: bare, goal: 0.5, note: twoTokens },
  { ...refresh, beside: bareTwice },
  { name: 'refresh', title: 'Refresh for one token, durable', lane: 'refreshOneToken', beside: bare, goal: 0.5 },
  { ...code, beside: bare, goal: 0.5, note: twoTokens },
  { ...code, beside: bareTwice },
]

function figures(signatures: number, measured: ReadonlyMap<LaneName, Measured>): Figure[] {
  const limitOf = (beside: Line['beside']): Figure['limit'] | undefined => {
    if (beside === 'signatures') return { title: 'signatures', value: signatures }
    const found = measured.get(beside.lane)
    return found && { title: beside.title, value: found.perSecond }
  }
  const first: Figure = {
    name: 'signatures',
    title: 'RS256 signatures, jose in process',
    value: signatures,
    unit: '/s',
  }
  const others = lines.flatMap(({ name, title, lane, beside, goal, note }): Figure[] => {
    const found = measured.get(lane)
    const limit = limitOf(beside)
    if (!found || !limit) return []
    const { perSecond, micros, p50, p99, rounds } = found
    const server = { microsPerAnswer: Math.round(micros.all), onMainThread: Math.round(micros.main) }
    const details = { server, p50Ms: p50, p99Ms: p99, rounds }
    const wanted = goal === undefined ? {} : { goal: { kind: 'ratioAtLeast' as const, bound: goal } }
    return [{ name, title, value: perSecond, unit: '/s', limit, details, ...wanted, ...(note ? { note } : {}) }]
  })
  return [first, ...others]
}
