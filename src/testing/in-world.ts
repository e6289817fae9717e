import type { DemoApp, DemoTenant } from '../demo/world.ts'
import type { BrowserState, InWorld, SomeWorld, Who } from './gatehouse.ts'
import type { Call, Send } from './https.ts'

const graphAppId = '00000003-0000-0000-c000-000000000000'

/** What can be done with the tenants of one world: names of the world become ids of the wire here. */
export function inWorld<World extends SomeWorld>(world: World, call: Call, send: Send): InWorld<World> {
  const tenants = world.tenants as Record<string, DemoTenant>

  const tenantOf = (key: string): DemoTenant =>
    tenants[key] ?? unknown(`The world has no tenant '${key}'.`, Object.keys(tenants))

  const appOf = (key: string, tenantKey: string): DemoApp => {
    const { apps } = tenantOf(tenantKey)
    return apps[key] ?? unknown(`'${tenantKey}' has no app '${key}'.`, Object.keys(apps))
  }

  const userOf = ({ tenant, person }: Who<string>): { tenant: string; user: string } => {
    const { id, people, guests } = tenantOf(tenant)
    return { tenant: id, user: people[person]?.id ?? guests[person]?.id ?? person }
  }

  return {
    world,

    async mint({ tenant, app, client, person, ...more }) {
      const minted = await call<{ access_token: string; id_token?: string; expires_in: number }>('POST', 'tokens', {
        tenant: tenantOf(tenant).id,
        app: app === 'graph' ? graphAppId : appOf(app, tenant).appId,
        ...(client === undefined ? {} : { client: appOf(client, tenant).appId }),
        ...(person === undefined ? {} : { user: userOf({ tenant, person }).user }),
        ...more,
      })
      return { accessToken: minted.access_token, idToken: minted.id_token ?? null, expiresIn: minted.expires_in }
    },

    async browserState(who) {
      const { cookie } = await call<{ cookie: BrowserState['cookies'][number] }>('POST', 'sessions', userOf(who))
      return { cookies: [cookie], origins: [] }
    },

    guest: ({ tenant, home, ...more }) =>
      call('POST', 'guests', { tenant: tenantOf(tenant).id, ...(home ? { home: userOf(home) } : {}), ...more }),

    async graphToken(key) {
      const tenant = key ?? Object.keys(tenants).find((one) => tenants[one]?.apps['admin-script']) ?? ''
      const { appId, secret = '' } = appOf('admin-script', tenant)
      const answer = await send(`/${tenantOf(tenant).id}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: appId,
          client_secret: secret,
          scope: `${graphAppId}/.default`,
        }),
      })
      const body = (await answer.json()) as { access_token?: string; error_description?: string }
      if (!body.access_token) throw new Error(`No token for Graph: ${body.error_description}`)
      return body.access_token
    },
  }
}

function unknown(problem: string, known: string[]): never {
  throw new Error(`${problem} There ${known.length === 1 ? 'is' : 'are'} ${known.join(', ') || 'none'}.`)
}
