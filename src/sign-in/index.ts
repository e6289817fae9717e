/**
 * The journey of a person: home realm discovery, credentials, sessions of browsers, flow state. Owns no decision on
 * access (access/) and no page (pages/). Routes: `/{tenant}/sign-in`, registered by pages/.
 */
export { beginSignIn, type SignInWish, withSession } from './begin.ts'
export { type Browser, browserOf, cookieName, ensureBrowser } from './browser.ts'
export { checkCsrf, csrfField, csrfToken, fieldOf, isOwnOrigin } from './csrf.ts'
export type { EmailProof } from './flow.ts'
export { type HintedAccount, loginHintOf, readLoginHint } from './login-hint.ts'
export { type Account, accountOfSession, accountsOfBrowser, endSessions } from './sessions.ts'
