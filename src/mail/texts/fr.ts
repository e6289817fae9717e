import type { Texts } from './text.ts'

export const fr: Texts = {
  locale: 'fr-FR',
  invitation: {
    subject: (inviter, domain) => `${inviter} vous invite à collaborer avec ${domain}`,
    caution: (domain) => `N’acceptez cette invitation que si vous l’attendez. Elle vient d’une personne de ${domain}.`,
    greeting: (name) => `Bonjour ${name},`,
    invited: (inviter, organization, domain) =>
      `${inviter} vous invite à utiliser des applications et des ressources de ${organization} (${domain}) en tant qu’invité.`,
    messageFrom: (inviter) => `Message de ${inviter} :`,
    landing: 'Après avoir accepté, vous arriverez ici :',
    accept: 'Accepter l’invitation',
    expires: (date) => `Le lien est valable jusqu’au ${date}.`,
    never: 'Le lien n’expire pas.',
    wayBack: 'Gardez ce message : une fois l’invitation acceptée, le même lien vous y ramène.',
    privacy: 'Déclaration de confidentialité de l’organisation :',
    noPrivacy: (organization) => `${organization} n’a pas fourni de déclaration de confidentialité.`,
  },
  oneTimeCode: {
    subject: (organization) => `Votre code pour ${organization}`,
    intro: (organization) => `Utilisez ce code pour vous connecter à ${organization} :`,
    valid: (minutes) =>
      `Le code sert une seule fois et reste valable ${minutes} minutes. Un nouveau code annule l’ancien.`,
    notYou: 'Si vous n’avez pas demandé de code, ignorez ce message. Ne donnez le code à personne.',
  },
}
