import { type Application, newApplication, type PasswordCredential } from '../applications/application.ts'
import { keptPasswords, parseKeyCredentials, parsePasswordWish } from '../applications/credential-wishes.ts'
import { newPassword } from '../applications/credentials.ts'
import { parseRegistration } from '../applications/registration.ts'
import { list } from '../applications/registration-parts.ts'
import { mayRegister } from '../applications/who-may.ts'
import { place } from '../cross-tenant-access/parse-parts.ts'
import type { Unit } from '../door.ts'
import { refuse } from '../errors/index.ts'
import type { AppId, ApplicationId } from '../ids.ts'
import { mustSee } from './access.ts'
import { auditOf, type Change, changesBetween } from './audit.ts'
import { collection, countOf } from './collection.ts'
import { findObject, idOfReference } from './directory-object.ts'
import {
  admitManager,
  admitNewCredential,
  applicationActor,
  applicationAt,
  findApplication,
  readApplications,
  underBothKeys,
  writeApplications,
} from './find-application.ts'
import { applicationResource, presentKey, presentPassword } from './model/application.ts'
import { entity, present } from './present.ts'
import { created, type GraphAnswer, type GraphRequest, type GraphRoute, type Json, noContent, ok } from './route.ts'

/** App registrations: graph.md 2.7. Their credentials and owners are in files of their own. */

const at = place('Application')

/** As it is shown: what the audit log compares, so that no hash gets there. */
const shown = (request: GraphRequest, application: Application) => {
  const names = new Set(applicationResource.properties.filter((one) => one.select !== 'never').map(({ name }) => name))
  return present(request, applicationResource, application, { names, written: null })
}

export const applicationChange = (
  activity: string,
  operation: Change['operation'],
  application: Pick<Application, 'id' | 'displayName'>,
  modified: NonNullable<Change['modified']> = [],
): Change => ({
  activity,
  category: 'ApplicationManagement',
  operation,
  targets: [{ id: application.id, displayName: application.displayName, type: 'Application' }],
  modified,
})

async function factsOf({ deps, caller, door }: GraphRequest) {
  const domains = await deps.store.tenants.domains(door)
  return {
    tenant: caller.tenant,
    tenantKind: caller.tenantFacts.kind,
    verifiedDomains: domains.filter(({ verifiedAt }) => verifiedAt !== null).map(({ name }) => name),
    defaultDomain: domains.find(({ isDefault }) => isDefault)?.name ?? caller.tenantFacts.initialDomain,
  }
}

/** `owners@odata.bind`: people or service principals of this tenant. */
async function boundOwners(request: GraphRequest): Promise<string[]> {
  const bound = request.body['owners@odata.bind'] ?? []
  const ids = list(bound, at.in('owners@odata.bind'), 20).map(idOfReference)
  for (const id of ids) {
    const object = await findObject(request, request.door, id)
    if (object?.kind !== 'user' && object?.kind !== 'servicePrincipal') refuse('resourceNotFound', { id })
  }
  return ids
}

async function register(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller, body, base } = request
  const { allowedToCreateApps } = caller.authorizationPolicy.defaultUserRolePermissions
  const actor = applicationActor(caller)
  if (!mayRegister(actor, allowedToCreateApps)) refuse('insufficientPrivileges')
  const { defaultDomain, ...facts } = await factsOf(request)
  const appId = deps.random.uuid() as AppId
  const now = deps.clock.now()
  // An app that may manage only its own must own what it makes, or it would lose it.
  const owns = caller.kind === 'delegated' || !caller.permissions.has('Application.ReadWrite.All')
  const owners = [...new Set([...(owns ? [actor.id] : []), ...(await boundOwners(request))])]
  const blank = newApplication({
    id: deps.random.uuid() as ApplicationId,
    appId,
    displayName: '',
    publisherDomain: defaultDomain,
    owners,
    createdAt: now,
  })
  const secrets = list(body.passwordCredentials ?? [], at.in('passwordCredentials'), 20).map((one, index) =>
    newPassword(deps, appId, parsePasswordWish(one, at.in('passwordCredentials').in(index)), now),
  )
  const keysAt = at.in('keyCredentials')
  const application: Application = {
    ...parseRegistration(body, blank, facts),
    passwordCredentials: secrets.map(({ credential }) => credential),
    keyCredentials: parseKeyCredentials(body.keyCredentials ?? [], keysAt, [], () => deps.random.uuid()),
  }
  await deps.store.write(caller.tenant, async (tx) => {
    await admitUnique(request, tx, application)
    await deps.store.applications.add(tx, application)
    const modified = changesBetween(null, shown(request, application))
    await deps.store.audit.add(tx, auditOf(request, applicationChange('Add application', 'Add', application, modified)))
  })
  const answer = entity(request, applicationResource, application)
  if (secrets.length > 0 && 'passwordCredentials' in answer) {
    answer.passwordCredentials = secrets.map(({ credential, secretText }) => presentPassword(credential, secretText))
  }
  return created(answer, `${base}/applications/${application.id}`)
}

/** Identifier URIs and unique names are unique in the tenant; each form of a URI makes it unique beyond (identifier-uri-rules.ts). */
export async function admitUnique({ deps }: GraphRequest, tx: Unit, application: Application): Promise<void> {
  for (const value of application.identifierUris) {
    const where = { op: 'any', column: 'identifierUris', match: 'eq', value } as const
    const page = await deps.store.applications.page(tx, { where, top: 2 })
    const named = await deps.store.servicePrincipals.byName(tx, value)
    if (page.items.some(({ id }) => id !== application.id) || (named && named.appId !== application.appId)) {
      refuse('propertyConflict', { property: 'identifierUris' })
    }
  }
  if (application.uniqueName !== null) {
    const where = { op: 'eq', column: 'uniqueName', value: application.uniqueName } as const
    const page = await deps.store.applications.page(tx, { where, top: 2 })
    if (page.items.some(({ id }) => id !== application.id)) refuse('propertyConflict', { property: 'uniqueName' })
  }
}

