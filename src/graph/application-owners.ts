import type { Application, ServicePrincipal } from '../applications/application.ts'
import type { Door, Unit } from '../door.ts'
import { refuse } from '../errors/index.ts'
import { mustSee } from './access.ts'
import { applicationChange } from './applications.ts'
import { auditOf, type Change } from './audit.ts'
import { findObject, idOfReference } from './directory-object.ts'
import {
  admitForeign,
  admitManager,
  findApplication,
  findPrincipal,
  readApplications,
  underBothKeys,
  writeApplications,
} from './find-application.ts'
import { type GraphAnswer, type GraphRequest, type GraphRoute, noContent } from './route.ts'
import { principalChange } from './service-principals.ts'
import { listObjects } from './typed-list.ts'

/** Who answers for an app: people and service principals, guests too (graph.md 2.7). An owner manages what he owns. */

const mostOwners = 100

type Kind<T extends Application | ServicePrincipal> = {
  name: 'application' | 'service principal'
  find(request: GraphRequest, door: Door): Promise<T>
  put(request: GraphRequest, tx: Unit, object: T, owners: string[]): Promise<unknown>
  change(activity: string, operation: Change['operation'], object: T): Change
}

const ofApplications: Kind<Application> = {
  name: 'application',
  find: findApplication,
  put: ({ deps }, tx, { id }, owners) => deps.store.applications.update(tx, id, (old) => ({ ...old, owners })),
  change: applicationChange,
}

const ofPrincipals: Kind<ServicePrincipal> = {
  name: 'service principal',
  find: findPrincipal,
  put: ({ deps }, tx, { id }, owners) => deps.store.servicePrincipals.update(tx, id, (old) => ({ ...old, owners })),
  change: principalChange,
}

async function list<T extends Application | ServicePrincipal>(request: GraphRequest, kind: Kind<T>, refs: boolean) {
  // Who may read an app only by its id does not learn who stands behind it.
  if (mustSee(request.caller, 'readApplication') === 'byIdOnly') refuse('insufficientPrivileges')
  const owners = (await kind.find(request, request.door)).owners.toSorted()
  const ids = async (after: string | undefined, top: number) =>
    owners.filter((id) => after === undefined || id > after).slice(0, top)
  return listObjects(request, { ids }, { refs })
}

async function change<T extends Application | ServicePrincipal>(
  request: GraphRequest,
  kind: Kind<T>,
  id: string,
  how: 'add' | 'remove',
): Promise<GraphAnswer> {
  const { deps, caller, door } = request
  const found = await kind.find(request, door)
  admitManager(caller, found)
  if ('appOwnerTenant' in found) admitForeign(found)
  await deps.store.write(caller.tenant, async (tx) => {
    const object = await kind.find(request, tx)
    const owners = how === 'add' ? await added(request, tx, object.owners, id) : removed(object.owners, id)
    await kind.put(request, tx, object, owners)
    const activity = how === 'add' ? `Add owner to ${kind.name}` : `Remove owner from ${kind.name}`
    const entry = kind.change(activity, how === 'add' ? 'Assign' : 'Unassign', object)
    const owner = await findObject(request, tx, id)
    const target = {
      id,
      displayName: owner?.object.displayName ?? null,
      type: owner?.kind === 'user' ? 'User' : 'ServicePrincipal',
    }
    await deps.store.audit.add(tx, auditOf(request, { ...entry, targets: [...entry.targets, target] }))
  })
  return noContent
}

async function added(request: GraphRequest, tx: Unit, owners: readonly string[], id: string): Promise<string[]> {
  const owner = (await findObject(request, tx, id)) ?? refuse('resourceNotFound', { id })
  if (owner.kind !== 'user' && owner.kind !== 'servicePrincipal') {
    refuse('badRequest', { reason: `Unsupported resource type '${owner.kind}' for operation 'Create'.` })
  }
  if (owners.includes(id)) refuse('referenceExists', { property: 'owners' })
  if (owners.length >= mostOwners) refuse('badRequest', { reason: `An app has at most ${mostOwners} owners.` })
  return [...owners, id]
}

function removed(owners: readonly string[], id: string): string[] {
  if (!owners.includes(id)) refuse('resourceNotFound', { id })
  return owners.filter((one) => one !== id)
}

const routesOf = <T extends Application | ServicePrincipal>(
  set: 'applications' | 'servicePrincipals',
  kind: Kind<T>,
): GraphRoute[] => [
  ...underBothKeys(set, {
    method: 'GET',
    path: '/owners',
    permissions: readApplications,
    handle: (request) => list(request, kind, false),
  }),
  ...underBothKeys(set, {
    method: 'GET',
    path: '/owners/$ref',
    permissions: readApplications,
    handle: (request) => list(request, kind, true),
  }),
  ...underBothKeys(set, {
    method: 'POST',
    path: '/owners/$ref',
    permissions: writeApplications,
    handle: (request) => change(request, kind, idOfReference(request.body['@odata.id']), 'add'),
  }),
  ...underBothKeys(set, {
    method: 'DELETE',
    path: '/owners/{ownerId}/$ref',
    permissions: writeApplications,
    handle: (request) => change(request, kind, (request.params.ownerId ?? '').toLowerCase(), 'remove'),
  }),
]

export const applicationOwnerRoutes: readonly GraphRoute[] = [
  ...routesOf('applications', ofApplications),
  ...routesOf('servicePrincipals', ofPrincipals),
]
