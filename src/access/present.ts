import { explainLogged } from '../errors/index.ts'
import type { TenantId } from '../ids.ts'
import {
  type Decision,
  type DecisionError,
  decisionError,
  type Finding,
  type Requirement,
  type Side,
} from './decision.ts'

/** What `explanation`, `evaluate`, the logs and `--json` show: design.md 4. */
export type PresentedDecision = {
  outcome: Decision['outcome']
  error?: { code: number | null; name: string; says: string; fix: string }
  requirements?: Requirement[]
  trace: Finding[]
}

/**
 * The trace as one tenant may see it: its own findings whole; of the other tenant only that it refused or asked for
 * something, never a setting, a value, an id or a fix.
 */
export const traceFor = (trace: readonly Finding[], viewer: TenantId): Finding[] =>
  trace.flatMap((finding) => (finding.tenantId === viewer ? [finding] : outsiderView(finding)))

/** The two halves of a cross-tenant decision, for the sign-in rows of both tenants. `home` is null without a home tenant. */
export const tracesOf = (
  trace: readonly Finding[],
  tenants: { home: TenantId | null; resource: TenantId },
): { home: Finding[] | null; resource: Finding[] } => ({
  home: tenants.home === null ? null : traceFor(trace, tenants.home),
  resource: traceFor(trace, tenants.resource),
})

export function presentDecision(decision: Decision, viewer: TenantId): PresentedDecision {
  const trace = traceFor(decision.trace, viewer)
  if (decision.outcome === 'allow') return { outcome: 'allow', trace }
  if (decision.outcome === 'require') return { outcome: 'require', requirements: decision.requirements, trace }
  const { code, name, says, fix } = errorFor(decision, viewer)
  return { outcome: 'deny', error: { code, name, says, fix }, trace }
}

/**
 * The error as one tenant logs it. The home tenant of somebody whom the resource tenant does not know has a number of its
 * own for that (external-identities.md 2.12); every other error reads alike on both sides.
 */
function errorFor(decision: Extract<Decision, { outcome: 'deny' }>, viewer: TenantId): DecisionError {
  const { error, trace } = decision
  return error.error === 'notInTenant' && trace.at(-1)?.tenantId !== viewer
    ? decisionError('foreignAccount', error.params)
    : error
}

function outsiderView({ check, side, tenantId, result }: Finding): Finding[] {
  if (result !== 'objection' && result !== 'requirement') return []
  const verb = result === 'objection' ? 'refused' : 'asked for more'
  return [{ check, side, tenantId, result, says: `${verb} by ${organization[side]}${part(check)}` }]
}

const organization: Record<Side, string> = {
  home: 'the home organization',
  resource: 'the resource organization',
}

const part = (check: Finding['check']): string =>
  check === 'outboundAccess' ? "'s outbound settings" : check === 'inboundAccess' ? "'s inbound settings" : ''

/** What the person is told on the error page: whose side it is and whom to ask, never a list or a value. */
export type PersonView = {
  code: number | null
  name: string
  /** The coded sentence of the catalogue, without the number. */
  happened: string
  side: Side
  /** The organization that refused. */
  organization: string
  ask: string
}

type Organizations = { home: string | null; resource: string }

export const personView = (
  { error, side }: Pick<Extract<Decision, { outcome: 'deny' }>, 'error' | 'side'>,
  organizations: Organizations,
): PersonView => viewOf(error, side, organizations)

/** What was kept of a sign-in that failed; codes and names as the log has them. */
export type LoggedFailure = {
  errorCode: number
  errorName: string | null
  failureReason: string | null
  trace: readonly unknown[]
}

/** The same of a sign-in in the log: as much as the error page said at the time. Null where nothing failed. */
export function personViewOfLog(row: LoggedFailure, organizations: Organizations): PersonView | null {
  if (row.errorCode === 0) return null
  const known = explainLogged(row.errorCode, row.errorName)
  const code = known ? known.code : row.errorCode
  const name = row.errorName ?? ''
  const error = known?.error ?? name
  // The check that refused is the last that spoke; without a decision (a wrong password) it was this organization.
  const side = (row.trace as readonly Finding[]).findLast(({ result }) => result === 'objection')?.side ?? 'resource'
  return viewOf({ code, name, error, says: row.failureReason ?? '' }, side, organizations)
}

function viewOf(
  { code, name, error, says }: Pick<PersonView, 'code' | 'name'> & { error: string; says: string },
  side: Side,
  { home, resource }: Organizations,
): PersonView {
  const organization = side === 'home' ? (home ?? resource) : resource
  return { code, name, happened: says, side, organization, ask: whomToAsk(error, organization) }
}

function whomToAsk(error: string, name: string): string {
  if (error === 'notInTenant' || error === 'foreignAccount')
    return `Use the account that was invited, or ask the person who invited you or an administrator of ${name}.`
  if (error === 'guestPending') return `Open the invitation mail from ${name} and accept, or ask for a new invitation.`
  if (error === 'accountLocked') return `Wait a while and try again, or ask an administrator of ${name}.`
  if (error === 'wrongPassword' || error === 'oneTimeCodeWrong')
    return `If this was you, try again. If it was not, tell an administrator of ${name}.`
  if (error === 'tenantNotFound') return 'Ask the operator of this service.'
  return `Ask an administrator of ${name}, and send them the details below.`
}
