/** Every page of the admin center, My Apps and My Account in a real browser: how soon it can be used, and what it weighs. */
import { statSync } from 'node:fs'
import type { Contestant } from '../contestant.ts'
import type { Figure } from '../figure.ts'
import type { BrowserAtWork, Visit } from '../processes/browser.ts'
import { adminRoutes, firstRoute, nameOf, ownRoutes } from '../routes.ts'
import { median } from '../statistics.ts'
import type { Run } from '../world.ts'

const usable =
  'From the navigation to the page that can be used, signed in: title and data are there, no skeleton is left, the main thread is at rest. The limit of an empty cache: the same scripts and styles fetched at once by a page that is there already, and not run. A warm browser has kept them.'
const weight =
  'Everything sent over the network with an empty cache until nothing more is asked for, headers and answers of the API included; scripts and styles as gzip.'
const firstWeight =
  'Scripts and styles, gzip, of the first page with an empty cache until nothing more is asked for: more than the page waits for.'

/** kB of scripts and styles of the first page. */
const limit = 300

type Measured = { route: string; title: string; cold: Visit[]; warm: Visit[]; fetched: number[] }

export async function pageFigures(run: Run): Promise<Figure[]> {
  if (!run.wants('pages')) return []
  const browser = await run.browser()
  const samples = await browser.call('samples')
  const all: Measured[] = []
  for (const [pages, routes] of [
    ['admin', adminRoutes(samples)],
    ['own', ownRoutes()],
  ] as const) {
    const window = await browser.call('signIn', { tenant: 'contoso', pages })
    for (const [index, route] of routes.entries()) {
      const title = nameOf(route, samples)
      run.say(`${title} (${index + 1} of ${routes.length})`)
      const measured = await measure(browser, { window, route, rounds: Math.ceil(run.rounds / 2) })
      if (measured) all.push({ ...measured, route, title })
      else run.say(`  is not there yet: ${route}`)
    }
  }
  const first = all.find(({ route }) => route === firstRoute)
  if (!first) throw new Error('the first page was not measured')
  return [
    firstFigure(first),
    ...all.flatMap(({ title, cold, warm, fetched }): Figure[] => [
      {
        name: 'pages',
        title: `${title}, empty cache: usable`,
        value: middle(cold, ({ millis }) => millis),
        unit: 'ms',
        limit: { title: 'its files only', value: median(fetched) },
        note: usable,
        details: { rounds: cold.map(({ millis }) => millis) },
      },
      {
        name: 'pages',
        title: `${title}, warm: usable`,
        value: middle(warm, ({ millis }) => millis),
        unit: 'ms',
        limit: { title: 'empty cache', value: middle(cold, ({ millis }) => millis) },
        note: usable,
        details: { rounds: warm.map(({ millis }) => millis) },
      },
      {
        name: 'pages',
        title: `${title}: sent in ${requestsOf(cold)} requests (warm ${requestsOf(warm)}, ${Math.ceil(bytesOf(warm))} kB)`,
        value: bytesOf(cold),
        unit: 'kB',
        limit: { title: 'first page', value: bytesOf(first.cold) },
        note: weight,
        details: { scriptsAndStyles: middle(cold, ({ code }) => code.bytes), files: cold[0]?.code.files },
      },
    ]),
  ]
}

type Plan = { window: string; route: string; rounds: number }

async function measure(browser: Contestant<BrowserAtWork>, { window, route: at, rounds }: Plan) {
  const cold: Visit[] = []
  const warm: Visit[] = []
  const fetched: number[] = []
  for (let round = 0; round < rounds; round++) {
    const empty = await browser.call('visit', { window, at, cold: true })
    if (!empty) return null
    fetched.push(await browser.call('fetchOnly', { window, files: empty.code.files }))
    const again = await browser.call('visit', { window, at, cold: false })
    if (!again) return null
    cold.push(empty)
    warm.push(again)
  }
  return { cold, warm, fetched }
}

/** The size of the files themselves, without headers, is what the limit is about. */
function firstFigure({ title, cold }: Measured): Figure {
  const files = cold[0]?.code.files ?? []
  const bytes = files.reduce((sum, file) => sum + statSync(compressed(file)).size, 0)
  return {
    name: 'pages',
    title: `${title}: scripts and styles in ${files.length} files`,
    value: bytes / 1000,
    unit: 'kB',
    goal: { kind: 'below', bound: limit },
    note: firstWeight,
    details: { files },
  }
}

const compressed = (path: string) =>
  new URL(`../../web/dist/${path.replace('/gatehouse/web/', '')}.gz`, import.meta.url)

const middle = (visits: readonly Visit[], of: (visit: Visit) => number): number => median(visits.map(of))
const bytesOf = (visits: readonly Visit[]): number => middle(visits, ({ bytes }) => bytes / 1000)
const requestsOf = (visits: readonly Visit[]): number => Math.round(middle(visits, ({ requests }) => requests))
