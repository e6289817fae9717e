import type { ErrorName, ParamValue } from '../errors/index.ts'
import { entryOf, Refusal, sentence } from '../errors/index.ts'
import type { TenantId } from '../ids.ts'

export type Side = 'home' | 'resource'

/** Which setting spoke. `id` is `default`, a partner's tenant id, or the id of the object that carries the setting. */
export type Rule = { setting: string; id: string; value: unknown; href: string }

/** What to change: in words, and as the Graph call that does it where there is one. */
export type Fix = { text: string; method: string | null; url: string | null; body: unknown }

export type CheckName =
  | 'tenantActive'
  | 'inviterAllowed'
  | 'domainAllowed'
  | 'applicationEnabled'
  | 'homeTenantActive'
  | 'homeAccount'
  | 'outboundAccess'
  | 'inboundAccess'
  | 'guestObject'
  | 'assignment'
  | 'applicationAssignment'
  | 'consent'

/** One line of the trace: design.md 4. */
export type Finding = {
  check: CheckName
  side: Side
  tenantId: TenantId
  result: 'pass' | 'objection' | 'requirement' | 'notApplicable'
  rule?: Rule
  /** Why a cross-tenant setting refuses: everybody, this person, or this application. */
  reason?: 'tenant' | 'user' | 'application'
  says: string
  fix?: Fix
}

/** What the sign-in must still do. `redemption`: accept the invitation first. */
export type Requirement = 'redemption' | 'consent'

export type DecisionError = {
  /** The number after `AADSTS`; null for refusals that have none. */
  code: number | null
  /** The name in the catalogue. */
  error: ErrorName
  params: Record<string, ParamValue>
  name: string
  says: string
  fix: string
}

export type Decision =
  | { outcome: 'allow'; trace: Finding[] }
  | { outcome: 'require'; requirements: Requirement[]; trace: Finding[] }
  /** `further`: what would refuse next, were the objection mended. For the log; nobody but its own tenant reads it. */
  | { outcome: 'deny'; error: DecisionError; side: Side; trace: Finding[]; further: Finding[] }

/** What one check answers. */
export type Answer = {
  finding: Finding
  refuses?: { error: ErrorName; params: Record<string, ParamValue> }
  requires?: Requirement
}

export function decisionError(error: ErrorName, params: Record<string, ParamValue>): DecisionError {
  const entry = entryOf(error)
  return { code: entry.aadsts ?? null, error, params, name: entry.name, says: sentence(error, params), fix: entry.fix }
}

/** The refusal that a denial means, with its trace for the log. */
export const refusalOf = ({ error, trace }: Extract<Decision, { outcome: 'deny' }>): Refusal =>
  new Refusal(error.error, error.params, { trace })

/** Throws what a denial means; hands on what may go on. Nobody re-decides from a boolean. */
export function admit(decision: Decision): Exclude<Decision, { outcome: 'deny' }> {
  if (decision.outcome === 'deny') throw refusalOf(decision)
  return decision
}