async function update(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller, door, body } = request
  const found = await findApplication(request, door)
  admitManager(caller, found)
  const facts = await factsOf(request)
  await deps.store.write(caller.tenant, async (tx) => {
    const before = await findApplication(request, tx)
    const parsed = parseRegistration(body, before, { ...facts, shown: shown(request, before) })
    const after: Application = { ...parsed, ...credentialsAfter(request, before) }
    const isNew = (keyId: string) => !before.keyCredentials.some((one) => one.keyId === keyId)
    const replaced = after.keyCredentials.some((one) => isNew(one.keyId) || !before.keyCredentials.includes(one))
    if (replaced) await admitNewCredential(request, tx, before.appId)
    await admitUnique(request, tx, after)
    await deps.store.applications.update(tx, before.id, () => after)
    await updateLocalPrincipal(request, tx, before, after)
    const modified = changesBetween(shown(request, before), shown(request, after))
    const secretsChanged = modified.some(({ displayName }) => displayName.endsWith('Credentials'))
    const activity = secretsChanged ? credentialsActivity : 'Update application'
    await deps.store.audit.add(tx, auditOf(request, applicationChange(activity, 'Update', after, modified)))
  })
  return noContent
}

// Wire: an en dash.
export const credentialsActivity = 'Update application – Certificates and secrets management'

function credentialsAfter({ body, deps }: GraphRequest, before: Application) {
  const given = <T>(value: Json | undefined, parse: (value: Json) => T, old: T): T =>
    value === undefined ? old : parse(value ?? [])
  return {
    passwordCredentials: given<PasswordCredential[]>(
      body.passwordCredentials,
      (value) => keptPasswords(value ?? [], at.in('passwordCredentials'), before.passwordCredentials),
      before.passwordCredentials,
    ),
    keyCredentials: given(
      body.keyCredentials,
      (value) =>
        parseKeyCredentials(value ?? [], at.in('keyCredentials'), before.keyCredentials, () => deps.random.uuid()),
      before.keyCredentials,
    ),
  }
}

/** The tenant's own service principal goes by the app's names. */
async function updateLocalPrincipal(request: GraphRequest, tx: Unit, before: Application, after: Application) {
  const { store } = request.deps
  const principal = await store.servicePrincipals.byAppId(tx, after.appId)
  if (!principal) return
  const extra = principal.servicePrincipalNames.filter(
    (name) => name !== after.appId && !before.identifierUris.includes(name) && !after.identifierUris.includes(name),
  )
  const servicePrincipalNames = [after.appId, ...after.identifierUris, ...extra]
  const displayName = principal.displayName === before.displayName ? after.displayName : principal.displayName
  await store.servicePrincipals.update(tx, principal.id, (old) => ({ ...old, servicePrincipalNames, displayName }))
}

/** Kept for 30 days; its service principal here goes with it (graph.md 2.8). */
async function remove(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller, door } = request
  admitManager(caller, await findApplication(request, door))
  await deps.store.write(caller.tenant, async (tx) => {
    const application = await findApplication(request, tx)
    const deletedAt = deps.clock.now()
    await deps.store.applications.update(tx, application.id, (old) => ({ ...old, deletedAt }))
    const principal = await deps.store.servicePrincipals.byAppId(tx, application.appId)
    if (principal) await deps.store.servicePrincipals.update(tx, principal.id, (old) => ({ ...old, deletedAt }))
    await deps.store.audit.add(tx, auditOf(request, applicationChange('Delete application', 'Delete', application)))
  })
  return noContent
}

async function read(request: GraphRequest): Promise<GraphAnswer> {
  mustSee(request.caller, 'readApplication')
  const application = await findApplication(request, request.door)
  const answer = entity(request, applicationResource, application)
  const asksForKeys = /(^|,)\s*keyCredentials\s*(,|$)/i.test(request.query.select ?? '')
  if (asksForKeys) answer.keyCredentials = application.keyCredentials.map((one) => presentKey(one, true))
  return ok(answer)
}

export const applicationRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/applications',
    permissions: readApplications,
    async handle(request) {
      const { deps, caller, door } = request
      mustSee(caller, 'listApplications')
      return collection(request, applicationResource, (query) => deps.store.applications.page(door, query))
    },
  },
  {
    method: 'GET',
    path: '/applications/$count',
    permissions: readApplications,
    async handle(request) {
      const { deps, caller, door } = request
      mustSee(caller, 'listApplications')
      return countOf(request, applicationResource, (query) => deps.store.applications.page(door, query))
    },
  },
  { method: 'POST', path: '/applications', permissions: writeApplications, handle: register },
  ...underBothKeys('applications', {
    method: 'GET',
    path: '',
    state: applicationAt,
    permissions: readApplications,
    handle: read,
  }),
  ...underBothKeys('applications', {
    method: 'PATCH',
    path: '',
    state: applicationAt,
    permissions: writeApplications,
    handle: update,
  }),
  ...underBothKeys('applications', {
    method: 'DELETE',
    path: '',
    state: applicationAt,
    permissions: writeApplications,
    handle: remove,
  }),
]
