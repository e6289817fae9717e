import { newServicePrincipal, type ServicePrincipal } from '../applications/application.ts'
import { keptPasswords, parseKeyCredentials } from '../applications/credential-wishes.ts'
import { firstPartyApps } from '../applications/first-party.ts'
import { parsePrincipalSettings } from '../applications/principal-settings.ts'
import { mayManage } from '../applications/who-may.ts'
import { place } from '../cross-tenant-access/parse-parts.ts'
import type { Unit } from '../door.ts'
import { refuse } from '../errors/index.ts'
import { type AppId, isGuid, type ServicePrincipalId } from '../ids.ts'
import type { Page, PageQuery } from '../paging.ts'
import { mustSee } from './access.ts'
import { auditOf, type Change, changesBetween } from './audit.ts'
import { collection, countOf } from './collection.ts'
import {
  admitForeign,
  admitManager,
  admitNewCredential,
  applicationActor,
  findPrincipal,
  installed,
  principalAt,
  readApplications,
  underBothKeys,
  writeApplications,
} from './find-application.ts'
import { presentKey } from './model/application.ts'
import { type InstalledPrincipal, servicePrincipalResource } from './model/service-principal.ts'
import { entity, present } from './present.ts'
import { created, type GraphAnswer, type GraphRequest, type GraphRoute, noContent, ok } from './route.ts'

/** A tenant's own side of its apps: graph.md 2.8. */

const at = place('ServicePrincipal')

const shown = (request: GraphRequest, one: InstalledPrincipal) => {
  const { properties } = servicePrincipalResource
  const names = new Set(properties.filter(({ select }) => select !== 'never').map(({ name }) => name))
  return present(request, servicePrincipalResource, one, { names, written: null })
}

export const principalChange = (
  activity: string,
  operation: Change['operation'],
  principal: Pick<ServicePrincipal, 'id' | 'displayName'>,
  modified: NonNullable<Change['modified']> = [],
): Change => ({
  activity,
  category: 'ApplicationManagement',
  operation,
  targets: [{ id: principal.id, displayName: principal.displayName, type: 'ServicePrincipal' }],
  modified,
})

async function page({ deps, door }: GraphRequest, query: PageQuery): Promise<Page<InstalledPrincipal>> {
  const found = await deps.store.servicePrincipals.page(door, query)
  return { ...found, items: await Promise.all(found.items.map((one) => installed(deps, one))) }
}

/** An app of this tenant, or an app of another tenant that is open to others: then only by an administrator. */
async function install(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller, body, base } = request
  const given = body.appId
  if (given === undefined || given === null) {
    refuse('propertyRequired', { property: 'appId', resource: servicePrincipalResource.label })
  }
  const appId = (typeof given === 'string' ? given.toLowerCase() : '') as AppId
  const found = isGuid(appId) ? await deps.store.across.application(appId) : undefined
  const isOwn = found?.tenant === caller.tenant
  if (!found || (!isOwn && found.application.signInAudience === 'AzureADMyOrg')) {
    return refuse('applicationOfServicePrincipalUnknown', { appId: String(given).slice(0, 100) })
  }
  const actor = applicationActor(caller)
  const broad = caller.kind === 'delegated' || caller.permissions.has('Application.ReadWrite.All')
  if (!isOwn && !broad) refuse('backingApplicationNotLocal')
  // Owning an app somewhere else means nothing here.
  if (!mayManage(actor, isOwn ? found.application.owners : [])) refuse('insufficientPrivileges')
  const { application } = found
  const blank = newServicePrincipal({
    id: deps.random.uuid() as ServicePrincipalId,
    appId,
    appOwnerTenant: found.tenant,
    displayName: application.displayName,
    owners: caller.kind === 'delegated' || !broad ? [actor.id] : [],
    createdAt: deps.clock.now(),
  })
  const { appId: _, ...settings } = body
  const wished = parsePrincipalSettings(settings, blank, { application, shown: {} })
  const principal = await deps.store.write(caller.tenant, async (tx) => {
    if (await deps.store.servicePrincipals.byAppId(tx, appId)) refuse('servicePrincipalNameTaken', { name: appId })
    const servicePrincipalNames = [appId, ...(await freeNames(request, tx, application.identifierUris))]
    const made: ServicePrincipal = { ...wished, servicePrincipalNames }
    await deps.store.servicePrincipals.add(tx, made)
    const modified = changesBetween(null, shown(request, { principal: made, application }))
    await deps.store.audit.add(tx, auditOf(request, principalChange('Add service principal', 'Add', made, modified)))
    return made
  })
  const answer = entity(request, servicePrincipalResource, { principal, application })
  return created(answer, `${base}/servicePrincipals/${principal.id}`)
}

