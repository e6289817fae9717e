import type { ServicePrincipal } from '../applications/application.ts'
import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import { systemTenant, type TenantId } from '../ids.ts'

export type AppTile = Pick<ServicePrincipal, 'id' | 'appId' | 'displayName'> & { homePageUrl: string | null }

/** More than a page can show: whoever is assigned to more is told that there are more. */
const mostTiles = 500

/** What the person or one of their groups is assigned to, and what was consented to for them or for everybody. */
export async function appsShownTo(
  { store }: Pick<Deps, 'store'>,
  tenant: TenantId,
  user: Pick<User, 'id'>,
): Promise<{ tiles: AppTile[]; more: boolean }> {
  const door = store.at(tenant)
  const groups = await store.groups.transitiveGroupIds(door, user.id)
  const [assignments, grants] = await Promise.all([
    store.consent.assignmentsOf(door, [user.id, ...groups]),
    store.consent.grantsOf(door, user.id),
  ])
  const ids = [...new Set([...assignments.map((one) => one.resourceId), ...grants.map((one) => one.clientId)])]
  const found = await store.servicePrincipals.many(door, ids)
  const shown = found
    .filter(isShown)
    .toSorted((a, b) => a.displayName.localeCompare(b.displayName, 'en') || (a.id < b.id ? -1 : 1))
  const tiles = shown.slice(0, mostTiles).map(async ({ id, appId, displayName }) => {
    const definition = await store.across.application(appId)
    return { id, appId, displayName, homePageUrl: webLink(definition?.application.web.homePageUrl) }
  })
  return { tiles: await Promise.all(tiles), more: shown.length > mostTiles }
}

const isShown = (app: ServicePrincipal): boolean =>
  app.accountEnabled && app.appOwnerTenant !== systemTenant && !app.tags.includes('HideApp')

/** Whoever registered the app wrote the address; it becomes a link on our own pages, so it must lead to the web. */
function webLink(url: string | null | undefined): string | null {
  const parsed = url ? URL.parse(url) : null
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : null
}
