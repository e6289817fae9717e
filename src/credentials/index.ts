/**
 * What proves a person: passwords with their lockout, and one-time codes by mail. Owns no route and no page.
 */
export { startPasswordHasher } from './hasher.ts'
export { type Mailbox, sendCode, takeCode } from './mailbox.ts'
export { oneTimeCodeRules } from './one-time-code.ts'
export { checkPassword, longestPassword, setPassword } from './password.ts'
