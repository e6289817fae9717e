/**
 * Letters that Gatehouse sends: their texts in several languages, the durable outbox, delivery by SMTP.
 * Does not decide who is written to: invitations/ and credentials/ do. Owns no routes.
 */
export { type Delivery, smtpDelivery } from './delivery.ts'
export { invitationLetter } from './invitation-letter.ts'
export { chooseLanguage, type Language, languageOf, languages } from './language.ts'
export type { Letter, Mailbox } from './letter.ts'
export { oneTimeCodeLetter } from './one-time-code-letter.ts'
export { type Outbox, startOutbox } from './outbox.ts'
export { queueMail } from './queue.ts'
export { type ReadLetter, readLetter } from './read-letter.ts'
