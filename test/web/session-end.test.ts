import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allScopes, graphAs } from '../graph/people.ts'
import { startServer } from '../harness/index.ts'
import { openAdmin } from './admin.ts'

test('a session that ends in the middle of an edit is renewed in a window of its own, and what was typed is saved', async (t) => {
  const server = await startServer(t)
  const { page } = await openAdmin(t, server, { at: '/properties' })
  const { admin } = server.demo.tenants.contoso.people
  const contacts = page.getByLabel('Technical contacts')
  await contacts.fill('half@contoso.example')
  // The clock: `iat` counts in seconds, and what was issued in the second of the revocation is kept.
  await server.advance('PT5S')
  const self = graphAs(server, 'contoso', admin?.id ?? '', allScopes)
  const { status } = await self.post('/v1.0/me/revokeSignInSessions')
  assert.equal(status, 200)
  await server.advance('PT5S')
  const opened = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'Save' }).click()
  const window = await opened
  await window.getByLabel('Password', { exact: true }).fill(admin?.password ?? '')
  await window.getByRole('button', { name: 'Sign in' }).click()
  await window
    .getByRole('button', { name: 'No', exact: true })
    .click({ timeout: 3_000 })
    .catch(() => undefined)
  await page.getByText('The properties are saved').first().waitFor()
  const { body } = await server.graph('contoso').get('/v1.0/organization')
  assert.deepEqual(body.value[0].technicalNotificationMails, ['half@contoso.example'])
})
