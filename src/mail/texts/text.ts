/** What an invitation tells. All strings are as they came: the letter escapes them. */
type InvitationTexts = {
  /** `inviter` is a person's or an app's name; `domain` the organization's primary domain. */
  subject(inviter: string, domain: string): string
  caution(domain: string): string
  greeting(name: string): string
  invited(inviter: string, organization: string, domain: string): string
  messageFrom(inviter: string): string
  landing: string
  accept: string
  expires(date: string): string
  never: string
  wayBack: string
  privacy: string
  noPrivacy(organization: string): string
}

type OneTimeCodeTexts = {
  subject(organization: string): string
  intro(organization: string): string
  valid(minutes: number): string
  notYou: string
}

export type Texts = { invitation: InvitationTexts; oneTimeCode: OneTimeCodeTexts; locale: string }
