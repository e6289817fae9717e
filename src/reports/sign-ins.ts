import type { TenantId } from '../ids.ts'
import { interruptedCodes } from './interrupted.ts'
import type { SignInCount } from './store.ts'

export type Tally = { successes: number; failures: number; interrupted: number }
export type SignInReport = {
  days: ({ date: string } & Tally)[]
  totals: Tally
  topFailures: { code: number; count: number }[]
  /** `sample`: the id of a sign-in to the app, from which its name can be read. */
  topApplications: ({ appId: string; sample: string } & Tally)[]
  /** Home organizations of guests; null: people without one, who prove their mailbox. */
  topOrganizations: ({ tenantId: TenantId | null } & Tally)[]
}

const dayLength = 86_400_000
const shown = 10

/** The first moment of the day `days - 1` days ago, on a clock that is `offset` ms ahead of UTC. */
export const startOf = (at: number, days: number, offset: number): number =>
  (Math.floor((at + offset) / dayLength) - (days - 1)) * dayLength - offset

export function reportSignIns(
  counts: readonly SignInCount[],
  { at, days, offset, tenant }: { at: number; days: number; offset: number; tenant: TenantId },
): SignInReport {
  const today = Math.floor((at + offset) / dayLength)
  const byDay = new Map(Array.from({ length: days }, (_, index) => [today - days + 1 + index, none()]))
  const totals = none()
  const failures = new Map<number, number>()
  const applications = new Map<string, { appId: string; sample: string } & Tally>()
  const organizations = new Map<TenantId | null, { tenantId: TenantId | null } & Tally>()
  for (const one of counts) {
    const kind = kindOf(one.errorCode)
    const tallies: (Tally | undefined)[] = [totals, byDay.get(one.day)]
    tallies.push(entry(applications, one.appId, () => ({ appId: one.appId, sample: one.sample, ...none() })))
    // Rows of our own people abroad have us as their home.
    if (one.homeTenantId !== tenant) {
      tallies.push(entry(organizations, one.homeTenantId, () => ({ tenantId: one.homeTenantId, ...none() })))
    }
    for (const tally of tallies) if (tally) tally[kind] += one.count
    if (kind === 'failures') failures.set(one.errorCode, (failures.get(one.errorCode) ?? 0) + one.count)
  }
  return {
    days: [...byDay].map(([day, tally]) => ({ date: new Date(day * dayLength).toISOString().slice(0, 10), ...tally })),
    totals,
    topFailures: [...failures]
      .map(([code, count]) => ({ code, count }))
      .toSorted((a, b) => b.count - a.count || a.code - b.code)
      .slice(0, shown),
    topApplications: largest([...applications.values()]),
    topOrganizations: largest([...organizations.values()]),
  }
}

const none = (): Tally => ({ successes: 0, failures: 0, interrupted: 0 })

const kindOf = (code: number): keyof Tally =>
  code === 0 ? 'successes' : interruptedCodes.has(code) ? 'interrupted' : 'failures'

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

const size = ({ successes, failures, interrupted }: Tally) => successes + failures + interrupted
const largest = <T extends Tally>(all: T[]): T[] => all.toSorted((a, b) => size(b) - size(a)).slice(0, shown)
