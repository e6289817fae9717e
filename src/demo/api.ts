import type { FastifyInstance } from 'fastify'
import { type MovableClock, systemClock } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'
import { registerOwnRoute } from '../graph/register.ts'
import { type InvitationId, isGuid, type UserId } from '../ids.ts'
import { readLetter } from '../mail/index.ts'
import { requireOperator } from '../tenants/operator.ts'
import { registerOutboxPage } from './outbox-page.ts'
import { outboxRoute } from './outbox-route.ts'
import { jsonBody, refuseBecause } from './requests.ts'
import { registerTestDouble } from './test-double.ts'
import { tourRoute } from './tour-route.ts'
import type { AnyWorld } from './world.ts'

/** Registered in demo and test mode only (design 2): none of this exists in `serve`. */
export function registerDemo(app: FastifyInstance, deps: Deps, clock: MovableClock, world: AnyWorld): void {
  registerOutboxPage(app, deps)
  registerOwnRoute(app, deps, outboxRoute)
  registerOwnRoute(app, deps, tourRoute(world))
  registerTestDouble(app, deps, clock, world)

  app.get('/gatehouse/clock', async (request) => {
    await requireOperator(deps, request)
    return presentClock(clock)
  })

  app.post('/gatehouse/clock', async (request) => {
    await requireOperator(deps, request)
    const body = jsonBody(request)
    const by = body.advance === undefined ? 0 : duration(body.advance, 'advance')
    const at = body.now === undefined ? undefined : Date.parse(String(body.now))
    if (at !== undefined && !isTime(at)) refuse('propertyInvalid', { property: 'now', resource: 'request' })
    // Everything is read before the clock is touched: a refusal leaves it alone.
    const start = body.reset === true ? systemClock.now() : clock.now()
    if (!isTime(start + by)) {
      refuseBecause('advance', 'The clock goes from 1970 to 2199.')
    }
    if (body.reset === true) clock.reset()
    clock.shift(by)
    if (body.freeze === true) clock.freeze(at ?? clock.now())
    else if (at !== undefined) clock.shift(at - clock.now())
    deps.wakeOutbox()
    return presentClock(clock)
  })

  app.post('/gatehouse/age', async (request, reply) => {
    await requireOperator(deps, request)
    const body = jsonBody(request)
    if (typeof body.id !== 'string') return refuse('propertyRequired', { property: 'id', resource: 'request' })
    const by = duration(body.by, 'by')
    if (Math.abs(by) > oldest) refuseBecause('by', 'Nothing here is older than 200 years.')
    if (!isGuid(body.id)) refuse('resourceNotFound', { id: body.id })
    if (!(await age(deps, body.id, by))) refuse('resourceNotFound', { id: body.id })
    return reply.code(204).send()
  })

  app.get<{ Querystring: { to?: string; wait?: string; top?: string } }>('/gatehouse/outbox', async (request) => {
    await requireOperator(deps, request)
    const { to, wait, top } = request.query
    if (to !== undefined && (typeof to !== 'string' || to.includes('\0'))) {
      return refuse('queryOptionInvalid', { option: 'to', reason: 'it is not one address' })
    }
    const limit = Math.min(Math.max(Number(top ?? 20) || 20, 1), 100)
    const until = performance.now() + Math.min(Number(wait ?? 0) || 0, 30) * 1000
    for (;;) {
      const mails = await deps.store.across.recentMail({ to, limit })
      if (mails.length > 0 || performance.now() >= until) {
        return { value: await Promise.all(mails.map(({ tenant, mail }) => presentMail(deps, tenant, mail))) }
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })

  app.delete('/gatehouse/outbox', async (request, reply) => {
    await requireOperator(deps, request)
    await deps.store.across.clearMail()
    return reply.code(204).send()
  })
}

async function presentMail(deps: Deps, tenant: string, mail: import('../mail/store.ts').OutgoingMail) {
  const { id, kind, to, state, createdAt, sentAt, attempts, lastError } = mail
  const letter = await readLetter(deps, mail)
  return {
    id,
    tenantId: tenant,
    kind,
    to,
    state,
    createdDateTime: new Date(createdAt).toISOString(),
    sentDateTime: sentAt === null ? null : new Date(sentAt).toISOString(),
    attempts,
    lastError,
    ...letter,
  }
}

/** What dates, tokens and certificates can say; the demo's secrets end in 2199. */
const isTime = (at: number): boolean => at >= 0 && at < Date.UTC(2199, 0, 1)
const oldest = 200 * 365 * 86_400_000

const presentClock = (clock: MovableClock) => {
  const { now, frozen, offset } = clock.state()
  return { now: new Date(now).toISOString(), frozen, offsetMilliseconds: offset }
}

/** ISO 8601: `P31D`, `PT90S`, `-P1D`. Days, hours, minutes and seconds; months have no fixed length. */
function duration(value: unknown, name: string): number {
  const match = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(String(value))
  if (!match || !/\d/.test(String(value))) return notADuration(name)
  const [, sign, days, hours, minutes, seconds] = match
  const total =
    Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)
  return total * 1000 * (sign === '-' ? -1 : 1)
}

const notADuration = (property: string): never =>
  refuse('propertyInvalidBecause', {
    property,
    resource: 'request',
    reason: 'Give an ISO 8601 duration of days, hours, minutes and seconds: P31D, PT90S, -P1D.',
  })

/** Makes one object older, so that tokens stay valid for APIs on real time: an invitation or a user. */
async function age(deps: Deps, id: string, by: number): Promise<boolean> {
  for (const tenant of await deps.store.across.tenants()) {
    const done = await deps.store.write(tenant.id, async (tx) => {
      const invitation = await deps.store.invitations.find(tx, id as InvitationId)
      if (invitation) {
        await deps.store.invitations.update(tx, invitation.id, (old) => ({
          ...old,
          createdAt: old.createdAt - by,
          changedAt: old.changedAt - by,
          expiresAt: old.expiresAt === null ? null : old.expiresAt - by,
          renewedAt: old.renewedAt === null ? null : old.renewedAt - by,
        }))
        return true
      }
      const user = await deps.store.users.findEvenDeleted(tx, id as UserId)
      if (!user) return false
      await deps.store.users.update(tx, user.id, (old) => ({
        ...old,
        createdAt: old.createdAt - by,
        sessionsValidFrom: old.sessionsValidFrom - by,
        deletedAt: old.deletedAt === null ? null : old.deletedAt - by,
        externalUserStateChangedAt:
          old.externalUserStateChangedAt === null ? null : old.externalUserStateChangedAt - by,
      }))
      return true
    })
    if (done) return true
  }
  return false
}
