/** Objects by id alone, whatever they are (graph.md 2.5). */
import { refuse } from '../errors/index.ts'
import { isGuid } from '../ids.ts'
import { mustSee } from './access.ts'
import { holds } from './caller.ts'
import { type DirectoryObject, findObject, presentObject } from './directory-object.ts'
import { findGroup, readGroups } from './find-group.ts'
import { findUser } from './find-user.ts'
import { type GraphRequest, type GraphRoute, ok, type Permissions } from './route.ts'

const readApps = ['Application.Read.All', 'Application.ReadWrite.All'] as const
const names = [
  'Directory.Read.All',
  'Directory.ReadWrite.All',
  'User.ReadBasic.All',
  'User.Read.All',
  'User.ReadWrite.All',
  ...readGroups.delegated,
  ...readApps,
] as const
const reading: Permissions = { delegated: [...names, 'User.Read', 'User.ReadWrite'], application: names }
const batch: Permissions = { delegated: names, application: names }

/** By the rules of its own type, so that no object is reached here that is closed there. */
async function admitted(request: GraphRequest, id: string): Promise<DirectoryObject> {
  const { caller, door } = request
  const found = await findObject(request, door, id)
  // Who may read neither people nor groups is refused before an unknown id could tell.
  if (!found || found.kind === 'user') return { kind: 'user', object: await findUser(request, door, id) }
  if (found.kind === 'group') {
    if (!holds(caller, ...readGroups.delegated)) refuse('insufficientPrivileges')
    return { kind: 'group', object: (await findGroup(request, door, id)).group }
  }
  if (found.kind === 'directoryRole') mustSee(caller, 'readRoles')
  else mustSee(caller, 'readApplication')
  return found
}

const mostIds = 1000

export const directoryObjectRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/directoryObjects/{id}',
    permissions: reading,
    async handle(request) {
      const id = request.params.id ?? ''
      if (!isGuid(id)) refuse('resourceNotFound', { id })
      const shown = await presentObject(request, await admitted(request, id.toLowerCase()))
      return ok({ '@odata.context': `${request.base}/$metadata#directoryObjects/$entity`, ...shown })
    },
  },
  {
    method: 'POST',
    path: '/directoryObjects/getByIds',
    permissions: batch,
    async handle(request) {
      const { ids, types = [] } = request.body
      if (!Array.isArray(ids)) refuse('propertyRequired', { property: 'ids', resource: 'action' })
      if (!Array.isArray(types))
        refuse('valueWrongType', { value: '…', property: 'types', type: 'Collection(Edm.String)' })
      if (ids.length > mostIds) refuse('badRequest', { reason: `At most ${mostIds} ids can be asked for at once.` })
      mustSee(request.caller, 'readOtherUser')
      const wanted = types.map((type) => String(type).toLowerCase().replace('microsoft.graph.', ''))
      const value = []
      for (const id of new Set(ids.map((one) => String(one).toLowerCase()))) {
        if (!isGuid(id)) refuse('idInvalid', { id })
        const found = await findObject(request, request.door, id)
        if (
          !found ||
          (wanted.length > 0 && !wanted.includes(found.kind.toLowerCase()) && !wanted.includes('directoryobject'))
        )
          continue
        value.push(await presentObject(request, found))
      }
      return ok({ '@odata.context': `${request.base}/$metadata#directoryObjects`, value })
    },
  },
]
