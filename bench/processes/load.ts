/** The side that asks. A process of its own, so that it never shares a thread with what is measured. */
import { trustLocalCa } from '../../src/http/tls.ts'
import { visitor } from '../../test/sign-in/visitor.ts'
import { quantile } from '../statistics.ts'
import { type Call, client } from './client.ts'
import { takePart } from './take-part.ts'

export type Target = { origin: string; ca: string; connections: number }
export type Rate = { perSecond: number; count: number; p50: number; p99: number }
export type Person = { name: string; password: string }

const clients = new Map<string, ReturnType<typeof client>>()

/** Connections outlive one turn: handshakes are not what is measured. */
function clientOf({ origin, ca, connections }: Target) {
  const key = `${origin} ${connections}`
  const known = clients.get(key) ?? client(origin, ca, connections)
  clients.set(key, known)
  return known
}

/** Works through `turns` with `connections` at once, until the time is over or (with `once`) nothing is left. */
async function drive(
  turns: number,
  { connections, seconds, once }: { connections: number; seconds: number; once: boolean },
  turn: (index: number) => Promise<void>,
): Promise<Rate> {
  const latencies: number[] = []
  let next = 0
  const began = performance.now()
  const until = began + seconds * 1000
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until && (!once || next < turns)) {
        const index = next % turns
        next += 1
        const at = performance.now()
        await turn(index)
        latencies.push(performance.now() - at)
      }
    }),
  )
  const spent = (performance.now() - began) / 1000
  const count = latencies.length
  return { perSecond: count / spent, count, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) }
}

const operations = {
  /** Requests per second. Every answer must be a success that holds `expected`; one that does not ends the measurement. */
  rate({ target, calls, seconds, once, expected }: RatePlan): Promise<Rate> {
    const { send } = clientOf(target)
    return drive(calls.length, { connections: target.connections, seconds, once }, async (index) => {
      const answer = await send(calls[index] as Call)
      if (answer.status < 200 || answer.status > 299 || !answer.body.includes(expected)) {
        throw new Error(`${answer.status} ${answer.body.slice(0, 500)}`)
      }
    })
  },

  /** One answer: its body. */
  async ask({ target, call }: { target: Target; call: Call }): Promise<string> {
    const answer = await clientOf(target).send(call)
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.slice(0, 500)}`)
    return answer.body
  },

  /** Milliseconds of each call, one after another, in turn: `times` passes over the list. */
  async latencies({ target, calls, times }: { target: Target; calls: Call[]; times: number }): Promise<number[][]> {
    const { send } = clientOf({ ...target, connections: 1 })
    const spent: number[][] = calls.map(() => [])
    for (let pass = 0; pass < times; pass++) {
      for (const [index, call] of calls.entries()) {
        const at = performance.now()
        const answer = await send(call)
        if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.slice(0, 500)}`)
        spent[index]?.push(performance.now() - at)
      }
    }
    return spent
  },

  /** Whole sign-ins per second: each by a browser that was never here, from the app's link to the code. */
  signIns({ target, people, path, seconds }: SignInPlan): Promise<Rate> {
    const server = browserServer(target)
    return drive(people.length, { connections: target.connections, seconds, once: false }, async (index) => {
      const { name, password } = people[index] as Person
      const visit = visitor(server)
      await visit.open(`${path}&login_hint=${encodeURIComponent(name)}`)
      await visit.signIn(name, password)
      if (!visit.landed.params.get('code')) throw new Error(`no code: ${visit.landed.location}`)
    })
  },

  /** Milliseconds that a name and a wrong password take to be answered, one person after another. */
  async wrongPasswords({
    target,
    people,
    path,
  }: Omit<SignInPlan, 'seconds'>): Promise<{ name: number; password: number }[]> {
    const server = browserServer(target)
    const spent: { name: number; password: number }[] = []
    for (const { name, password } of people) {
      const visit = visitor(server)
      await visit.open(path)
      const began = performance.now()
      await visit.press('name', { username: name })
      const named = performance.now()
      await visit.press('password', { password })
      spent.push({ name: named - began, password: performance.now() - named })
      if (!visit.page.html.includes('AADSTS50126')) throw new Error(`not refused: ${visit.page.title}`)
    }
    return spent
  },
}

type RatePlan = { target: Target; calls: Call[]; seconds: number; once: boolean; expected: string }
type SignInPlan = { target: Target; people: Person[]; path: string; seconds: number }

let trusted = false

function browserServer({ origin, ca }: Target) {
  if (!trusted) trustLocalCa(ca)
  trusted = true
  return {
    origin,
    fetch: (path: string, init: RequestInit = {}) => fetch(new URL(path, origin), { redirect: 'manual', ...init }),
  }
}

export type Load = typeof operations
takePart(operations, async () => {
  for (const one of clients.values()) one.close()
})
