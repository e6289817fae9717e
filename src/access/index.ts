/**
 * The one decision on an invitation, a redemption, a sign-in, a refresh: an ordered list of pure checks over facts that
 * were loaded before. Composes what the other domains know about their own rules. Loads nothing, owns no routes.
 */
export { inviterAllowed } from './check-invitations.ts'
export { checks, decide } from './decide.ts'
export {
  admit,
  type CheckName,
  type Decision,
  type DecisionError,
  type Finding,
  type Fix,
  type Requirement,
  type Rule,
  refusalOf,
  type Side,
} from './decision.ts'
export type * from './facts.ts'
export {
  type PersonView,
  type PresentedDecision,
  personView,
  personViewOfLog,
  presentDecision,
  traceFor,
  tracesOf,
} from './present.ts'
