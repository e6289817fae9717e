import type { Application } from '../applications/application.ts'
import type { Deps } from '../deps.ts'
import type { AppId, TenantId } from '../ids.ts'
import type { Account } from '../sign-in/index.ts'

export type UsedApp = { application: Application; tenant: TenantId; sid: string }

/** So many of the latest sign-ins are looked at. */
const latest = 50

/** The apps that the accounts signed in to lately, at home and in the tenant that the sign-out names. */
export async function usedApps(
  deps: Pick<Deps, 'store'>,
  accounts: readonly Account[],
  tenant: TenantId | null,
): Promise<UsedApp[]> {
  const lists = await Promise.all(accounts.map((account) => appsOf(deps, account, tenant)))
  const seen = new Set<string>()
  return lists.flat().filter(({ application, tenant: at, sid }) => {
    const key = `${application.appId} ${at} ${sid}`
    return !seen.has(key) && seen.add(key)
  })
}

async function appsOf(deps: Pick<Deps, 'store'>, account: Account, tenant: TenantId | null): Promise<UsedApp[]> {
  const { store } = deps
  const places = [{ tenant: account.tenant, userId: account.user.id }]
  if (tenant !== null && tenant !== account.tenant) {
    const home = { tenantId: account.tenant, objectId: account.user.id }
    const guest = await store.users.byHome(store.at(tenant), home)
    if (guest) places.push({ tenant, userId: guest.id })
  }
  const found = await Promise.all(
    places.map(async (place) => {
      const { items } = await store.signIns.page(store.at(place.tenant), {
        where: {
          op: 'and',
          of: [
            { op: 'eq', column: 'userId', value: place.userId },
            { op: 'eq', column: 'errorCode', value: 0 },
          ],
        },
        orderBy: [{ column: 'createdAt', direction: 'desc' }],
        top: latest,
      })
      const ids = [...new Set(items.map(({ appId, resourceTenantId }) => `${appId} ${resourceTenantId}`))]
      return Promise.all(
        ids.map(async (id) => {
          const [appId, at] = id.split(' ') as [AppId, TenantId]
          const known = await store.across.application(appId)
          return known ? [{ application: known.application, tenant: at, sid: account.session.id }] : []
        }),
      )
    }),
  )
  return found.flat(2)
}
