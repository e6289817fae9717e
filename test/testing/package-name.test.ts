import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { startGatehouse } from 'gatehouse/testing'

test('in a clone, as in the package, gatehouse/testing can be imported and required', async (t) => {
  const required = createRequire(import.meta.url)('gatehouse/testing') as { startGatehouse: typeof startGatehouse }
  assert.equal(required.startGatehouse, startGatehouse)
  const gatehouse = await startGatehouse()
  t.after(() => gatehouse.stop())
  assert.equal(gatehouse.world.tenants.fabrikam.people.employee.displayName, 'Emil Sato')
})
