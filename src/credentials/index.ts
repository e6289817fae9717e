/**
 * What proves a person: passwords with their lockout, and one-time codes by mail. Owns no route and no page.
 */
export { startPasswordHasher } from './hasher.ts'
export { sendCode, takeCode } from './mailbox.ts'
export { checkPassword, longestPassword, setPassword } from './password.ts'
