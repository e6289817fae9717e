import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../../errors/index.ts'
import type { TenantId } from '../../ids.ts'
import { openVault } from '../../vault.ts'
import { groupResource } from '../model/group.ts'
import { userResource } from '../model/user.ts'
import { compileOrder } from './order.ts'
import { openPosition, type PageScope, sealPosition } from './page-token.ts'
import { parseQuery } from './query.ts'
import { compileSearch } from './search.ts'

const refusedWith = (name: string) => (error: unknown) => error instanceof Refusal && error.error === name

const queries: [search: string, read: Record<string, unknown>][] = [
  ['', {}],
  ['$select=id', { select: 'id' }],
  ['%24Select=id', { select: 'id' }],
  ['select=id', { select: 'id' }],
  ['$FILTER=a%20eq%20%27b%26c%27', { filter: "a eq 'b&c'" }],
  ['$filter=a+eq+1', { filter: 'a eq 1' }],
  ['$top=5&&$count=true', { top: '5', count: 'true' }],
  ['$skiptoken', { skiptoken: '' }],
  ['$format=json', { format: 'json' }],
]
for (const [search, expected] of queries) {
  test(`the query ${search || 'of nothing'} is read`, () => {
    const { other, ...read } = parseQuery(search)
    assert.deepEqual(read, expected)
    assert.deepEqual({ ...other }, {})
  })
}

test('options that are not of OData are kept apart', () => {
  assert.deepEqual({ ...parseQuery('@odata.id=x&__proto__=y').other }, { '@odata.id': 'x', ['__proto__']: 'y' })
})

for (const search of [
  '$top=1&top=2',
  '$nothing=1',
  '$filter=%zz',
  '$filter=%ff',
  '$filter=%00',
  '$format=xml',
  `$filter=${'a'.repeat(13_000)}`,
]) {
  test(`the query ${search.slice(0, 30)} is refused`, () =>
    assert.throws(() => parseQuery(search), refusedWith('queryOptionInvalid')))
}

test('people are sorted by name plainly, by creation only in an advanced query, and with a filter only there', () => {
  const plain = { advanced: false, filtered: false }
  const advanced = { advanced: true, filtered: true }
  assert.deepEqual(compileOrder(userResource, 'DisplayName DESC', plain), [
    { column: 'displayName', direction: 'desc' },
  ])
  assert.deepEqual(compileOrder(userResource, 'displayName,userPrincipalName asc', plain), [
    { column: 'displayName', direction: 'asc' },
    { column: 'userPrincipalName', direction: 'asc' },
  ])
  assert.deepEqual(compileOrder(userResource, 'createdDateTime', advanced), [{ column: 'createdAt', direction: 'asc' }])
  assert.throws(() => compileOrder(userResource, 'createdDateTime', plain), refusedWith('sortUnsupported'))
  const filtered = { advanced: false, filtered: true }
  assert.throws(() => compileOrder(userResource, 'displayName', filtered), refusedWith('sortUnsupported'))
  assert.throws(() => compileOrder(userResource, 'mail', advanced), refusedWith('sortUnsupported'))
  assert.throws(() => compileOrder(userResource, 'nothing', advanced), refusedWith('propertyUnknown'))
  for (const bad of ['', 'displayName up', 'displayName,,mail', 'displayName asc desc', "'a'", 'a;drop']) {
    assert.throws(() => compileOrder(userResource, bad, advanced), refusedWith('queryOptionInvalid'))
  }
})

test('a search looks for words of a name and for the start of an address', () => {
  const [any, word] = (compileSearch(userResource, '"displayName:ann"') as { of: { of: object[] }[] }).of
  assert.deepEqual(any, { op: 'contains', column: 'displayName', value: 'ann' })
  assert.deepEqual(word?.of[0], { op: 'startsWith', column: 'displayName', value: 'ann' })
  assert.deepEqual(word?.of[1], { op: 'contains', column: 'displayName', value: ' ann' })
  const mail = { op: 'startsWith', column: 'mail', value: 'a"b' }
  assert.deepEqual(compileSearch(userResource, '"mail:a\\"b"'), mail)
  assert.deepEqual(compileSearch(userResource, '"mail:a\\"b" OR ("mail:a\\"b" AND "mail:a\\"b")'), {
    op: 'or',
    of: [mail, { op: 'and', of: [mail, mail] }],
  })
})

for (const bad of [
  '',
  'ann',
  '"ann"',
  '"displayName:"',
  '"displayName:a',
  '("displayName:a"',
  '"displayName:a")',
  'OR',
  '('.repeat(500),
  '"a:b" '.repeat(200),
]) {
  test(`the search ${bad.slice(0, 20) || 'of nothing'} is refused`, () =>
    assert.throws(() => compileSearch(groupResource, bad), Refusal))
}

test('a page token opens only for the tenant, list, filter, search and order that it was made for', () => {
  const vault = openVault(Buffer.alloc(32, 1))
  const scope: PageScope = { tenant: 'a' as TenantId, path: 'v1.0/users', filter: 'x', orderby: 'y', search: 'z' }
  const token = sealPosition(vault, scope, { after: ['n', 1, null], eventual: true })
  assert.deepEqual(openPosition(vault, { ...scope, path: 'v1.0/Users/' }, token), {
    after: ['n', 1, null],
    eventual: true,
  })
  const others: PageScope[] = [
    { ...scope, tenant: 'b' as TenantId },
    { ...scope, path: 'beta/users' },
    { ...scope, path: 'v1.0/groups' },
    { ...scope, filter: 'x2' },
    { ...scope, orderby: 'y2' },
    { ...scope, search: 'z2' },
    { tenant: scope.tenant, path: scope.path },
  ]
  for (const other of others) assert.throws(() => openPosition(vault, other, token), refusedWith('pageTokenInvalid'))
  for (const bad of ['', 'x', '1.', token.replace(/.{4}$/, 'AAAA'), token.slice(0, -2), token.replace('1.', '2.')]) {
    assert.throws(() => openPosition(vault, scope, bad), refusedWith('pageTokenInvalid'))
  }
})
