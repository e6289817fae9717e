import { after } from 'node:test'
import { type Gatehouse, startGatehouse } from '../../src/testing/index.ts'

/** One instance for the tests of a file, trusted by its process. Each test starts from the world as it was at first. */
export async function fileInstance(): Promise<Gatehouse> {
  const gatehouse = await startGatehouse({ clones: 2 })
  after(() => gatehouse.stop())
  gatehouse.trust()
  return gatehouse
}

/** Graph with the token of Contoso's script, or another. */
export async function graph(gatehouse: Pick<Gatehouse, 'fetch'>, token: string, path: string, body?: unknown) {
  const answer = await gatehouse.fetch(`/v1.0${path}`, {
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  })
  return { status: answer.status, body: JSON.parse((await answer.text()) || '{}') }
}

export const invite = async (gatehouse: Gatehouse, mail: string) =>
  graph(gatehouse, await gatehouse.graphToken('contoso'), '/invitations', {
    invitedUserEmailAddress: mail,
    inviteRedirectUrl: 'http://localhost/auth/callback',
    sendInvitationMessage: true,
  })
