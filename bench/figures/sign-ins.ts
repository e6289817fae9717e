/** People who sign in with a password: how many per second, and whether the time tells who exists. */
import type { Figure } from '../figure.ts'
import type { Rate } from '../processes/load.ts'
import { median, quantile } from '../statistics.ts'
import { app, type Run, target } from '../world.ts'

/** More than the hashing threads, so that they never wait; fewer than would only queue. */
const browsers = 8
const password = 'correct horse battery staple'

const whole =
  'A sign-in is everything from the link of the app to the code: a new browser, four pages and redirects, one argon2id, a session, the sign-in rows, all durable.'
const timing =
  'Median time of the answer for an account that exists over one that does not, wrong password; the goal is ours. Below and above 1 are equally good.'

export async function signInFigures(run: Run): Promise<Figure[]> {
  if (!run.wants('sign-in', 'enumeration')) return []
  const { server, world, ...gatehouse } = await run.gatehouse()
  const load = await run.load()
  await server.call('consent')
  const attempts = Math.max(20, run.rounds * run.seconds * 4)
  const names = await server.call('people', { count: Math.max(200, attempts), password })
  const portal = app(world, 'contoso', 'portal')
  const query = new URLSearchParams({
    client_id: portal.appId,
    response_type: 'code',
    redirect_uri: portal.redirectUris.web[0] ?? '',
    scope: 'openid profile offline_access User.Read',
    state: 'bench',
  })
  const path = `/${portal.tenantId}/oauth2/v2.0/authorize?${query}`
  const all: Figure[] = []

  if (run.wants('sign-in')) {
    run.say('Sign-ins')
    const people = names.map((name) => ({ name, password }))
    const plan = { target: target(gatehouse, browsers), people, path }
    await load.call('signIns', { ...plan, seconds: 1 })
    const hashes: number[] = []
    const rates: Rate[] = []
    for (let round = 0; round < Math.min(3, run.rounds); round++) {
      hashes.push(await server.call('hashes', { seconds: run.seconds, inFlight: browsers }))
      rates.push(await load.call('signIns', { ...plan, seconds: run.seconds }))
    }
    all.push({
      name: 'sign-in',
      title: 'Password sign-ins',
      value: median(rates.map(({ perSecond }) => perSecond)),
      unit: '/s',
      limit: { title: 'argon2id, same pool', value: median(hashes) },
      goal: { kind: 'ratioAtLeast', bound: 0.8 },
      note: whole,
      details: { p50Ms: median(rates.map(({ p50 }) => p50)), p99Ms: median(rates.map(({ p99 }) => p99)) },
    })
  }

  if (run.wants('enumeration')) {
    run.say('Timing of wrong passwords')
    // Everybody is asked about once: ten failures would lock the account.
    const people = names.slice(0, attempts).flatMap((name, index) => [
      { name, password: 'wrong' },
      { name: `nobody-${index}@${world.tenants.contoso.domain}`, password: 'wrong' },
    ])
    const spent = await load.call('wrongPasswords', { target: target(gatehouse, 1), people, path })
    const known = spent.filter((_, index) => index % 2 === 0)
    const unknown = spent.filter((_, index) => index % 2 === 1)
    for (const step of ['name', 'password'] as const) {
      const ofKnown = known.map((one) => one[step])
      const ofUnknown = unknown.map((one) => one[step])
      all.push({
        name: 'enumeration',
        title: `Answer to a ${step === 'name' ? 'name' : 'wrong password'}, known account`,
        value: median(ofKnown),
        unit: 'ms',
        limit: { title: 'unknown account', value: median(ofUnknown) },
        goal: { kind: 'ratioNear', bound: 0.1 },
        note: timing,
        details: { attempts, knownP90: quantile(ofKnown, 0.9), unknownP90: quantile(ofUnknown, 0.9) },
      })
    }
  }
  return all
}
