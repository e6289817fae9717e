import { mustSee } from './access.ts'
import { collection } from './collection.ts'
import { readApplications } from './find-application.ts'
import { findUser, isOwn, me } from './find-user.ts'
import { applicationResource } from './model/application.ts'
import type { GraphAnswer, GraphRequest, GraphRoute } from './route.ts'

/** The app registrations that somebody owns (graph.md 2.2, `ownedObjects`): asked for by their type, which can be filtered and sorted. */

const owned = (request: GraphRequest, owner: string): Promise<GraphAnswer> =>
  collection(request, applicationResource, (query) => request.deps.store.applications.page(request.door, query), {
    where: { op: 'any', column: 'owners', match: 'eq', value: owner },
    context: 'directoryObjects/microsoft.graph.application',
    typed: true,
  })

export const ownedObjectRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/me/ownedObjects/microsoft.graph.application',
    permissions: 'signedIn',
    async handle(request) {
      const { id } = me(request, readApplications)
      mustSee(request.caller, 'readApplication')
      return owned(request, id)
    },
  },
  {
    method: 'GET',
    path: '/users/{id}/ownedObjects/microsoft.graph.application',
    permissions: readApplications,
    async handle(request) {
      const user = await findUser(request, request.door, request.params.id ?? '')
      mustSee(request.caller, isOwn(request.caller, user) ? 'readApplication' : 'listApplications')
      return owned(request, user.id)
    },
  },
]
