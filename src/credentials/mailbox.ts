import { timingSafeEqual } from 'node:crypto'
import type { Deps } from '../deps.ts'
import type { TenantId } from '../ids.ts'
import { type Language, oneTimeCodeLetter, queueMail } from '../mail/index.ts'
import { decideCode, decideSend, drawCode, oneTimeCodeRules, parseCode, type SendVerdict } from './one-time-code.ts'

const minute = 60_000

/** A mailbox to be proven, in the tenant whose guest it belongs to. `known` false: nobody has it, and no mail is sent. */
export type Mailbox = { tenant: TenantId; address: string; known: boolean }

/**
 * Sends a new code, which ends an earlier one. A mailbox that nobody has goes the same way, counters and all, but for
 * the mail: the person at the browser sees no difference.
 */
export async function sendCode(
  deps: Deps,
  mailbox: Mailbox,
  request: { ip: string | null; language: Language },
): Promise<SendVerdict> {
  const { tenant, address } = mailbox
  const organization = await deps.store.tenants.get(deps.store.at(tenant))
  const code = drawCode(deps.random.bytes)
  const key = keyOf(address)
  const verdict = await deps.store.write(tenant, async (tx) => {
    const at = deps.clock.now()
    const last = await deps.store.oneTimeCodes.find(tx, key)
    const early = decideSend(last, { ofAddress: 0, ofIp: 0 }, at)
    if (early.verdict !== 'send') return early
    const { perAddress, perIp } = oneTimeCodeRules
    const counts = {
      ofAddress: await deps.store.limits.hit(tx, `otp-address:${key}`, perAddress.window, at),
      ofIp: await deps.store.limits.hit(tx, `otp-ip:${request.ip ?? 'unknown'}`, perIp.window, at),
    }
    const decided = decideSend(last, counts, at)
    if (decided.verdict !== 'send') return decided
    const expiresAt = at + oneTimeCodeRules.life
    await deps.store.oneTimeCodes.put(tx, {
      key,
      mac: macOf(deps, mailbox, code),
      sentAt: at,
      expiresAt,
      wrongTries: 0,
    })
    if (mailbox.known && organization) {
      const letter = oneTimeCodeLetter({
        to: address,
        organization: organization.displayName,
        initialDomain: organization.initialDomain,
        code,
        minutes: oneTimeCodeRules.life / minute,
        language: request.language,
      })
      await queueMail(tx, deps, { kind: 'one-time-code', letter })
    }
    return decided
  })
  if (verdict.verdict === 'send') deps.wakeOutbox()
  return verdict
}

/** Takes a code: single use, and of parallel guesses at most five are compared. `spent`: the last try was used up. */
export async function takeCode(
  deps: Deps,
  mailbox: Mailbox,
  typed: string,
): Promise<'right' | 'wrong' | 'spent' | 'none'> {
  const code = parseCode(typed)
  const key = keyOf(mailbox.address)
  const mac = macOf(deps, mailbox, code ?? '')
  return deps.store.write(mailbox.tenant, async (tx) => {
    const live = await deps.store.oneTimeCodes.find(tx, key)
    const outcome = decideCode(live, live !== undefined && code !== undefined && equal(live.mac, mac), deps.clock.now())
    if (outcome.verdict === 'wrong') await deps.store.oneTimeCodes.put(tx, outcome.next)
    // Spent codes stay, unusable, so that the wait before the next sending still holds.
    if (outcome.verdict === 'spent' && live) {
      await deps.store.oneTimeCodes.put(tx, { ...live, wrongTries: oneTimeCodeRules.wrongTries })
    }
    if (outcome.verdict === 'right') await deps.store.oneTimeCodes.remove(tx, key)
    return outcome.verdict
  })
}

const keyOf = (address: string): string => `mailbox:${address.normalize('NFKC').toLowerCase()}`

const macOf = ({ vault }: Deps, { tenant, address }: Mailbox, code: string): string =>
  vault.mac('otp', `${tenant}:${keyOf(address)}:${code}`)

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
