import { frame, paragraph, small } from './frame.ts'
import { html } from './html.ts'
import type { Language } from './language.ts'
import { headerText, type Letter } from './letter.ts'
import { senderOf } from './sender.ts'
import { texts } from './texts/index.ts'

/** The mail that proves a mailbox. `minutes`: how long the code works. */
export function oneTimeCodeLetter(facts: {
  to: string
  organization: string
  initialDomain: string
  code: string
  minutes: number
  language: Language
}): Letter {
  const { oneTimeCode: say } = texts[facts.language]
  const organization = headerText(facts.organization)
  const subject = say.subject(organization)
  const lines = [say.intro(organization), say.valid(facts.minutes), say.notYou]
  return {
    from: senderOf(facts.organization, facts.initialDomain),
    to: { name: null, address: facts.to },
    replyTo: null,
    cc: null,
    subject,
    text: `${lines[0]}\n\n    ${facts.code}\n\n${lines[1]}\n\n${lines[2]}\n`,
    html: frame({
      language: facts.language,
      title: subject,
      body: html`${paragraph(lines[0] ?? '')}<p style="margin:0 0 16px;font-size:28px;font-weight:600;letter-spacing:4px">${facts.code}</p>
${paragraph(lines[1] ?? '')}${small(lines[2] ?? '')}`,
    }),
    language: facts.language,
    code: facts.code,
  }
}
