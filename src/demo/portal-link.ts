import type { Deps } from '../deps.ts'
import type { ApplicationId, TenantId } from '../ids.ts'
import type { AnyWorld, DemoWorld } from './world.ts'

/** Whether this is the demo's own world, or one with a Contoso that has its portal and API. */
export function hasPortal(world: AnyWorld): world is AnyWorld & DemoWorld {
  const { portal, api } = world.tenants.contoso?.apps ?? {}
  return portal?.secret !== undefined && api?.identifierUri !== undefined
}

/** My Apps leads to the portal, whose port is known only when it listens. An address that somebody chose is kept. */
export async function linkPortal({ store }: Deps, { tenants }: DemoWorld, url: string): Promise<void> {
  const tenant = tenants.contoso.id as TenantId
  const id = tenants.contoso.apps.portal?.objectId as ApplicationId | undefined
  const portal = id && (await store.applications.find(store.at(tenant), id))
  if (!portal) return
  const { homePageUrl } = portal.web
  const isOurs = homePageUrl === null || /^http:\/\/localhost:\d+$/.test(homePageUrl)
  if (!isOurs || homePageUrl === url) return
  await store.write(tenant, async (tx) => {
    await store.applications.update(tx, portal.id, (old) => ({ ...old, web: { ...old.web, homePageUrl: url } }))
  })
}
