import type { Deps } from '../deps.ts'
import type { AppId, TenantId } from '../ids.ts'
import { type Snapshot, snapshot } from '../tenants/snapshot.ts'
import type { Application, ServicePrincipal } from './application.ts'

/** An app as one tenant has it: its own service principal, and the definition from wherever that lives. */
export type InstalledApp = { servicePrincipal: ServicePrincipal; application: Application }

/** By client id. Undefined when the tenant has no service principal, or the definition was deleted. */
export function installedApp(
  deps: Pick<Deps, 'store'>,
  view: Snapshot,
  appId: AppId,
): Promise<InstalledApp | undefined> {
  return withCurrentDefinition(
    deps,
    view,
    view.once(`sp:${appId}`, (door) => deps.store.servicePrincipals.byAppId(door, appId)),
  )
}

/** By a servicePrincipalName: client id, identifier URI, resource URL. Without case; one slash at the end is no matter. */
export function installedResource(
  deps: Pick<Deps, 'store'>,
  view: Snapshot,
  name: string,
): Promise<InstalledApp | undefined> {
  // No name holds one, and PostgreSQL takes no question with one.
  if (name.includes('\0')) return Promise.resolve(undefined)
  const key = name.toLowerCase()
  const principal = view.once(`sp-name:${key}`, async (door) => {
    const { servicePrincipals } = deps.store
    const other = key.endsWith('/') ? key.slice(0, -1) : `${key}/`
    return (await servicePrincipals.byName(door, key)) ?? (await servicePrincipals.byName(door, other))
  })
  return withCurrentDefinition(deps, view, principal)
}

/** The definition belongs to the owner's tenant and changes with that tenant's number, so it has its own snapshot. */
async function withCurrentDefinition(
  deps: Pick<Deps, 'store'>,
  view: Snapshot,
  principal: Promise<ServicePrincipal | undefined>,
): Promise<InstalledApp | undefined> {
  const servicePrincipal = await principal
  if (!servicePrincipal) return undefined
  const { appId, appOwnerTenant } = servicePrincipal
  const application = await definitionOf(deps, view, appOwnerTenant, appId)
  return application && { servicePrincipal, application }
}

async function definitionOf(deps: Pick<Deps, 'store'>, view: Snapshot, owner: TenantId, appId: AppId) {
  const ownerView = owner === view.tenant ? view : await snapshot(deps, owner)
  return ownerView.once(`app:${appId}`, (door) => deps.store.applications.byAppId(door, appId))
}
