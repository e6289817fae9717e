import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileServer } from '../sign-in/file-server.ts'

const server = await fileServer()
const realm = async (user: string, path = '/common/UserRealm') => {
  const answer = await server.fetch(`${path}/${encodeURIComponent(user)}?api-version=1.0`)
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

test('the realm of a name is that of its domain, in either case of the path', async () => {
  const { employee } = server.demo.tenants.fabrikam.people
  for (const path of ['/common/UserRealm', '/common/userrealm']) {
    const { status, body } = await realm(employee?.userPrincipalName ?? '', path)
    assert.equal(status, 200)
    assert.deepEqual(Object.keys(body).toSorted(), [
      'account_type',
      'cloud_audience_urn',
      'cloud_instance_name',
      'domain_name',
      'ver',
    ])
    assert.equal(body.account_type, 'Managed')
    assert.equal(body.domain_name, 'fabrikam.gatehouse.test')
  }
})

test('the realm does not tell whether an account exists', async () => {
  const known = await realm('employee@fabrikam.gatehouse.test')
  const unknown = await realm('nobody@fabrikam.gatehouse.test')
  assert.deepEqual(known, unknown)
})

for (const user of ['someone@elsewhere.example', 'no-domain', '@', 'a@b@c', '%', 'x'.repeat(300)]) {
  test(`the realm of ${user.slice(0, 30)} is unknown`, async () => {
    const { status, body } = await realm(user)
    assert.equal(status, 200)
    assert.equal(body.account_type, 'Unknown')
  })
}

test('other verbs are refused with 900561', async () => {
  const answer = await server.fetch('/common/UserRealm/a@b.example', { method: 'POST' })
  assert.equal(answer.status, 400)
  assert.deepEqual(((await answer.json()) as { error_codes: number[] }).error_codes, [900561])
})

test('the page for desktop apps is there and shows nothing of the answer', async () => {
  const answer = await server.fetch('/common/oauth2/nativeclient?code=secret-code&state=1')
  assert.equal(answer.status, 200)
  assert.doesNotMatch(await answer.text(), /secret-code/)
})
