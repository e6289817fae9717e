/**
 * The journey of a person: home realm discovery, credentials, sessions of browsers, flow state. Owns no decision on
 * access (access/) and no page (pages/). Routes: `/{tenant}/sign-in`, registered by pages/.
 */
export { checkCsrf, csrfField, csrfToken, fieldOf } from './csrf.ts'
export { type HintedAccount, loginHintOf, readLoginHint } from './login-hint.ts'
export { type Account, accountsFor, accountsOfBrowser, endSessions } from './sessions.ts'
