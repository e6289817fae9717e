import type { Deps } from '../deps.ts'
import { type Letter, letterContext } from './letter.ts'
import type { OutgoingMail } from './store.ts'

/** A letter as the demo's outbox shows it. `code` is there when the letter carries a one-time code. */
export type ReadLetter = {
  id: string
  kind: string
  state: OutgoingMail['state']
  to: string
  cc: string | null
  from: string
  replyTo: string | null
  subject: string
  text: string
  html: string
  links: string[]
  code?: string
  createdAt: number
  sentAt: number | null
}

/** Undefined when the body was wiped after delivery. */
export function readLetter(deps: Pick<Deps, 'vault'>, mail: OutgoingMail): ReadLetter | undefined {
  if (mail.sealed === null) return undefined
  const letter = openLetter(deps, mail.id, mail.sealed)
  return {
    id: mail.id,
    kind: mail.kind,
    state: mail.state,
    to: letter.to.address,
    cc: letter.cc?.address ?? null,
    from: mailboxText(letter.from),
    replyTo: letter.replyTo?.address ?? null,
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    links: linksIn(letter.html),
    ...(letter.code === null ? {} : { code: letter.code }),
    createdAt: mail.createdAt,
    sentAt: mail.sentAt,
  }
}

export const openLetter = (deps: Pick<Deps, 'vault'>, id: string, sealed: string): Letter =>
  JSON.parse(deps.vault.open(sealed, letterContext(id))) as Letter

const mailboxText = (mailbox: Letter['from']): string =>
  mailbox.name === null ? mailbox.address : `${mailbox.name} <${mailbox.address}>`

/** The links of our own templates, in order, each once. A custom message is escaped and so never holds one. */
function linksIn(html: string): string[] {
  const links = [...html.matchAll(/\shref="([^"]*)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'))
  return [...new Set(links)]
}
