import { newUser, type User } from '../src/directory/user.ts'
import type { TenantId, UserId } from '../src/ids.ts'

export const everyOtherIsGuest = (index: number): boolean => index % 2 === 1

const departments = ['Sales', 'Engineering', 'Finance', 'Legal', 'Support']
const home = 'b0bca75e-0000-4000-8000-0000000000f0' as TenantId

/** Somebody as a grown directory holds them: a dozen properties filled, guests linked to an account elsewhere. */
export function directoryPerson(index: number, given: { id: UserId; domain: string; createdAt: number }): User {
  const { id, domain, createdAt } = given
  const isGuest = everyOtherIsGuest(index)
  const nickname = `person.${index}`
  const mail = isGuest ? `${nickname}@partner.example` : `${nickname}@${domain}`
  return newUser({
    id,
    userPrincipalName: isGuest ? `${nickname}_partner.example#EXT#@${domain}` : mail,
    displayName: `Person ${index}`,
    givenName: 'Person',
    surname: String(index),
    mail,
    mailNickname: isGuest ? `${nickname}_partner.example#EXT#` : nickname,
    proxyAddresses: [`SMTP:${mail}`],
    department: departments[index % departments.length] ?? null,
    companyName: isGuest ? 'Partner' : 'Home',
    jobTitle: 'Specialist',
    country: 'Sweden',
    createdAt,
    ...(isGuest
      ? {
          userType: 'Guest' as const,
          creationType: 'Invitation' as const,
          externalUserState: 'Accepted' as const,
          externalUserStateChangedAt: createdAt,
          home: { kind: 'tenant' as const, tenantId: home, objectId: id },
        }
      : {}),
  })
}
