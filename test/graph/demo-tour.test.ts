import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { allScopes, graphAs } from './people.ts'

const tour = '/gatehouse/v1/demo/tour'

test('the tour tells its cast to the administrator of the demo’s own Contoso, and to nobody else', async (t) => {
  const server = await startServer(t, { portal: true })
  const { contoso, fabrikam } = server.demo.tenants
  const as = (tenant: 'contoso' | 'fabrikam', person: string) =>
    graphAs(server, tenant, server.demo.tenants[tenant].people[person]?.id ?? '', allScopes)
  const { status, body } = await as('contoso', 'admin').get(tour)
  assert.equal(status, 200)
  assert.equal(body.guest.password, fabrikam.people.employee?.password)
  assert.equal(body.partner.tenantId, fabrikam.id)
  assert.deepEqual([body.portal.appId, body.portal.url], [contoso.apps.portal?.appId, server.running.portalUrl])
  assert.equal((await as('contoso', 'member').get(tour)).status, 404)
  assert.equal((await as('fabrikam', 'admin').get(tour)).status, 404)
  assert.equal((await server.fetch(tour)).status, 401)
  assert.equal((await server.graph('contoso').get(tour)).status, 403)
})
