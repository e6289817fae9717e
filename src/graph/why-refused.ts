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
  const whose = side === 'home' ? "the invited person's organization" : 'this organization'
  return { code: check, message: `It is a setting of ${whose} that refuses. Ask an administrator there.` }
}

const mayReadSettings = (caller: Caller): boolean =>
  caller.kind === 'application'
    ? holds(caller, 'Policy.Read.All', 'Policy.ReadWrite.CrossTenantAccess')
    : hasReadingRole(caller, role.securityAdministrator, role.securityReader)
