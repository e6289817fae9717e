export type Mailbox = { name: string | null; address: string }

/** A letter as it is handed to SMTP. Kept only encrypted: it may carry a ticket or a code. */
export type Letter = {
  from: Mailbox
  to: Mailbox
  replyTo: Mailbox | null
  cc: Mailbox | null
  subject: string
  text: string
  html: string
  /** `en`, `de`, …: the language it is written in. */
  language: string
  /** Set when the letter carries a one-time code, so that the demo's outbox can hand it out. */
  code: string | null
}

/** What a letter is sealed under: a sealed letter cannot be moved to another row. */
export const letterContext = (mailId: string): string => `mail:${mailId}`

/**
 * A value that goes into a header line (subject, display name): one line, no control or direction characters,
 * so that nobody writes a header of their own or disguises a name.
 */
export function headerText(text: string, longest = 150): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toWellFormed()
  return line.length > longest ? `${[...line].slice(0, longest).join('')}…` : line
}
