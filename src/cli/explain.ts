import { type ErrorReference, explainCode } from '../errors/index.ts'
import type { Api } from './api.ts'
import { type ConnectionFlags, findConnection } from './connection.ts'
import { demoTenant, readDemoFile } from './demo-file.ts'
import { parseQuestion, type Question } from './explain-question.ts'
import { type Explanation, explanationText, referenceText } from './explain-text.ts'
import { CommandFailure, exitCodes } from './failure.ts'
import { connect } from './sign-in.ts'
import type { Terminal } from './terminal.ts'

export type ExplainFlags = ConnectionFlags & { json?: boolean }

type Found = { origin: string; explanation: Explanation }

/** `gatehouse explain`: a code from the catalogue that comes along, an id from the sign-in log of the server. */
export async function explain(words: string[], flags: ExplainFlags, terminal: Terminal): Promise<void> {
  const text = words.length === 0 || words.join() === '-' ? await terminal.input() : words.join(' ')
  if (text.trim() === '')
    throw new CommandFailure('Nothing to explain was given.', {
      fix: 'Give a code (500213), an id from an error page, or paste the whole block: gatehouse explain < error.txt',
      exitCode: exitCodes.usage,
    })
  const question = parseQuestion(text)
  const reference = question.code === undefined ? undefined : explainCode(question.code)
  if (question.code === undefined && question.ids.length === 0) throw notUnderstood(text)
  if (reference === undefined && question.ids.length === 0)
    throw new CommandFailure(`${question.code} is not a code that Gatehouse gives.`, {
      fix: 'docs/reference/errors.md lists all that it gives.',
    })
  const found = question.ids.length === 0 ? undefined : await lookUp(question, flags, terminal, reference)
  const explanation = found?.explanation ?? null
  if (flags.json) return terminal.print(JSON.stringify({ reference: reference ?? null, explanation }, undefined, 2))
  if (found) terminal.print(explanationText(found.origin, found.explanation, terminal))
  else if (reference) terminal.print(referenceText(reference, terminal))
}

/** With a code at hand, a server that cannot be asked is a note; without one it is the answer. */
async function lookUp(
  question: Question,
  flags: ExplainFlags,
  terminal: Terminal,
  reference: ErrorReference | undefined,
): Promise<Found | undefined> {
  try {
    const tenant = flags.tenant ?? tenantOf(question, terminal)
    const connection = findConnection({ ...flags, ...(tenant === undefined ? {} : { tenant }) }, terminal.environment)
    const api = await connect(connection, ['AuditLog.Read.All'], terminal)
    for (const { id } of question.ids) {
      const explanation = await findSignIn(api, id)
      if (explanation) return { origin: connection.origin, explanation }
    }
    throw new CommandFailure(
      `No sign-in and no audit entry with ${question.ids.map(({ id }) => id).join(' or ')} is in the logs of ${connection.tenant}.`,
      {
        fix: "Both organizations keep their own half of a guest's sign-in: try the other with --tenant. Requests to Graph are not sign-ins, and before a first right password or code nobody is known whose sign-in it could be.",
      },
    )
  } catch (failure) {
    if (reference === undefined || !(failure instanceof CommandFailure)) throw failure
    terminal.note(`The sign-in itself could not be looked up: ${failure.message} ${failure.fix ?? ''}`.trimEnd())
    return undefined
  }
}

/** A block from an error page names its directory; a demo has credentials for each of its own. */
function tenantOf({ tenant }: Question, { environment }: Terminal): string | undefined {
  const world = readDemoFile(environment)
  return tenant !== undefined && world && demoTenant(world, tenant) ? tenant : undefined
}

/** The server finds a row by its id, and by its correlation id the refusal that came last. */
const findSignIn = (api: Api, id: string): Promise<Explanation | undefined> =>
  api.find<Explanation>(`/gatehouse/v1/signIns/${id}/explanation`)

const notUnderstood = (text: string) =>
  new CommandFailure(`Neither a code nor an id was found in '${text.trim().slice(0, 60)}'.`, {
    fix: 'Give a code (AADSTS500213 or 500213), the request id or correlation id of an error page, or the whole text of it.',
    exitCode: exitCodes.usage,
  })
