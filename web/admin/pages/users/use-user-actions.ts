import { config } from '../../../kit/config.ts'
import type { Graph } from '../../../kit/graph/client.ts'
import { useGraph, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { texts } from '../../../texts/en/users.ts'
import type { User } from './user.ts'
import { organizations } from './users-query.ts'

/** Somebody to act on. */
export type Who = Pick<User, 'id' | 'displayName' | 'mail' | 'externalUserState'>
export type Failure = { user: Who; error: unknown }
/** What came of it: null when the person thought better of it. `again` tries the failed ones once more. */
export type Outcome = { failures: Failure[]; total: number; again(): Promise<Outcome> } | null

export const myAppsUrl = `${config.origin}/myapps`
const stale = ['/v1.0/users', organizations, '/v1.0/directory', '/v1.0/groups', '/v1.0/auditLogs', '/beta/auditLogs']

export const referenceTo = (id: string): { '@odata.id': string } => ({
  '@odata.id': `${config.origin}/v1.0/directoryObjects/${id}`,
})

const deletedItem = (id: string): string => `/v1.0/directory/deletedItems/${id}`

/** Sends the invitation of a pending guest again. */
const resendInvitation = (graph: Graph, user: Who): Promise<unknown> => {
  if (!user.mail) throw new Error(texts.noAddress)
  return graph.post('/v1.0/invitations', {
    invitedUserEmailAddress: user.mail,
    inviteRedirectUrl: myAppsUrl,
    sendInvitationMessage: true,
    invitedUser: { id: user.id },
  })
}

type Words = { doing: (who: string) => string; done: (who: string) => string }

/** What can be done to one user or to many: asked where it hurts, told while it runs, undone where the data allows. */
export function useUserActions() {
  const graph = useGraph()
  const notify = useNotify()
  const confirm = useConfirm()
  const refresh = useRefresh()

  /** One is told at once; many are a job with progress, whose failures come back one by one. */
  async function run(
    users: readonly Who[],
    words: Words,
    work: (user: Who) => Promise<unknown>,
    undo?: (done: readonly Who[]) => void,
  ): Promise<Outcome> {
    const [first] = users
    if (!first) return null
    const who = texts.people(users.length, first.displayName)
    let failures: Failure[] = []
    if (users.length === 1) {
      try {
        await work(first)
        notify.success(words.done(who), undo ? { undo: () => undo(users) } : {})
      } catch (error) {
        notify.error(words.doing(who), error)
        failures = [{ user: first, error }]
      }
    } else {
      const failed = await notify.job(words.doing(who), users, work, undo ? { undo } : {})
      failures = failed.map(({ item, error }) => ({ user: item, error }))
    }
    await refresh(stale)
    const left = failures.map(({ user }) => user)
    return { failures, total: users.length, again: () => run(left, words, work, undo) }
  }

  const whoOf = (users: readonly Who[]) => texts.people(users.length, users[0]?.displayName ?? '')
  const restoring = { doing: texts.restoring, done: texts.restored }

  const actions = {
    restore: (users: readonly Who[]) => run(users, restoring, (user) => graph.post(`${deletedItem(user.id)}/restore`)),

    async block(users: readonly Who[]): Promise<Outcome> {
      const question = { title: texts.blockTitle(whoOf(users)), says: texts.blockSays, action: texts.block }
      if (!(await confirm(question))) return null
      return run(
        users,
        { doing: texts.blocking, done: texts.blocked },
        (user) => graph.patch(`/v1.0/users/${user.id}`, { accountEnabled: false }),
        (done) => void actions.unblock(done),
      )
    },

    unblock: (users: readonly Who[]) =>
      run(users, { doing: texts.unblocking, done: texts.unblocked }, (user) =>
        graph.patch(`/v1.0/users/${user.id}`, { accountEnabled: true }),
      ),

    async revoke(users: readonly Who[]): Promise<Outcome> {
      const question = { title: texts.revokeTitle(whoOf(users)), says: texts.revokeSays, action: texts.revoke }
      if (!(await confirm(question))) return null
      return run(users, { doing: texts.revoking, done: texts.revoked }, (user) =>
        graph.post(`/v1.0/users/${user.id}/revokeSignInSessions`),
      )
    },

    async remove(users: readonly Who[]): Promise<Outcome> {
      const question = { title: texts.removeTitle(whoOf(users)), says: texts.removeSays, action: texts.remove }
      if (!(await confirm(question))) return null
      return run(
        users,
        { doing: texts.removing, done: texts.removed },
        (user) => graph.delete(`/v1.0/users/${user.id}`),
        (done) => void actions.restore(done),
      )
    },

    async purge(users: readonly Who[]): Promise<Outcome> {
      const [first] = users
      if (!first) return null
      const question = {
        title: texts.purgeTitle(whoOf(users)),
        says: texts.purgeSays,
        action: texts.purge,
        typing: users.length === 1 ? first.displayName : texts.purgeWord,
      }
      if (!(await confirm(question))) return null
      return run(users, { doing: texts.purging, done: texts.purged }, (user) => graph.delete(deletedItem(user.id)))
    },

    async resend(users: readonly Who[]): Promise<Outcome> {
      const pending = users.filter(({ externalUserState }) => externalUserState === 'PendingAcceptance')
      if (pending.length === 0) {
        notify.error(texts.nobodyPendingTitle, new Error(texts.nobodyPending))
        return null
      }
      const left = users.length - pending.length
      const says = texts.resendSays(pending.length, left)
      const question = { title: texts.resendTitle(whoOf(pending)), says, action: texts.resend }
      if (!(await confirm(question))) return null
      return run(pending, { doing: texts.resending, done: texts.resent }, (user) => resendInvitation(graph, user))
    },

    /** Each person into each group; who is a member already stays one. */
    addToGroups: (users: readonly Who[], groups: readonly string[]) =>
      run(users, { doing: texts.adding, done: texts.added }, async (user) => {
        for (const group of groups) await addMember(graph, group, user.id)
      }),
  }
  return actions
}

/** Graph refuses who is a member already, which is what was wished for. */
export async function addMember(graph: Graph, group: string, user: string): Promise<void> {
  try {
    await graph.post(`/v1.0/groups/${group}/members/$ref`, referenceTo(user))
  } catch (error) {
    if (!(error instanceof Error && /already exist/i.test(error.message))) throw error
  }
}
