import { after, before } from 'node:test'
import { role } from '../../src/directory/role-templates.ts'
import { type GraphClient, type ServerOptions, startServer, type TestServer } from '../harness/index.ts'
import { addUsers, allScopes, graphAs, type TenantKey, tenantId } from './people.ts'

/** One server for all tests of a suite. Call it in the suite's function; read `server` inside of tests only. */
export function serverOfSuite(options: () => ServerOptions = () => ({})): { readonly server: TestServer } {
  let server: TestServer | undefined
  const endings: (() => unknown)[] = []
  const register = (ending: () => unknown) => void endings.push(ending)
  before(async () => {
    server = await startServer({ after: register as never }, options())
  })
  after(async () => {
    for (const ending of endings.toReversed()) await ending()
  })
  return {
    get server() {
      if (!server) throw new Error('the server starts with the first test')
      return server
    },
  }
}

type Role = keyof typeof role

/** A new person of the tenant who holds these roles; Graph as that person, with every scope unless told. */
export async function personWith(
  server: TestServer,
  tenant: TenantKey,
  roles: readonly Role[],
  given: { scopes?: string; userType?: 'Member' | 'Guest' } = {},
): Promise<GraphClient & { id: string }> {
  const [user] = await addUsers(server, tenant, [{ displayName: 'Holder', userType: given.userType ?? 'Member' }])
  if (!user) throw new Error('no user')
  const { store, random, clock } = server.running.deps
  await store.write(tenantId(server, tenant), async (tx) => {
    for (const name of roles) {
      await store.roles.add(tx, {
        id: random.uuid(),
        principalId: user.id,
        principalKind: 'user',
        roleTemplateId: role[name],
        assignedAt: clock.now(),
      })
    }
  })
  return { ...graphAs(server, tenant, user.id, given.scopes ?? allScopes), id: user.id }
}
