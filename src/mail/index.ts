/**
 * Letters that Gatehouse sends: their texts in several languages, the durable outbox, delivery by SMTP.
 * Does not decide who is written to: invitations/ and credentials/ do. Owns no routes.
 */
export { invitationLetter } from './invitation-letter.ts'
export { chooseLanguage, type Language } from './language.ts'
export { oneTimeCodeLetter } from './one-time-code-letter.ts'
export { startOutbox } from './outbox.ts'
export { queueMail } from './queue.ts'
export { type ReadLetter, readLetter } from './read-letter.ts'
