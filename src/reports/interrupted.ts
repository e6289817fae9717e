/**
 * Codes of sign-ins that stopped to ask the person for something and were taken up again: the log shows them as
 * Interrupted, neither a success nor a failure (external-identities.md 7.1).
 */
export const interruptedCodes: ReadonlySet<number> = new Set([
  16000, 16001, 50014, 50055, 50058, 50072, 50074, 50076, 50079, 50097, 50125, 50127, 50129, 50140, 50144, 50158, 65001,
])
