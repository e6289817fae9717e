import type { Finding } from '../access/index.ts'
import { traceFor } from '../access/index.ts'
import { role } from '../directory/role-templates.ts'
import { Refusal } from '../errors/index.ts'
import { type Caller, hasReadingRole, holds } from './caller.ts'

/**
 * Does what the access decision may refuse. The sentence of the refusal is Entra's, for clients that match on it; what it
 * leaves out stands in `error.details` (graph.md 1.5): for whoever may read the setting, what it says and what to change;
 * for everybody else, whose side it was.
 */
export async function tellingWhy<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || !thrown.extra.trace) throw thrown
    const trace = thrown.extra.trace as Finding[]
    const details = traceFor(trace, caller.tenant)
      .filter(({ result }) => result === 'objection')
      .map((finding) => (finding.rule && mayReadSettings(caller) ? inFull(finding) : inPart(finding)))
    throw new Refusal(thrown.error, thrown.params, { ...thrown.extra, details })
  }
}

const inFull = ({ check, says, fix, rule }: Finding) => ({
  code: check,
  message: fix ? `${says} ${fix.text}` : says,
  ...(rule && { target: rule.setting }),
})

function inPart({ check, side }: Finding) {
  const whose = side === 'home' ? "The invited person's organization" : 'This organization'
  return { code: check, message: `${whose} does not allow it. Ask an administrator there.` }
}

/** As the routes of the policies ask for it: the permission, and of a person a role that reads, too. */
const mayReadSettings = (caller: Caller): boolean =>
  holds(caller, 'Policy.Read.All') &&
  (caller.kind === 'application' || hasReadingRole(caller, role.securityAdministrator, role.securityReader))
