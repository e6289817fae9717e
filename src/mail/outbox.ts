import type { Deps } from '../deps.ts'
import type { TenantId } from '../ids.ts'
import { type Attempt, afterAttempt, asAttempt } from './attempt.ts'
import { type Delivery, smtpDelivery } from './delivery.ts'
import { openLetter } from './read-letter.ts'
import type { OutgoingMail } from './store.ts'

type Outbox = {
  /** Something was queued. */
  wake(): void
  /** Ends after the mail in hand. What is queued stays queued. */
  stop(): Promise<void>
}

type Doors = Pick<Deps, 'config' | 'clock' | 'vault' | 'store' | 'log'>

/** Longer than any SMTP time limit: a mail is tried again by another worker only when this one died. */
const lease = 5 * 60_000
const atOnce = 8
/** How long an idle worker waits before it looks again, in real time: for retries, and for mail of other processes. */
const idle = 1_000

/**
 * Delivers what is in the outbox until closed. Every state is in the store: a worker that dies in the middle loses
 * nothing, and another takes over when the lease ends. A mail may then go out twice, with the same Message-ID.
 * Without SMTP the demo keeps every letter for its outbox page; a server in earnest waits for SMTP_URL.
 */
export function startOutbox(deps: Doors): Outbox {
  const delivery = deps.config.smtpUrl === null ? undefined : smtpDelivery(deps.config.smtpUrl)
  if (!delivery && deps.config.mode === 'serve') {
    deps.log.warn({}, 'SMTP_URL is not set: mail waits in the outbox')
  }
  let closed = false
  let awake = Promise.withResolvers<void>()
  let timer: NodeJS.Timeout | undefined

  const rest = async (): Promise<void> => {
    timer = setTimeout(() => awake.resolve(), idle).unref()
    await awake.promise
    clearTimeout(timer)
    awake = Promise.withResolvers()
  }
  const run = async (): Promise<void> => {
    while (!closed) {
      const found = await deliverDue(deps, delivery).catch((error: unknown) => {
        deps.log.error({ error: String(error) }, 'the outbox could not be worked off; trying again')
        return 0
      })
      if (found === 0 && !closed) await rest()
    }
  }
  const running = run()
  return {
    wake: () => awake.resolve(),
    async stop() {
      closed = true
      awake.resolve()
      await running
      delivery?.close()
    },
  }
}

/** One round. Answers how many mails were due. */
async function deliverDue(deps: Doors, delivery: Delivery | undefined): Promise<number> {
  if (!delivery && deps.config.mode === 'serve') return 0
  const now = deps.clock.now()
  const due = await deps.store.across.leaseMail(now, now + lease, atOnce)
  await Promise.all(due.map(({ tenant, mail }) => deliver(deps, delivery, tenant, mail)))
  return due.length
}

async function deliver(
  deps: Doors,
  delivery: Delivery | undefined,
  tenant: TenantId,
  mail: OutgoingMail,
): Promise<void> {
  const attempt = await tryOnce(deps, delivery, mail)
  const keepBody = deps.config.mode === 'demo'
  const after = await deps.store.write(tenant, (tx) =>
    deps.store.outbox.update(tx, mail.id, (old) => afterAttempt(old, attempt, deps.clock.now(), keepBody)),
  )
  if (attempt.kind === 'refused') {
    deps.log.warn(
      { mail: mail.id, kind: mail.kind, state: after?.state, attempts: after?.attempts, reason: attempt.reason },
      'a mail was not delivered',
    )
  }
}

async function tryOnce(deps: Doors, delivery: Delivery | undefined, mail: OutgoingMail): Promise<Attempt> {
  if (mail.sealed === null) return { kind: 'refused', reason: 'the body was wiped', permanent: true }
  if (!delivery) return { kind: 'kept' }
  try {
    const letter = openLetter(deps, mail.id, mail.sealed)
    const host = letter.from.address.slice(letter.from.address.lastIndexOf('@') + 1)
    await delivery.send(letter, `<${mail.id}@${host}>`)
    return { kind: 'sent' }
  } catch (thrown) {
    return asAttempt(thrown)
  }
}
