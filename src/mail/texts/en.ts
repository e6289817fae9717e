import type { Texts } from './text.ts'

export const en: Texts = {
  locale: 'en-GB',
  invitation: {
    subject: (inviter, domain) => `${inviter} invited you to collaborate with ${domain}`,
    caution: (domain) => `Accept this invitation only if you expect it. It comes from somebody at ${domain}.`,
    greeting: (name) => `Hello ${name},`,
    invited: (inviter, organization, domain) =>
      `${inviter} invites you to use apps and resources of ${organization} (${domain}) as a guest.`,
    messageFrom: (inviter) => `Message from ${inviter}:`,
    landing: 'Once you have accepted you will be taken to:',
    accept: 'Accept invitation',
    expires: (date) => `The link works until ${date}.`,
    never: 'The link does not expire.',
    wayBack: 'Keep this mail: after you have accepted, the same link takes you back.',
    privacy: 'Privacy statement of the organization:',
    noPrivacy: (organization) => `${organization} has not given a privacy statement.`,
  },
  oneTimeCode: {
    subject: (organization) => `Your code for ${organization}`,
    intro: (organization) => `Use this code to sign in to ${organization}:`,
    valid: (minutes) => `The code works once, for ${minutes} minutes. A newer code ends an older one.`,
    notYou: 'If you did not ask for a code, ignore this mail. Never give the code to anybody.',
  },
}
