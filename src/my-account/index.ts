/**
 * What a person may see and do about themselves: their apps, the organizations that they belong to, leaving one, their
 * sessions, their password. Owns no route and no page: `graph/me-*.ts` serves it, My Apps and My Account show it.
 */
export { type AppTile, appsShownTo } from './apps.ts'
export { changeOwnPassword, hasPasswordHere } from './change-password.ts'
export type { Self } from './home-account.ts'
export { leaveOrganization } from './leave.ts'
export { type Belonging, organizationsOf } from './organizations.ts'
export { endAllOwnSessions, endOwnSession, ownSession, ownSessions } from './sessions.ts'
