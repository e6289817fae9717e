/** Who answers for a guest: users or groups, five at most (graph.md 2.3, external-identities.md 2.17). */
import { decideUserChange } from '../directory/may.ts'
import type { User } from '../directory/user.ts'
import { refuse } from '../errors/index.ts'
import { actor, admit, mustSee, targetFacts } from './access.ts'
import { auditOf, changesBetween } from './audit.ts'
import { findObject, idOfReference } from './directory-object.ts'
import { findUser, isOwn, me, readUser } from './find-user.ts'
import { type GraphAnswer, type GraphRequest, type GraphRoute, noContent, type Permissions } from './route.ts'
import { listObjects } from './typed-list.ts'
import { userChange } from './users.ts'

const mostSponsors = 5

const write: Permissions = {
  delegated: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
  application: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
}

const show = (request: GraphRequest, user: User): Promise<GraphAnswer> => {
  const ids = user.sponsors.toSorted()
  return listObjects(request, {
    ids: async (after, top) => ids.filter((id) => after === undefined || id > after).slice(0, top),
  })
}

async function change(request: GraphRequest, id: string, how: 'add' | 'remove'): Promise<GraphAnswer> {
  const { deps, caller, door } = request
  const user = await findUser(request, door, request.params.id ?? '')
  admit(decideUserChange(actor(caller), await targetFacts(deps.store, door, user), ['sponsors']))
  await deps.store.write(caller.tenant, async (tx) => {
    const before = (await deps.store.users.find(tx, user.id)) ?? refuse('resourceNotFound', { id: user.id })
    const sponsors = how === 'add' ? await added(request, tx, before, id) : removed(before, id)
    const after = await deps.store.users.update(tx, user.id, (old) => ({ ...old, sponsors }))
    const activity = how === 'add' ? 'Add sponsor to user' : 'Remove sponsor from user'
    await deps.store.audit.add(
      tx,
      auditOf(request, userChange(activity, 'Update', after, changesBetween(before, after))),
    )
  })
  return noContent
}

async function added(request: GraphRequest, tx: Parameters<typeof findObject>[1], user: User, id: string) {
  const sponsor = (await findObject(request, tx, id)) ?? refuse('resourceNotFound', { id })
  if (sponsor.kind !== 'user' && sponsor.kind !== 'group') {
    refuse('badRequest', { reason: `Unsupported resource type '${sponsor.kind}' for operation 'Create'.` })
  }
  if (user.sponsors.includes(id)) refuse('referenceExists', { property: 'sponsors' })
  if (user.sponsors.length >= mostSponsors)
    refuse('badRequest', { reason: `A user has at most ${mostSponsors} sponsors.` })
  return [...user.sponsors, id]
}

function removed(user: User, id: string): string[] {
  if (!user.sponsors.includes(id.toLowerCase())) refuse('resourceNotFound', { id })
  return user.sponsors.filter((one) => one !== id.toLowerCase())
}

export const sponsorRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/me/sponsors',
    permissions: 'signedIn',
    handle: async (request) => show(request, me(request, readUser)),
  },
  {
    method: 'GET',
    path: '/users/{id}/sponsors',
    permissions: readUser,
    async handle(request) {
      const user = await findUser(request, request.door, request.params.id ?? '')
      if (!isOwn(request.caller, user)) mustSee(request.caller, 'readOtherUsersSponsors')
      return show(request, user)
    },
  },
  {
    method: 'POST',
    path: '/users/{id}/sponsors/$ref',
    permissions: write,
    handle: async (request) => change(request, idOfReference(request.body['@odata.id']), 'add'),
  },
  {
    method: 'DELETE',
    path: '/users/{id}/sponsors/{sponsor}/$ref',
    permissions: write,
    handle: (request) => change(request, request.params.sponsor ?? '', 'remove'),
  },
]
