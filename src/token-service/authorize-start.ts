import type { ErrorName } from '../errors/index.ts'
import type { TenantId } from '../ids.ts'
import type { AuthorizeRequest } from './authorize-request.ts'

/** A session of the browser, as far as the choice needs it. */
type Candidate = {
  sid: string
  home: TenantId
  /** The request's login_hint names this account. */
  hinted: boolean
}

export type StartFacts = {
  request: Pick<AuthorizeRequest, 'prompt' | 'loginHint' | 'sid'>
  candidates: readonly Candidate[]
  /** Home tenant that the domain hint means; null when there is no hint, or it means none. */
  hintedTenant: TenantId | null
}

/** How a sign-in begins: with a session, with a question which one, or with a name. */
export type Start =
  | { kind: 'use'; sid: string }
  | { kind: 'pick' }
  | { kind: 'identify' }
  | {
      kind: 'refuse'
      error: Extract<
        ErrorName,
        'noSession' | 'sessionUnknown' | 'sessionMismatch' | 'sessionChoiceNeeded' | 'sessionOfOtherTenant'
      >
    }

/** Pure: sts.md 2.1 "prompt semantics" and 9.1. */
export function chooseStart(facts: StartFacts): Start {
  const { request, candidates } = facts
  if (request.prompt === 'none') return chooseSilently(facts)
  if (request.prompt === 'select_account') return candidates.length > 0 ? { kind: 'pick' } : { kind: 'identify' }
  if (request.prompt === 'login') return { kind: 'identify' }
  const named = request.sid === null ? undefined : candidates.find(({ sid }) => sid === request.sid)
  if (named) return { kind: 'use', sid: named.sid }
  if (request.loginHint !== null) return oneOf(candidates.filter(({ hinted }) => hinted))
  return oneOf(fitting(facts))
}

function oneOf(candidates: readonly Candidate[]): Start {
  const [first, ...others] = candidates
  if (!first) return { kind: 'identify' }
  return others.length === 0 ? { kind: 'use', sid: first.sid } : { kind: 'pick' }
}

function chooseSilently(facts: StartFacts): Start {
  const { request, candidates } = facts
  if (request.sid !== null) {
    const named = candidates.find(({ sid }) => sid === request.sid)
    if (!named) return { kind: 'refuse', error: 'sessionUnknown' }
    const contradicted = request.loginHint !== null && !named.hinted
    return contradicted ? { kind: 'refuse', error: 'sessionMismatch' } : { kind: 'use', sid: named.sid }
  }
  if (request.loginHint !== null) {
    const hinted = candidates.find((candidate) => candidate.hinted)
    return hinted ? { kind: 'use', sid: hinted.sid } : { kind: 'refuse', error: 'noSession' }
  }
  const [first, ...others] = fitting(facts)
  if (!first) return { kind: 'refuse', error: candidates.length > 0 ? 'sessionOfOtherTenant' : 'noSession' }
  return others.length === 0 ? { kind: 'use', sid: first.sid } : { kind: 'refuse', error: 'sessionChoiceNeeded' }
}

const fitting = ({ candidates, hintedTenant }: StartFacts): readonly Candidate[] =>
  hintedTenant === null ? candidates : candidates.filter(({ home }) => home === hintedTenant)
