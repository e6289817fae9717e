import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileServer } from '../sign-in/file-server.ts'

const server = await fileServer()
const { contoso } = server.demo.tenants

test('nobody signs in as an app by its id alone, whatever redirect URIs it has', async () => {
  const apps = Object.entries(contoso.apps)
  const isPublic = apps.filter(([, { redirectUris }]) => redirectUris.spa.length + redirectUris.publicClient.length > 0)
  assert.ok(isPublic.length >= 2)
  const fallback = await server.graph().post('/v1.0/applications', {
    displayName: 'Fallback',
    isFallbackPublicClient: true,
  })
  assert.equal(fallback.status, 201)
  const { appId } = fallback.body
  assert.equal((await server.graph().post('/v1.0/servicePrincipals', { appId })).status, 201)
  const asked = [
    ['/oauth2/v2.0/token', { scope: 'https://graph.microsoft.com/.default' }],
    ['/oauth2/token', { resource: 'https://graph.microsoft.com' }],
  ] as const
  for (const client_id of [...apps.map(([, app]) => app.appId), appId]) {
    for (const [path, more] of asked) {
      const answer = await server.fetch(`/${contoso.id}${path}`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials', client_id, ...more }),
      })
      const body = (await answer.json()) as { error: string; error_codes: number[] }
      assert.equal(answer.status, 401, client_id)
      assert.deepEqual([body.error, body.error_codes], ['invalid_client', [7000218]])
    }
  }
})
