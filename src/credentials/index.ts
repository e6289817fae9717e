/**
 * What proves a person: passwords with their lockout, and one-time codes by mail. Owns no route and no page.
 */
export { startPasswordHasher } from './hasher.ts'
