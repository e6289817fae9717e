/** What a look at a page costs the server: its processor time, beside that of as many requests that do nothing. */

import { paths } from '../../web/admin/paths.ts'
import type { Figure } from '../figure.ts'
import type { Bare } from '../processes/bare.ts'
import { median } from '../statistics.ts'
import { type Run, target } from '../world.ts'

const explained =
  "Processor time of the server's process, all threads, for one warm view: the page itself and all that it asks of the API. The limit: as many answers of a bare handler, over kept connections of the same transport."

/** As many as a browser opens to one server. */
const connections = 6

export async function pageViewFigures(run: Run): Promise<Figure[]> {
  if (!run.wants('page-views')) return []
  const { server, tls, world, ca } = await run.gatehouse()
  const browser = await run.browser()
  const load = await run.load()
  const bare = await run.start<Bare>('bare.ts')
  const { origin } = await bare.call('start', { ...tls, claims: {} })
  const window = await browser.call('signIn', { tenant: 'contoso', pages: 'admin' })
  const views = run.rounds * run.seconds * 2
  const routes = [
    ['Overview', paths.overview()],
    ['All users', paths.users()],
    ['a user', paths.user(world.tenants.contoso.people.member?.id ?? '')],
    ['Sign-in logs', paths.signIns()],
  ] as const
  const all: Figure[] = []
  for (const [name, path] of routes) {
    run.say(`Views of ${name}`)
    const at = `/admin${path}`
    await browser.call('views', { window, at, count: 3 })
    const perView: number[] = []
    const perBare: number[] = []
    let requests = 0
    for (let round = 0; round < 3; round++) {
      const count = Math.ceil(views / 3)
      const { result, micros } = await server.busy(() => browser.call('views', { window, at, count }))
      requests = result.requests / count
      const calls = Array.from({ length: result.requests }, () => ({ method: 'GET' as const, path: '/bare' }))
      const plan = { target: target({ origin, ca }, connections), calls, seconds: 60, once: true, expected: 'bare' }
      // Connections are made before they are counted.
      await load.call('rate', plan)
      const idle = await bare.busy(() => load.call('rate', plan))
      perView.push(micros.all / count / 1000)
      perBare.push(idle.micros.all / count / 1000)
    }
    all.push({
      name: 'page-views',
      title: `Server's CPU per view of ${name}, ${requests.toFixed(1)} requests`,
      value: median(perView),
      unit: 'ms',
      limit: { title: 'as many bare answers', value: median(perBare) },
      note: explained,
      details: { views, rounds: perView, bare: perBare },
    })
  }
  await bare.stop()
  return all
}
