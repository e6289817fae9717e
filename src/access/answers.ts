import type { ErrorName, ParamsOf } from '../errors/index.ts'
import type { TenantId } from '../ids.ts'
import type { Answer, CheckName, Finding, Fix, Requirement, Rule, Side } from './decision.ts'

/** Where a check speaks: whose setting it is about. */
export type Voice = { check: CheckName; side: Side; tenantId: TenantId }

export const passes = (voice: Voice, says: string, rule?: Rule): Answer => ({
  finding: finding(voice, 'pass', says, rule),
})

export const notApplicable = (voice: Voice, says: string): Answer => ({
  finding: finding(voice, 'notApplicable', says),
})

export const requires = (voice: Voice, requirement: Requirement, says: string, rule?: Rule): Answer => ({
  finding: finding(voice, 'requirement', says, rule),
  requires: requirement,
})

export function objects<const Name extends ErrorName>(
  voice: Voice,
  error: Name,
  params: ParamsOf<Name>,
  says: string,
  rule?: Rule,
  fix?: Fix,
): Answer {
  const said = finding(voice, 'objection', says, rule)
  if (fix) said.fix = fix
  return { finding: said, refuses: { error, params } }
}

function finding({ check, side, tenantId }: Voice, result: Finding['result'], says: string, rule?: Rule): Finding {
  return rule ? { check, side, tenantId, result, rule, says } : { check, side, tenantId, result, says }
}

/** A fix that no single call makes. */
export const advice = (text: string): Fix => ({ text, method: null, url: null, body: null })

/** A fix as the Graph call that makes it. */
export const call = (text: string, method: string, url: string, body: unknown): Fix => ({ text, method, url, body })
