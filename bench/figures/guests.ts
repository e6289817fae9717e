/** A page of 100 guests out of small and large tenants, asked in turn: its cost must not grow with the tenant. */
import { bearer } from '../bearer.ts'
import type { Figure } from '../figure.ts'
import type { Call } from '../processes/client.ts'
import { median, quantile } from '../statistics.ts'
import { type Run, target } from '../world.ts'

export async function guestFigures(run: Run): Promise<Figure[]> {
  if (!run.wants('guests')) return []
  const gatehouse = await run.gatehouse()
  const load = await run.load()
  const here = target(gatehouse, 1)
  const lists: { users: number; guests: number; first: Call; middle: Call }[] = []
  for (const { tenant, users, guests } of await run.directories()) {
    const authorization = await bearer(run, tenant)
    const ask = async (path: string) =>
      (await load.call('ask', { target: here, call: get(path, authorization) })) as string
    const pages = { first: firstPage, middle: await middlePage(ask, guests) }
    lists.push({
      users,
      guests,
      first: get(pages.first, authorization),
      middle: get(pages.middle, authorization),
    })
  }
  const figures = await listFigures()
  run.say('Pages of guests')
  const calls = lists.flatMap(({ first, middle }) => [first, middle])
  await load.call('latencies', { target: here, calls, times: 30 })
  const spent = await load.call('latencies', { target: here, calls, times: run.rounds * run.seconds * 20 })
  const pages = (['first', 'middle'] as const).flatMap((which, offset) =>
    lists.map(({ users, guests }, index): Figure => {
      const mine = spent[index * 2 + offset] ?? []
      const small = median(spent[offset] ?? [])
      return {
        name: 'guests',
        title: `${which === 'first' ? 'First' : 'Middle'} page of 100 guests, ${users.toLocaleString('en-US')} users`,
        value: median(mine),
        unit: 'ms',
        ...(index === 0
          ? {}
          : { limit: { title: 'smallest tenant', value: small }, goal: { kind: 'ratioAtMost' as const, bound: 2 } }),
        details: { guests, p99Ms: quantile(mine, 0.99) },
      }
    }),
  )
  return [...pages, ...figures]

  /** What the admin center's list of people asks of the largest tenant: each as a page of 100 by name, counted. */
  async function listFigures(): Promise<Figure[]> {
    const largest = lists.at(-1)
    if (!largest) return []
    run.say('The list of people')
    const headers = { ...largest.first.headers, consistencylevel: 'eventual' }
    const asked = Object.entries(peopleLists).map(([title, options]) => {
      const parameters = Object.entries(options).map(([name, value]) => `$${name}=${encodeURIComponent(value)}`)
      const path = `/v1.0/users?${[...parameters, '$orderby=displayName', '$count=true', '$top=100'].join('&')}`
      return { title, call: { method: 'GET' as const, path, headers } }
    })
    const calls = asked.map(({ call }) => call)
    await load.call('latencies', { target: here, calls, times: 2 })
    const spent = await load.call('latencies', { target: here, calls, times: run.rounds * 3 })
    return asked.map(({ title }, index) => ({
      name: 'guests',
      title: `List of people, ${title}, ${largest.users.toLocaleString('en-US')} users`,
      value: median(spent[index] ?? []),
      unit: 'ms',
      details: { p99Ms: quantile(spent[index] ?? [], 0.99) },
    }))
  }
}

const peopleLists: Record<string, Record<string, string>> = {
  everybody: {},
  guests: { filter: "userType eq 'Guest'" },
  'one domain': { filter: "endsWith(mail,'@partner.example')" },
  'search that finds many': { search: '"displayName:person"' },
  'search that finds one': { search: '"displayName:77" OR "mail:person.77@" OR "userPrincipalName:person.77_"' },
  'search that finds nobody': { search: '"displayName:nobody" OR "mail:nobody" OR "userPrincipalName:nobody"' },
}

const listOf = (top: number) => `/v1.0/users?$filter=${encodeURIComponent("userType eq 'Guest'")}&$top=${top}`
const firstPage = listOf(100)
const get = (path: string, authorization: string): Call => ({ method: 'GET', path, headers: { authorization } })

/** Turned to by the next links, in the same steps as its own size. */
async function middlePage(ask: (path: string) => Promise<string>, guests: number): Promise<string> {
  let path = firstPage
  for (let seen = 0; seen + 200 < Math.min(guests / 2, 20_000); seen += 100) {
    const { '@odata.nextLink': next } = JSON.parse(await ask(path)) as { '@odata.nextLink'?: string }
    if (!next) throw new Error('the list of guests ended early')
    const { pathname, search } = new URL(next)
    path = pathname + search
  }
  return path
}
