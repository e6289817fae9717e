import type { PersonFacts } from './facts.ts'

/** The name by which messages call the person: what they signed in with. */
export const personName = (person: PersonFacts): string =>
  person.kind === 'member'
    ? person.user.userPrincipalName
    : person.kind === 'guestFromTenant'
      ? person.homeUser.userPrincipalName
      : person.address

/** The person's object in the resource tenant, if there is one. */
export const personId = (person: PersonFacts): string | null =>
  person.kind === 'member' ? person.user.id : (person.guest?.id ?? null)

/** The provider as messages call it. */
export const providerName = (person: PersonFacts): string =>
  person.kind === 'guestFromTenant'
    ? person.homeTenant.displayName
    : person.kind === 'guestByEmail'
      ? 'mail'
      : 'this organization'
