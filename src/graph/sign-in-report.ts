import { explainCode, refuse } from '../errors/index.ts'
import { interruptedCodes } from '../reports/interrupted.ts'
import { reportSignIns, startOf } from '../reports/sign-ins.ts'
import { admitLogReader, logPermission } from './audit-logs.ts'
import { organizationNames } from './organization-names.ts'
import { type GraphAnswer, type GraphRequest, type GraphRoute, ok } from './route.ts'

/** `GET /gatehouse/v1/reports/signIns?days=&timeZoneOffset=`: interactive sign-ins of people, by day and by what failed. */

/** Sign-ins that are counted at most; of a log that has more, the newest. */
const mostCounted = 300_000
const minute = 60_000

function whole(request: GraphRequest, name: string, given: { least: number; most: number; without: number }): number {
  const text = request.query.other[name]
  if (text === undefined) return given.without
  const number = /^-?\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  if (!(number >= given.least && number <= given.most)) {
    const reason = `it is a whole number from ${given.least} to ${given.most}`
    refuse('queryOptionInvalid', { option: name, reason })
  }
  return number
}

async function report(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, door, ctx, caller } = request
  admitLogReader(request)
  const days = whole(request, 'days', { least: 1, most: 30, without: 7 })
  // Minutes ahead of UTC, as the clocks of the world are.
  const offset = whole(request, 'timeZoneOffset', { least: -840, most: 840, without: 0 }) * minute
  const from = startOf(ctx.at, days, offset)
  const { counts, complete } = await deps.store.reports.signIns(door, { from, offset, most: mostCounted })
  const found = reportSignIns(counts, { at: ctx.at, days, offset, tenant: caller.tenant })
  const names = await organizationNames(
    deps,
    found.topOrganizations.map(({ tenantId }) => tenantId),
  )
  const topApplications = []
  for (const { sample, ...one } of found.topApplications) {
    const row = await deps.store.signIns.find(door, sample)
    topApplications.push({ ...one, displayName: row?.appDisplayName ?? null })
  }
  return ok({
    from: new Date(from).toISOString(),
    complete,
    days: found.days,
    totals: found.totals,
    topFailures: found.topFailures.map(({ code, count }) => {
      const known = explainCode(String(code))
      return { code, count, name: known?.name ?? null, cause: known?.cause ?? null }
    }),
    topApplications,
    topOrganizations: found.topOrganizations.map(({ tenantId, ...tally }) => ({
      tenantId,
      displayName: (tenantId && names.get(tenantId)?.displayName) ?? null,
      ...tally,
    })),
    interruptedCodes: [...interruptedCodes],
  })
}

export const signInReportRoutes: readonly GraphRoute[] = [
  { method: 'GET', path: '/reports/signIns', at: ['gatehouse/v1'], permissions: logPermission, handle: report },
]
