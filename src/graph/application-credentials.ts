import type { PasswordCredential } from '../applications/application.ts'
import { parsePasswordWish } from '../applications/credential-wishes.ts'
import { newPassword } from '../applications/credentials.ts'
import { guid } from '../applications/registration-parts.ts'
import { object, place } from '../cross-tenant-access/parse-parts.ts'
import type { Unit } from '../door.ts'
import { refuse } from '../errors/index.ts'
import type { AppId } from '../ids.ts'
import { applicationChange, credentialsActivity } from './applications.ts'
import { auditOf, changesBetween } from './audit.ts'
import {
  admitForeign,
  admitManager,
  admitNewCredential,
  findApplication,
  findPrincipal,
  underBothKeys,
  writeApplications,
} from './find-application.ts'
import { presentPassword } from './model/application.ts'
import { type GraphAnswer, type GraphRequest, type GraphRoute, noContent, ok } from './route.ts'
import { principalChange } from './service-principals.ts'

/** Secrets of applications and of service principals: made by us, shown once, kept as a mac (graph.md 2.7). */

type Holder = { appId: AppId; owners: readonly string[]; passwordCredentials: PasswordCredential[] }

/** How the two kinds of holders are found and changed. */
type Kind = {
  find(request: GraphRequest, unit: Parameters<typeof findApplication>[1]): Promise<Holder>
  /** Replaces the list and writes the audit entry. */
  change(request: GraphRequest, tx: Unit, to: PasswordCredential[], how: 'Add' | 'Remove'): Promise<void>
}

const modified = (before: readonly PasswordCredential[], after: readonly PasswordCredential[]) =>
  changesBetween(
    { passwordCredentials: before.map((one) => presentPassword(one)) },
    { passwordCredentials: after.map((one) => presentPassword(one)) },
  )

const ofApplications: Kind = {
  find: findApplication,
  async change(request, tx, passwordCredentials) {
    const before = await findApplication(request, tx)
    const { store } = request.deps
    await store.applications.update(tx, before.id, (old) => ({ ...old, passwordCredentials }))
    const changes = modified(before.passwordCredentials, passwordCredentials)
    await store.audit.add(tx, auditOf(request, applicationChange(credentialsActivity, 'Update', before, changes)))
  },
}

const ofPrincipals: Kind = {
  async find(request, unit) {
    const principal = await findPrincipal(request, unit)
    admitForeign(principal)
    return principal
  },
  async change(request, tx, passwordCredentials, how) {
    const before = await findPrincipal(request, tx)
    const { store } = request.deps
    await store.servicePrincipals.update(tx, before.id, (old) => ({ ...old, passwordCredentials }))
    const changes = modified(before.passwordCredentials, passwordCredentials)
    const activity = `${how} service principal credentials`
    await store.audit.add(tx, auditOf(request, principalChange(activity, 'Update', before, changes)))
  },
}

async function addPassword(request: GraphRequest, kind: Kind): Promise<GraphAnswer> {
  const { deps, caller, door, body } = request
  const holder = await kind.find(request, door)
  admitManager(caller, holder)
  await admitNewCredential(request, door, holder.appId)
  const at = place('addPassword')
  const wish = object(body, at, ['passwordCredential'])
  const parsed = parsePasswordWish(wish.get('passwordCredential') ?? {}, at.in('passwordCredential'))
  const { credential, secretText } = newPassword(deps, holder.appId, parsed, deps.clock.now())
  await deps.store.write(caller.tenant, async (tx) => {
    const now = await kind.find(request, tx)
    await kind.change(request, tx, [...now.passwordCredentials, credential], 'Add')
  })
  return ok({
    '@odata.context': `${request.base}/$metadata#microsoft.graph.passwordCredential`,
    ...presentPassword(credential, secretText),
  })
}

async function removePassword(request: GraphRequest, kind: Kind): Promise<GraphAnswer> {
  const { deps, caller, door, body } = request
  admitManager(caller, await kind.find(request, door))
  const at = place('removePassword')
  const keyId = guid(object(body, at, ['keyId']).get('keyId'), at.in('keyId'))
  await deps.store.write(caller.tenant, async (tx) => {
    const { passwordCredentials } = await kind.find(request, tx)
    const rest = passwordCredentials.filter((one) => one.keyId !== keyId)
    if (rest.length === passwordCredentials.length) refuse('passwordCredentialUnknown', { keyId })
    await kind.change(request, tx, rest, 'Remove')
  })
  return noContent
}

const routesOf = (set: 'applications' | 'servicePrincipals', kind: Kind): GraphRoute[] => [
  ...underBothKeys(set, {
    method: 'POST',
    path: '/addPassword',
    permissions: writeApplications,
    body: 'optional',
    handle: (request) => addPassword(request, kind),
  }),
  ...underBothKeys(set, {
    method: 'POST',
    path: '/removePassword',
    permissions: writeApplications,
    handle: (request) => removePassword(request, kind),
  }),
]

export const applicationCredentialRoutes: readonly GraphRoute[] = [
  ...routesOf('applications', ofApplications),
  ...routesOf('servicePrincipals', ofPrincipals),
]
