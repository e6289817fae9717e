import type { OutgoingMail } from './store.ts'

/** How a try to deliver ended. `permanent`: the receiving side said that it will never take this mail. */
export type Attempt = { kind: 'sent' } | { kind: 'kept' } | { kind: 'refused'; reason: string; permanent: boolean }

const seconds = 1000
const minutes = 60 * seconds
const hours = 60 * minutes
/** Waits after the first, second, … failed try. Altogether about a day; then the mail is given up. */
export const waits = [
  10 * seconds,
  minutes,
  5 * minutes,
  15 * minutes,
  hours,
  2 * hours,
  4 * hours,
  8 * hours,
  8 * hours,
]

/** The row after a try. `keepBody` is true in the demo, whose outbox people read. */
export function afterAttempt(mail: OutgoingMail, attempt: Attempt, at: number, keepBody: boolean): OutgoingMail {
  const sealed = keepBody ? mail.sealed : null
  if (attempt.kind !== 'refused') {
    const attempts = attempt.kind === 'sent' ? mail.attempts + 1 : mail.attempts
    return { ...mail, state: attempt.kind, attempts, lastError: null, sentAt: at, sealed }
  }
  const lastError = attempt.reason.slice(0, 500)
  const wait = attempt.permanent ? undefined : waits[mail.attempts]
  const attempts = mail.attempts + 1
  if (wait === undefined) return { ...mail, state: 'failed', attempts, lastError, sealed }
  return { ...mail, state: 'queued', attempts, lastError, dueAt: at + wait }
}

/** The outcome of a thrown SMTP error. A refused login or a lost connection is no verdict on the mail. */
export function asAttempt(thrown: unknown): Attempt {
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  const facts = typeof thrown === 'object' && thrown !== null ? (thrown as Record<string, unknown>) : {}
  const status = typeof facts.responseCode === 'number' ? facts.responseCode : 0
  const about = facts.code === 'EENVELOPE' || facts.code === 'EMESSAGE'
  return { kind: 'refused', reason, permanent: about && status >= 500 && status < 600 }
}
