import type { Texts } from './text.ts'

export const de: Texts = {
  locale: 'de-DE',
  invitation: {
    subject: (inviter, domain) => `${inviter} hat Sie zur Zusammenarbeit mit ${domain} eingeladen`,
    caution: (domain) =>
      `Nehmen Sie diese Einladung nur an, wenn Sie sie erwarten. Sie kommt von einer Person bei ${domain}.`,
    greeting: (name) => `Guten Tag ${name},`,
    invited: (inviter, organization, domain) =>
      `${inviter} lädt Sie ein, Apps und Ressourcen von ${organization} (${domain}) als Gast zu nutzen.`,
    messageFrom: (inviter) => `Nachricht von ${inviter}:`,
    landing: 'Nach der Annahme gelangen Sie zu:',
    accept: 'Einladung annehmen',
    expires: (date) => `Der Link gilt bis ${date}.`,
    never: 'Der Link läuft nicht ab.',
    wayBack: 'Heben Sie diese E-Mail auf: Nach der Annahme führt derselbe Link Sie wieder zurück.',
    privacy: 'Datenschutzerklärung der Organisation:',
    noPrivacy: (organization) => `${organization} hat keine Datenschutzerklärung angegeben.`,
  },
  oneTimeCode: {
    subject: (organization) => `Ihr Code für ${organization}`,
    intro: (organization) => `Melden Sie sich mit diesem Code bei ${organization} an:`,
    valid: (minutes) => `Der Code gilt einmal und ${minutes} Minuten lang. Ein neuerer Code ersetzt einen älteren.`,
    notYou: 'Haben Sie keinen Code angefordert, beachten Sie diese E-Mail nicht. Geben Sie den Code niemandem weiter.',
  },
}
