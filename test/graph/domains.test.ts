import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { GraphClient, TestServer } from '../harness/index.ts'
import { startDns } from './dns-responder.ts'
import { addUsers } from './people.ts'
import { personWith, serverOfSuite } from './suite.ts'

/** Domains and the organization (graph.md 2.20): a domain is proven by DNS or by the operator. */

suite('domains', async () => {
  const dns = await startDns()
  after(() => dns.stop())
  const world = serverOfSuite(() => ({ environment: { GATEHOUSE_DNS: dns.address } }))
  let server: TestServer
  let contoso: GraphClient
  let fabrikam: GraphClient
  before(() => {
    server = world.server
    contoso = server.graph('contoso')
    fabrikam = server.graph('fabrikam')
  })
  const operator = (path: string, body?: unknown) =>
    server.fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${server.demo.operator.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })

  test('a domain is verified by its TXT record, and by nothing less', async () => {
    const added = await contoso.post('/v1.0/domains', { id: 'Contoso.Example' })
    assert.equal(added.status, 201)
    assert.equal(added.headers.get('location'), `${server.origin}/v1.0/domains/contoso.example`)
    assert.partialDeepStrictEqual(added.body, { id: 'contoso.example', isVerified: false, isDefault: false })
    const { body: records } = await contoso.get('/v1.0/domains/contoso.example/verificationDnsRecords')
    const [record] = records.value
    assert.equal(record['@odata.type'], '#microsoft.graph.domainDnsTxtRecord')
    assert.match(record.text, /^gatehouse-verification=[\w-]{22}$/)

    const wrong: [given: string, table: string[] | undefined][] = [
      ['no such name', undefined],
      ['no TXT record', []],
      ['other records', ['v=spf1 -all', 'gatehouse-verification=']],
      ['the right text inside of more', [`x ${record.text}`, `${record.text}x`]],
      ['the token in capitals', [record.text.toUpperCase()]],
    ]
    for (const [given, table] of wrong) {
      if (table) dns.records.set('contoso.example', table)
      const answer = await contoso.post('/v1.0/domains/contoso.example/verify')
      assert.equal(answer.status, 400, given)
      assert.equal(answer.body.error.code, 'Request_BadRequest')
      assert.match(answer.body.error.message, /^Domain verification failed\. DNS has/)
      assert.equal((await contoso.get('/v1.0/domains/contoso.example')).body.isVerified, false)
    }

    dns.records.set('contoso.example', ['v=spf1 -all', record.text])
    const verified = await contoso.post('/v1.0/domains/contoso.example/verify')
    assert.equal(verified.status, 200)
    assert.equal(verified.body.isVerified, true)
    assert.ok(dns.asked.includes('contoso.example'))
    const { body } = await contoso.get('/v1.0/auditLogs/directoryAudits?$top=1')
    assert.equal(body.value[0].activityDisplayName, 'Verify domain')
    const organization = await contoso.get('/v1.0/organization')
    const names = organization.body.value[0].verifiedDomains.map((one: { name: string }) => one.name)
    assert.deepEqual(names.sort(), ['contoso.example', 'contoso.gatehouse.test'])
  })

  test('a verified domain is one tenant’s: another can neither add nor verify it', async () => {
    const added = await fabrikam.post('/v1.0/domains', { id: 'contoso.example' })
    assert.equal(added.status, 400)
    assert.match(added.body.error.message, /verified in another organization/)
    // Added by both before either proved it: the first to prove it has it.
    await contoso.post('/v1.0/domains', { id: 'race.example' })
    await fabrikam.post('/v1.0/domains', { id: 'race.example' })
    const text = async (graph: GraphClient) =>
      (await graph.get('/v1.0/domains/race.example/verificationDnsRecords')).body.value[0].text as string
    const [one, two] = [await text(contoso), await text(fabrikam)]
    assert.notEqual(one, two)
    dns.records.set('race.example', [one, two])
    const answers = await Promise.all(
      [contoso, fabrikam].map((graph) => graph.post('/v1.0/domains/race.example/verify')),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400])
  })

  test('the operator verifies a domain by his word', async () => {
    const { id } = server.demo.tenants.fabrikam
    const answer = await operator(`/gatehouse/v1/tenants/${id}/domains`, { id: 'fabrikam.example' })
    assert.equal(answer.status, 201)
    assert.equal((await fabrikam.get('/v1.0/domains/fabrikam.example')).body.isVerified, true)
    const taken = await operator(`/gatehouse/v1/tenants/${id}/domains`, { id: 'contoso.example' })
    assert.equal(taken.status, 400)
    assert.equal((await contoso.get('/v1.0/domains/contoso.example')).body.isVerified, true)
  })

  test('what is no domain name, or there already, is refused', async () => {
    for (const id of ['', 'contoso', 'a b.example', '127.0.0.1', 'x@y.example', `${'a'.repeat(64)}.example`, null, 5]) {
      assert.equal((await contoso.post('/v1.0/domains', { id })).status, 400, String(id))
    }
    assert.equal((await contoso.post('/v1.0/domains', {})).status, 400)
    assert.equal((await contoso.post('/v1.0/domains', { id: 'contoso.gatehouse.test' })).status, 409)
    assert.equal((await contoso.post('/v1.0/domains/unknown.example/verify')).status, 404)
  })

  test('the default is a verified domain, and one only', async () => {
    await contoso.post('/v1.0/domains', { id: 'later.example' })
    assert.equal((await contoso.patch('/v1.0/domains/later.example', { isDefault: true })).status, 400)
    assert.equal((await contoso.patch('/v1.0/domains/contoso.example', { isDefault: true })).status, 204)
    const defaults = async () =>
      (await contoso.get('/v1.0/domains')).body.value
        .filter((one: { isDefault: boolean }) => one.isDefault)
        .map((one: { id: string }) => one.id)
    assert.deepEqual(await defaults(), ['contoso.example'])
    assert.equal((await contoso.patch('/v1.0/domains/contoso.example', { isDefault: false })).status, 400)
    assert.equal((await contoso.patch('/v1.0/domains/contoso.example', { isVerified: true })).status, 400)
    assert.equal((await contoso.patch('/v1.0/domains/contoso.gatehouse.test', { isDefault: true })).status, 204)
    assert.deepEqual(await defaults(), ['contoso.gatehouse.test'])
  })

  test('a domain goes only when nothing needs it', async () => {
    assert.equal((await contoso.delete('/v1.0/domains/contoso.gatehouse.test')).status, 400)
    await addUsers(server, 'contoso', [{ displayName: 'Somebody', userPrincipalName: 'somebody@contoso.example' }])
    const needed = await contoso.delete('/v1.0/domains/contoso.example')
    assert.equal(needed.status, 400)
    assert.match(needed.body.error.message, /user principal names/)
    assert.equal((await contoso.delete('/v1.0/domains/later.example')).status, 204)
    assert.equal((await contoso.get('/v1.0/domains/later.example')).status, 404)
  })

  test('domains are for the Domain Name Administrator', async () => {
    const member = await personWith(server, 'contoso', ['userAdministrator'])
    assert.equal((await member.get('/v1.0/domains')).status, 200)
    assert.equal((await member.post('/v1.0/domains', { id: 'mine.example' })).status, 403)
    const administrator = await personWith(server, 'contoso', ['domainNameAdministrator'])
    assert.equal((await administrator.post('/v1.0/domains', { id: 'mine.example' })).status, 201)
  })

  test('with User.Read the organization shows its name and domains, the rest is null', async () => {
    const member = await personWith(server, 'contoso', [], { scopes: 'User.Read' })
    const [shown] = (await member.get('/v1.0/organization')).body.value
    assert.equal(shown.displayName, 'Contoso')
    assert.ok(shown.verifiedDomains.length > 0)
    assert.equal(shown.countryLetterCode, null)
    assert.equal(shown.tenantType, null)
    const id = server.demo.tenants.fabrikam.id
    assert.equal((await member.get(`/v1.0/organization/${id}`)).status, 404)
  })

  test('the few things that an organization may change of itself', async () => {
    const path = `/v1.0/organization/${server.demo.tenants.contoso.id}`
    const change = {
      technicalNotificationMails: ['it@contoso.example'],
      privacyProfile: { contactEmail: 'privacy@contoso.example', statementUrl: 'https://contoso.example/privacy' },
    }
    assert.equal((await contoso.patch(path, change)).status, 204)
    assert.partialDeepStrictEqual((await contoso.get(path)).body, change)
    const bad = [
      { displayName: '' },
      { displayName: 5 },
      { technicalNotificationMails: 'it@contoso.example' },
      { technicalNotificationMails: ['nobody'] },
      { privacyProfile: { statementUrl: 'javascript:alert(1)' } },
      { tenantType: 'CIAM' },
      { verifiedDomains: [] },
    ]
    for (const body of bad) assert.equal((await contoso.patch(path, body)).status, 400, JSON.stringify(body))
    const administrator = await personWith(server, 'contoso', ['userAdministrator'])
    assert.equal((await administrator.patch(path, { displayName: 'Mine' })).status, 403)
    assert.equal((await contoso.get(path)).body.displayName, 'Contoso')
  })
})
