import type { Deps } from '../deps.ts'
import type { Unit } from '../door.ts'
import { type Letter, letterContext } from './letter.ts'

/**
 * Puts a letter into the outbox within the caller's unit of work: it leaves if, and only if, the unit commits.
 * Call `deps.wakeOutbox()` after the unit. Answers the id of the outbox row.
 */
export async function queueMail(
  tx: Unit,
  deps: Pick<Deps, 'vault' | 'random' | 'clock' | 'store'>,
  mail: { kind: string; letter: Letter },
): Promise<string> {
  const id = deps.random.uuid()
  const at = deps.clock.now()
  await deps.store.outbox.add(tx, {
    id,
    kind: mail.kind,
    to: mail.letter.to.address,
    state: 'queued',
    sealed: deps.vault.seal(JSON.stringify(mail.letter), letterContext(id)),
    createdAt: at,
    dueAt: at,
    attempts: 0,
    lastError: null,
    sentAt: null,
  })
  return id
}
