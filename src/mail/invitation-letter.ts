import { button, frame, paragraph, small } from './frame.ts'
import { html, type Markup } from './html.ts'
import type { Language } from './language.ts'
import { headerText, type Letter, type Mailbox } from './letter.ts'
import { senderOf } from './sender.ts'
import { texts } from './texts/index.ts'

export type InvitationLetterFacts = {
  to: Mailbox
  cc: Mailbox | null
  organization: {
    displayName: string
    primaryDomain: string
    initialDomain: string
    privacyStatementUrl: string | null
  }
  /** `mail` null: the inviter is an app or has no mailbox, and then a custom message is left out. */
  inviter: { kind: 'user' | 'application'; displayName: string; mail: string | null }
  /** Plain text as the inviter wrote it. */
  message: string | null
  landingUrl: string
  redeemUrl: string
  /** Epoch milliseconds, or null: never. */
  expiresAt: number | null
  language: Language
}

/** external-identities.md 2.5. */
export function invitationLetter(facts: InvitationLetterFacts): Letter {
  const { invitation: say, locale } = texts[facts.language]
  const inviter = headerText(facts.inviter.displayName, 100)
  const organization = headerText(facts.organization.displayName, 100)
  const domain = facts.organization.primaryDomain
  const subject = say.subject(inviter, domain)
  const caution = say.caution(domain)
  const greeting = say.greeting(headerText(facts.to.name ?? facts.to.address, 100))
  const invited = say.invited(inviter, organization, domain)
  const message = customMessage(facts)
  const expiry = facts.expiresAt === null ? say.never : say.expires(dayFormat(locale).format(facts.expiresAt))
  const privacy = facts.organization.privacyStatementUrl
  const text = [
    caution,
    greeting,
    invited,
    ...(message === null ? [] : [`${say.messageFrom(inviter)}\n${quoted(message)}`]),
    `${say.accept}:\n${facts.redeemUrl}`,
    `${say.landing}\n${facts.landingUrl}`,
    `${expiry} ${say.wayBack}`,
    privacy === null ? say.noPrivacy(organization) : `${say.privacy} ${privacy}`,
  ]
  const body = html`${small(caution)}${paragraph(greeting)}${paragraph(invited)}${message === null ? null : quotation(say.messageFrom(inviter), message)}${button(say.accept, facts.redeemUrl)}${paragraph(html`${say.landing}<br>${facts.landingUrl}`)}${small(`${expiry} ${say.wayBack}`)}${small(privacy === null ? say.noPrivacy(organization) : html`${say.privacy} <a href="${privacy}">${privacy}</a>`)}`
  return {
    from: senderOf(`Gatehouse on behalf of ${domain}`, facts.organization.initialDomain),
    to: { name: facts.to.name === null ? null : headerText(facts.to.name, 100), address: facts.to.address },
    replyTo: facts.inviter.mail === null ? null : { name: inviter, address: facts.inviter.mail },
    cc:
      facts.cc === null
        ? null
        : { name: facts.cc.name === null ? null : headerText(facts.cc.name, 100), address: facts.cc.address },
    subject,
    text: `${text.join('\n\n')}\n`,
    html: frame({ language: facts.language, title: subject, body }),
    language: facts.language,
    code: null,
  }
}

const dayFormats = new Map<string, Intl.DateTimeFormat>()

/** Made once for a language: to make one costs more than the rest of the letter. */
function dayFormat(locale: string): Intl.DateTimeFormat {
  const known = dayFormats.get(locale)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  dayFormats.set(locale, made)
  return made
}

/** Nobody answers for the words of an app, or of a person without a mailbox: the custom text is left out. */
function customMessage({ inviter, message }: InvitationLetterFacts): string | null {
  if (inviter.kind === 'application' || inviter.mail === null) return null
  const text = (message ?? '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{C}\n\t]+/gu, '')
    .trim()
    .toWellFormed()
  return text === '' ? null : text
}

const quoted = (text: string): string => text.replaceAll(/^/gm, '> ')

/** The message is text, never markup: it is escaped, and its line breaks are shown by the style. */
function quotation(heading: string, message: string): Markup {
  return html`<p style="margin:0 0 4px;font-weight:600">${heading}</p>
<blockquote style="margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #0f548c;white-space:pre-wrap">${message}</blockquote>
`
}