/** A name that another app has here already stays with that app. */
async function freeNames({ deps }: GraphRequest, tx: Unit, names: readonly string[]): Promise<string[]> {
  const free: string[] = []
  for (const name of names) if (!(await deps.store.servicePrincipals.byName(tx, name))) free.push(name)
  return free
}

async function update(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller, door, body } = request
  const found = await installed(deps, await findPrincipal(request, door))
  admitManager(caller, found.principal)
  const touchesCredentials = 'keyCredentials' in body || 'passwordCredentials' in body
  if (touchesCredentials) admitForeign(found.principal)
  // Without Graph nobody could undo it.
  if (found.principal.appId === firstPartyApps.graph) refuse('insufficientPrivileges')
  await deps.store.write(caller.tenant, async (tx) => {
    const before = await findPrincipal(request, tx)
    const { application } = found
    const facts = { application, shown: shown(request, { principal: before, application }) }
    const after = { ...parsePrincipalSettings(body, before, facts), ...credentialsAfter(request, before) }
    if (after.keyCredentials.some((one) => !before.keyCredentials.includes(one))) {
      await admitNewCredential(request, tx, before.appId)
    }
    await deps.store.servicePrincipals.update(tx, before.id, () => after)
    const modified = changesBetween(facts.shown, shown(request, { principal: after, application }))
    const change = principalChange('Update service principal', 'Update', after, modified)
    await deps.store.audit.add(tx, auditOf(request, change))
  })
  return noContent
}

function credentialsAfter({ body, deps }: GraphRequest, before: ServicePrincipal) {
  const { keyCredentials, passwordCredentials } = body
  return {
    passwordCredentials:
      passwordCredentials === undefined
        ? before.passwordCredentials
        : keptPasswords(passwordCredentials ?? [], at.in('passwordCredentials'), before.passwordCredentials),
    keyCredentials:
      keyCredentials === undefined
        ? before.keyCredentials
        : parseKeyCredentials(keyCredentials ?? [], at.in('keyCredentials'), before.keyCredentials, () =>
            deps.random.uuid(),
          ),
  }
}

async function remove(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller, door } = request
  const found = await findPrincipal(request, door)
  admitManager(caller, found)
  admitForeign(found)
  await deps.store.write(caller.tenant, async (tx) => {
    const principal = await findPrincipal(request, tx)
    const deletedAt = deps.clock.now()
    await deps.store.servicePrincipals.update(tx, principal.id, (old) => ({ ...old, deletedAt }))
    await deps.store.audit.add(tx, auditOf(request, principalChange('Remove service principal', 'Delete', principal)))
  })
  return noContent
}

async function read(request: GraphRequest): Promise<GraphAnswer> {
  mustSee(request.caller, 'readApplication')
  const one = await installed(request.deps, await findPrincipal(request, request.door))
  const answer = entity(request, servicePrincipalResource, one)
  const asksForKeys = /(^|,)\s*keyCredentials\s*(,|$)/i.test(request.query.select ?? '')
  if (asksForKeys) answer.keyCredentials = one.principal.keyCredentials.map((key) => presentKey(key, true))
  return ok(answer)
}

export const servicePrincipalRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/servicePrincipals',
    permissions: readApplications,
    async handle(request) {
      mustSee(request.caller, 'listApplications')
      return collection(request, servicePrincipalResource, (query) => page(request, query))
    },
  },
  {
    method: 'GET',
    path: '/servicePrincipals/$count',
    permissions: readApplications,
    async handle(request) {
      mustSee(request.caller, 'listApplications')
      return countOf(request, servicePrincipalResource, (query) => page(request, query))
    },
  },
  { method: 'POST', path: '/servicePrincipals', permissions: writeApplications, handle: install },
  ...underBothKeys('servicePrincipals', {
    method: 'GET',
    path: '',
    state: principalAt,
    permissions: readApplications,
    handle: read,
  }),
  ...underBothKeys('servicePrincipals', {
    method: 'PATCH',
    path: '',
    state: principalAt,
    permissions: writeApplications,
    handle: update,
  }),
  ...underBothKeys('servicePrincipals', {
    method: 'DELETE',
    path: '',
    state: principalAt,
    permissions: writeApplications,
    handle: remove,
  }),
]
