import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { GraphClient } from '../harness/index.ts'
import { addUsers } from './people.ts'
import { serverOfSuite } from './suite.ts'

/** The lists of the admin center: each filter and search of theirs, with a count, an order and pages. */

const eventual = { consistencylevel: 'eventual' }

suite('lists of the admin center', () => {
  const world = serverOfSuite()
  let graph: GraphClient

  before(async () => {
    graph = world.server.graph('contoso')
    const guest = { userType: 'Guest', creationType: 'Invitation', externalUserState: 'Accepted' } as const
    await addUsers(world.server, 'contoso', [
      { displayName: 'Zora Quill', ...guest, mail: 'zora@Listed.example' },
      { displayName: 'Åsa Quill-Berg', ...guest, mail: 'asa@listed.example', externalUserState: 'PendingAcceptance' },
      { displayName: 'Bo Quill', ...guest, mail: 'bo@sub.listed.example', accountEnabled: false },
      { displayName: 'Cy Quill', mail: 'cy@listed.example.org' },
      { displayName: 'Tranquillity', mail: null, userPrincipalName: 'quillx@contoso.gatehouse.test' },
    ])
  })

  /** All pages of two, and the count of the first. */
  async function listed(set: string, options: string): Promise<{ names: string[]; count: number }> {
    const names: string[] = []
    let path = `/v1.0/${set}?${options}&$count=true&$top=2&$orderby=displayName`
    let count = -1
    for (let pages = 0; pages < 50; pages++) {
      const { status, body } = await graph.get(path, eventual)
      assert.equal(status, 200, JSON.stringify(body))
      if (pages === 0) count = body['@odata.count']
      assert.ok(body.value.length <= 2)
      names.push(...body.value.map((one: { displayName: string }) => one.displayName))
      const next = body['@odata.nextLink']
      if (next === undefined) return { names, count }
      const { pathname, search } = new URL(next)
      path = pathname + search
    }
    throw new Error('the list does not end')
  }

  for (const [filter, names] of [
    ["endsWith(mail,'@listed.example')", ['Zora Quill', 'Åsa Quill-Berg']],
    ["endsWith(mail,'@LISTED.example') and userType eq 'Guest'", ['Zora Quill', 'Åsa Quill-Berg']],
    ["endsWith(mail,'listed.example')", ['Bo Quill', 'Zora Quill', 'Åsa Quill-Berg']],
    ["endsWith(mail,'@listed.example') and externalUserState eq 'PendingAcceptance'", ['Åsa Quill-Berg']],
    ["endsWith(mail,'.listed.example') and accountEnabled eq false and creationType eq 'Invitation'", ['Bo Quill']],
    ["not(endsWith(mail,'@listed.example')) and startswith(displayName,'z')", []],
    ["endsWith(mail,'@nobody.example')", []],
    ["accountEnabled eq false and userType eq 'Guest' and externalUserState eq 'Accepted'", ['Bo Quill']],
  ] as [string, string[]][]) {
    test(`users by ${filter}, counted, in pages, by name`, async () => {
      const found = await listed('users', `$filter=${encodeURIComponent(filter)}`)
      assert.deepEqual(found, { names, count: names.length })
    })
  }

  for (const [search, names] of [
    ['"displayName:quill"', ['Bo Quill', 'Cy Quill', 'Zora Quill', 'Åsa Quill-Berg']],
    ['"displayName:berg"', ['Åsa Quill-Berg']],
    [
      '"displayName:quill" OR "mail:quill" OR "userPrincipalName:quill"',
      ['Bo Quill', 'Cy Quill', 'Tranquillity', 'Zora Quill', 'Åsa Quill-Berg'],
    ],
    ['"displayName:zora quill"', ['Zora Quill']],
    ['"displayName:uill"', []],
    ['"mail:asa@"', ['Åsa Quill-Berg']],
  ] as [string, string[]][]) {
    test(`users by the search ${search}, counted, in pages, by name`, async () => {
      const found = await listed('users', `$search=${encodeURIComponent(search)}`)
      assert.deepEqual(found, { names, count: names.length })
    })
  }

  test('a search and a filter together', async () => {
    const both = `$search=${encodeURIComponent('"displayName:quill"')}&$filter=${encodeURIComponent("userType eq 'Guest'")}`
    assert.deepEqual((await listed('users', both)).names, ['Bo Quill', 'Zora Quill', 'Åsa Quill-Berg'])
  })

  test('groups, applications and service principals by search and by the start of their name', async () => {
    for (const name of ['Listed one', 'Two listed', 'Delisted']) {
      const group = {
        displayName: name,
        mailNickname: name.replace(' ', ''),
        mailEnabled: false,
        securityEnabled: true,
      }
      assert.equal((await graph.post('/v1.0/groups', group)).status, 201)
      const { body } = await graph.post('/v1.0/applications', { displayName: name })
      assert.equal((await graph.post('/v1.0/servicePrincipals', { appId: body.appId })).status, 201)
    }
    for (const set of ['groups', 'applications', 'servicePrincipals']) {
      const searched = await listed(set, `$search=${encodeURIComponent('"displayName:listed"')}`)
      assert.deepEqual(searched, { names: ['Listed one', 'Two listed'], count: 2 }, set)
      const started = await listed(set, `$filter=${encodeURIComponent("startswith(displayName,'LIST')")}`)
      assert.deepEqual(started, { names: ['Listed one'], count: 1 }, set)
    }
  })

  test('deleted people are searched, filtered and paged as the living are', async () => {
    const at = world.server.running.deps.clock.now()
    await addUsers(
      world.server,
      'contoso',
      ['Gone Anna', 'Gone Bea', 'Gone Cleo'].map((displayName, index) => ({
        displayName,
        deletedAt: at - index * 1000,
        userType: index === 1 ? ('Guest' as const) : ('Member' as const),
      })),
    )
    const set = 'directory/deletedItems/microsoft.graph.user'
    assert.deepEqual((await listed(set, `$search=${encodeURIComponent('"displayName:gone"')}`)).names.length, 3)
    const guests = await listed(set, `$filter=${encodeURIComponent("userType eq 'Guest'")}`)
    assert.deepEqual(guests, { names: ['Gone Bea'], count: 1 })
    const page = (await graph.get(`/v1.0/${set}?$top=2`)).body
    assert.equal(page.value.length, 2)
    assert.ok(page['@odata.nextLink'])
  })
})
