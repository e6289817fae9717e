import { addUsers } from '../graph/people.ts'
import type { TestServer } from '../harness/index.ts'

/**
 * People of Contoso to list and to act on: Person 000, 001, …. The odd ones are guests with the address `p<number>@nowhere.example`;
 * every other one of them has yet to accept.
 */
export async function addCrowd(server: TestServer, size: number): Promise<void> {
  const people = Array.from({ length: size }, (_, at) => {
    const address = `p${at}@nowhere.example`
    const pending = at % 4 === 1
    return {
      displayName: `Person ${String(at).padStart(3, '0')}`,
      companyName: at === 7 ? '=HYPERLINK("http://evil.example")' : null,
      ...(at % 2 === 0
        ? {}
        : {
            userType: 'Guest' as const,
            creationType: 'Invitation' as const,
            externalUserState: pending ? ('PendingAcceptance' as const) : ('Accepted' as const),
            externalUserStateChangedAt: server.running.deps.clock.now(),
            home: pending ? null : { kind: 'email' as const, address },
            mail: address,
            otherMails: [address],
          }),
    }
  })
  await addUsers(server, 'contoso', people)
}
