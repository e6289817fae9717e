/** All users in a real browser, out of small and large tenants: only what is shown is loaded, and no slower. */
import type { Figure } from '../figure.ts'
import { median } from '../statistics.ts'
import type { Directory, Run } from '../world.ts'

const first =
  'From the navigation, warm, to the rows and a main thread at rest; then from "Show more" to the next rows.'
const further = 5

type Measured = Directory & { firstMs: number[]; furtherMs: number[]; asked: number; rows: number }

export async function userListFigures(run: Run): Promise<Figure[]> {
  if (!run.wants('user-list')) return []
  const directories = await run.directories()
  const browser = await run.browser()
  const windows: string[] = []
  for (const { tenant } of directories) windows.push(await browser.call('signIn', { tenant, pages: 'admin' }))
  const all = directories.map((one): Measured => ({ ...one, firstMs: [], furtherMs: [], asked: 0, rows: 0 }))
  run.say('All users, page by page')
  // In turn, so that what else the machine does falls on all alike; the first turn only warms up.
  for (let round = -1; round < run.rounds; round++) {
    for (const [index, window] of windows.entries()) {
      const seen = await browser.call('userList', { window, pages: further })
      const mine = all[index]
      if (!mine || round < 0) continue
      mine.firstMs.push(seen.firstMs)
      mine.furtherMs.push(...seen.furtherMs)
      mine.asked = seen.asked
      mine.rows = seen.rows
    }
  }
  const [small] = all
  if (!small) throw new Error('no tenant was filled')
  const compare = (title: string, unit: Figure['unit'], bound: number, of: (one: Measured) => number): Figure[] =>
    all.map((one) => ({
      name: 'user-list',
      title: `${title}, ${one.users.toLocaleString('en-US')} users`,
      value: of(one),
      unit,
      ...(one === small
        ? {}
        : { limit: { title: 'smallest tenant', value: of(small) }, goal: { kind: 'ratioAtMost' as const, bound } }),
      note: first,
      details: { rows: one.rows, firstMs: one.firstMs, furtherMs: one.furtherMs },
    }))
  return [
    ...compare('All users: first rows', 'ms', 2, ({ firstMs }) => median(firstMs)),
    ...compare('All users: a further page', 'ms', 2, ({ furtherMs }) => median(furtherMs)),
    ...compare(`All users: asked for, first and ${further} further pages`, 'requests', 1, ({ asked }) => asked),
  ]
}
