import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { systemTenant } from '../../src/ids.ts'
import { personWith, serverOfSuite } from './suite.ts'

describe('another organization is looked up', () => {
  const suite = serverOfSuite()
  const scopes = 'CrossTenantInformation.ReadBasic.All'
  const byId = (id: string) => `/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='${id}')`
  const byDomain = (name: string) =>
    `/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='${encodeURIComponent(name)}')`

  test('by its id and by each of its proven domains, in any case, by people and by apps', async () => {
    const { fabrikam } = suite.server.demo.tenants
    const member = await personWith(suite.server, 'contoso', [], { scopes })
    for (const graph of [member, suite.server.graph('contoso')]) {
      for (const path of [
        byId(fabrikam.id),
        byId(fabrikam.id.toUpperCase()),
        byDomain(fabrikam.domain),
        byDomain(fabrikam.domain.toUpperCase()),
        byDomain(fabrikam.domain).replace('find', 'microsoft.graph.find').replace('v1.0', 'beta'),
      ]) {
        const { status, body } = await graph.get(path)
        assert.equal(status, 200, path)
        assert.match(body['@odata.context'], /\$metadata#microsoft\.graph\.tenantInformation$/)
        assert.deepEqual(
          { ...body, '@odata.context': undefined },
          {
            '@odata.context': undefined,
            tenantId: fabrikam.id,
            federationBrandName: null,
            displayName: fabrikam.displayName,
            defaultDomainName: fabrikam.domain,
          },
        )
      }
    }
  })

  test('an unknown id, a domain that nobody has proven and the system itself are not there', async () => {
    const graph = suite.server.graph('contoso')
    const added = await suite.server.graph('fabrikam').post('/v1.0/domains', { id: 'unproven.example' })
    assert.equal(added.status, 201)
    const paths = [byId('0d15ea5e-0000-4000-8000-00000000dead'), byId(systemTenant), byDomain('unproven.example')]
    for (const path of [...paths, byDomain('nobody.example'), byDomain('system.invalid')]) {
      const { status, body } = await graph.get(path)
      assert.equal(status, 404, path)
      assert.equal(body.error.code, 'Request_ResourceNotFound')
    }
  })

  test('what is neither an id nor a domain is a 400 that says so', async () => {
    const graph = suite.server.graph('contoso')
    for (const id of ['x', '0', 'contoso', '0d15ea5e']) {
      const { status, body } = await graph.get(byId(id))
      assert.equal(status, 400, id)
      assert.match(body.error.message, new RegExp(`'${id}'`))
    }
    for (const name of ['localhost', 'a b.example', '127.0.0.1', 'x@fabrikam.test', `${'a'.repeat(64)}.example`]) {
      const { status, body } = await graph.get(byDomain(name))
      assert.equal(status, 400, name)
      assert.match(body.error.message, /is not a domain name/)
    }
  })

  test('guests and tokens without the permission look nobody up', async () => {
    const { id, domain } = suite.server.demo.tenants.fabrikam
    const guest = await personWith(suite.server, 'contoso', [], { scopes, userType: 'Guest' })
    const other = await personWith(suite.server, 'contoso', ['globalAdministrator'], { scopes: 'User.Read.All' })
    for (const graph of [guest, other]) {
      for (const path of [byId(id), byDomain(domain), byId('0d15ea5e-0000-4000-8000-00000000dead')]) {
        const { status, body } = await graph.get(path)
        assert.equal(status, 403)
        assert.equal(body.error.code, 'Authorization_RequestDenied')
      }
    }
  })
})
