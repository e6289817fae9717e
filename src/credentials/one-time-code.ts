import type { OneTimeCode } from './store.ts'

const minute = 60_000
const hour = 60 * minute

/** external-identities.md 2.9. */
export const oneTimeCodeRules = {
  digits: 8,
  life: 30 * minute,
  wrongTries: 5,
  resendAfter: minute,
  perAddress: { count: 5, window: hour },
  perIp: { count: 50, window: hour },
} as const

/** Eight digits, each equally likely. */
export function drawCode(bytes: (count: number) => Uint8Array): string {
  const limit = 4_200_000_000
  for (;;) {
    const number = Buffer.from(bytes(4)).readUInt32BE(0)
    // Above the limit the low digits would come up more often.
    if (number < limit) return String(number % 100_000_000).padStart(oneTimeCodeRules.digits, '0')
  }
}

/** What people copy from a mail: spaces and dashes do not count. Undefined when it cannot be a code. */
export function parseCode(text: string): string | undefined {
  const digits = text.normalize('NFKC').replaceAll(/[\s-]/g, '')
  return /^\d{8}$/.test(digits) ? digits : undefined
}

export type CodeVerdict =
  | { verdict: 'right' }
  /** Still open; `next` counts the try. */
  | { verdict: 'wrong'; next: OneTimeCode }
  /** The last try: the code is void from now on. */
  | { verdict: 'spent' }
  | { verdict: 'none' }

/** Pure. `equal` compares in constant time. */
export function decideCode(code: OneTimeCode | undefined, equal: boolean, at: number): CodeVerdict {
  if (!code || code.expiresAt <= at || code.wrongTries >= oneTimeCodeRules.wrongTries) return { verdict: 'none' }
  if (equal) return { verdict: 'right' }
  const next = { ...code, wrongTries: code.wrongTries + 1 }
  return next.wrongTries >= oneTimeCodeRules.wrongTries ? { verdict: 'spent' } : { verdict: 'wrong', next }
}

export type SendVerdict =
  | { verdict: 'send' }
  | { verdict: 'tooSoon'; seconds: number }
  | { verdict: 'tooMany'; first: boolean }

/** Pure. The counts include the sending that is asked for. `first`: of those that are too many, for the log. */
export function decideSend(
  last: Pick<OneTimeCode, 'sentAt'> | undefined,
  counts: { ofAddress: number; ofIp: number },
  at: number,
): SendVerdict {
  const wait = last ? last.sentAt + oneTimeCodeRules.resendAfter - at : 0
  if (wait > 0) return { verdict: 'tooSoon', seconds: Math.ceil(wait / 1000) }
  const { perAddress, perIp } = oneTimeCodeRules
  const [overAddress, overIp] = [counts.ofAddress - perAddress.count, counts.ofIp - perIp.count]
  if (overAddress > 0 || overIp > 0) return { verdict: 'tooMany', first: overAddress === 1 || overIp === 1 }
  return { verdict: 'send' }
}
