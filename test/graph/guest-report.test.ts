import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addUsers, tenantId } from './people.ts'
import { personWith, serverOfSuite } from './suite.ts'

/** How many people of another organization a directory has: by their home, and by all that it has proven to be its domains. */

const list = (organization: string) => `/gatehouse/v1/organizations/${encodeURIComponent(organization)}/guests`
const report = (id: string) => `/gatehouse/v1/reports/guests?tenantId=${id}`

describe('the count of one organization’s guests', () => {
  const suite = serverOfSuite()
  const graph = () => suite.server.graph('contoso')

  test('counts by home tenant and by every verified domain, and nobody twice or of others', async () => {
    const { server } = suite
    const [fabrikam, woodgrove] = [tenantId(server, 'fabrikam'), tenantId(server, 'woodgrove')]
    const { deps } = server.running
    const at = deps.clock.now()
    await deps.store.write(fabrikam, async (tx) => {
      const [first] = await deps.store.tenants.domains(tx)
      assert.ok(first)
      for (const [name, verifiedAt] of [
        ['sales.example', at],
        ['unproven.example', null],
      ] as const) {
        await deps.store.tenants.putDomain(tx, { ...first, name, verifiedAt, isDefault: false, isInitial: false })
      }
    })
    const { domain } = server.demo.tenants.fabrikam
    const none = { tenantId: fabrikam, guests: 0, accepted: 0, pending: 0 }
    const told = async (id: string) => {
      const { '@odata.context': _, ...body } = (await graph().get(report(id))).body
      return body
    }
    assert.deepEqual(await told(fabrikam), none)

    const accepted = { userType: 'Guest', creationType: 'Invitation', externalUserState: 'Accepted' } as const
    const pending = { ...accepted, externalUserState: 'PendingAcceptance' } as const
    const home = (tenant: typeof fabrikam, name: string) =>
      ({ kind: 'tenant', tenantId: tenant, objectId: `${name}-id` as never }) as const
    await addUsers(server, 'contoso', [
      { displayName: 'By home', ...accepted, mail: 'a@private.example', home: home(fabrikam, 'a') },
      { displayName: 'By both', ...accepted, mail: `b@${domain}`, home: home(fabrikam, 'b') },
      {
        displayName: 'External member',
        ...accepted,
        userType: 'Member',
        mail: 'm@x.example',
        home: home(fabrikam, 'm'),
      },
      { displayName: 'By default domain', ...pending, mail: `c@${domain.toUpperCase()}` },
      { displayName: 'By another domain', ...pending, mail: 'd@sales.example' },
      {
        displayName: 'By mailbox',
        ...accepted,
        mail: 'e@sales.example',
        home: { kind: 'email', address: 'e@sales.example' },
      },
      { displayName: 'Not proven', ...pending, mail: 'f@unproven.example' },
      { displayName: 'Of Woodgrove', ...accepted, mail: 'g@sales.example', home: home(woodgrove, 'g') },
      { displayName: 'Deleted', ...pending, mail: 'h@sales.example', deletedAt: at },
      { displayName: 'Own member', userType: 'Member', mail: 'i@sales.example' },
    ])
    assert.deepEqual(await told(fabrikam), { tenantId: fabrikam, guests: 6, accepted: 4, pending: 2 })
    assert.deepEqual(await told(fabrikam.toUpperCase()), { tenantId: fabrikam, guests: 6, accepted: 4, pending: 2 })
    assert.deepEqual(await told(woodgrove), { tenantId: woodgrove, guests: 1, accepted: 1, pending: 0 })

    const listed = async (path: string) =>
      (await graph().get(path)).body.value.map((one: { displayName: string }) => one.displayName).toSorted()
    const six = ['By another domain', 'By both', 'By default domain', 'By home', 'By mailbox', 'External member']
    for (const by of [fabrikam, fabrikam.toUpperCase(), domain, 'Sales.Example']) {
      assert.deepEqual(await listed(list(by)), six, by)
    }
    assert.deepEqual(await listed(list(woodgrove)), ['Of Woodgrove'])
    for (const by of ['unproven.example', 'nobody.example', '0000000f-0000-4000-8000-00000000000f']) {
      assert.deepEqual(await listed(list(by)), [], by)
    }
  })

  test('they are listed as users are: filtered, searched, counted and page by page', async () => {
    const { domain } = suite.server.demo.tenants.fabrikam
    const eventual = { ConsistencyLevel: 'eventual' }
    const filter = "$filter=externalUserState eq 'PendingAcceptance'"
    const pending = (await graph().get(`${list(domain)}?${filter}&$count=true&$select=displayName`, eventual)).body
    assert.equal(pending['@odata.count'], 2)
    assert.deepEqual(Object.keys(pending.value[0]), ['displayName'])
    const found = await graph().get(`${list(domain)}?$search="displayName:mailbox"`, eventual)
    assert.deepEqual(
      found.body.value.map((one: { mail: string }) => one.mail),
      ['e@sales.example'],
    )
    const names: string[] = []
    for (let next: string | undefined = `${list(domain)}?$top=4&$orderby=displayName desc`; next; ) {
      const { status, body } = await graph().get(next)
      assert.equal(status, 200, JSON.stringify(body))
      names.push(...body.value.map((one: { displayName: string }) => one.displayName))
      next = body['@odata.nextLink']
    }
    assert.equal(names.length, 6)
    assert.deepEqual(names, names.toSorted().toReversed())
  })

  test('an organization that is not there has none; what is no id is named; who may not list people is refused', async () => {
    const unknown = '0000000f-0000-4000-8000-00000000000f'
    assert.equal((await graph().get(report(unknown))).body.guests, 0)
    for (const id of ['', 'fabrikam', `${unknown}'`, '<script>']) {
      const { status, body } = await graph().get(report(encodeURIComponent(id)))
      assert.equal(status, 400, id)
      assert.match(body.error.message, /tenantId/)
    }
    assert.equal((await graph().get('/gatehouse/v1/reports/guests')).status, 400)
    for (const id of ['fab rikam', `${unknown}'`, '<script>', 'a..b', 'x'.repeat(300)]) {
      const { status, body } = await graph().get(list(id))
      assert.equal(status, 400, id)
      assert.match(body.error.message, /neither the id of an organization nor a domain/i)
    }
    assert.equal((await graph().get(`${list(unknown)}?$filter=homeTenantId eq 'x'`)).status, 400)
    const guest = await personWith(suite.server, 'contoso', [], { userType: 'Guest' })
    for (const path of [report(unknown), list(unknown)]) assert.equal((await guest.get(path)).status, 403)
    const scoped = await personWith(suite.server, 'contoso', [], { scopes: 'User.Read' })
    for (const path of [report(unknown), list(unknown)]) assert.equal((await scoped.get(path)).status, 403)
  })
})
