import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hrefs } from '../../src/access/hrefs.ts'
import { paths } from '../../web/admin/paths.ts'

/** Where the server's explanations lead is a page of the admin center: hashes name a part of it. */
const page = (href: string) => href.replace('/admin', '').replace(/#.*/, '')

test('every link of an explanation leads to a page of the admin center', () => {
  const tenant = '11111111-2222-4333-8444-555555555555'
  const pairs: [string, string][] = [
    [hrefs.crossTenant(null, 'inbound', 'users'), paths.crossTenantDefault('inbound')],
    [hrefs.crossTenant(tenant, 'outbound', 'applications'), paths.organization(tenant, 'outbound')],
    [hrefs.externalCollaboration('invites'), paths.externalCollaboration()],
    [hrefs.user('a/b'), paths.user('a/b')],
    [hrefs.deletedUsers(), paths.deletedUsers()],
    [hrefs.enterpriseApplication('x', 'properties'), paths.enterpriseApplication('x')],
    [hrefs.enterpriseApplications(), paths.enterpriseApplications()],
  ]
  for (const [href, path] of pairs) assert.equal(page(href), path)
  assert.equal(pairs.length, Object.keys(hrefs).length + 1)
})
