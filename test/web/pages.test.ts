import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'

test('the pages are served under a strict policy, for one origin, and kept by browsers only as long as they are good', async (t) => {
  const server = await startServer(t, { environment: { GATEHOUSE_HOSTS: 'login.localhost' } })
  const answer = await server.fetch('/admin/users?q=x')
  const page = await answer.text()
  const policy = answer.headers.get('content-security-policy') ?? ''

  await t.test(
    'scripts come from the build alone, styles from there and from elements with a nonce of this answer',
    async () => {
      assert.equal(answer.status, 200)
      assert.match(policy, /default-src 'none'/)
      assert.match(policy, new RegExp(`script-src ${server.origin}/gatehouse/web/assets/;`))
      assert.match(policy, /frame-ancestors 'none'/)
      assert.doesNotMatch(policy, /unsafe/)
      const again = await server.fetch('/admin')
      const nonces = [policy, again.headers.get('content-security-policy') ?? ''].map(
        (one) => /nonce-([^']+)/.exec(one)?.[1],
      )
      assert.notEqual(nonces[0], nonces[1])
      assert.ok(page.includes(nonces[0] ?? 'none'))
    },
  )

  await t.test('the page is never kept, its scripts for ever', async () => {
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    const script = /src="([^"]+\.js)"/.exec(page)?.[1] ?? ''
    const loaded = await server.fetch(script, { headers: { 'accept-encoding': 'gzip' } })
    assert.equal(loaded.status, 200)
    assert.match(loaded.headers.get('cache-control') ?? '', /immutable/)
    assert.equal(loaded.headers.get('content-encoding'), 'gzip')
    assert.equal(loaded.headers.get('x-content-type-options'), 'nosniff')
  })

  await t.test('nothing outside the build can be had by its path', async () => {
    const paths = [
      '/gatehouse/web/assets/../admin.html',
      '/gatehouse/web/assets/%2e%2e/manifest.json',
      '/gatehouse/web/assets/%2e%2e%2f%2e%2e%2fpackage.json',
      '/gatehouse/web/assets/..%5cmanifest.json',
      '/gatehouse/web/assets/',
      '/gatehouse/web/assets/none.js',
    ]
    for (const path of paths) {
      const { status } = await server.fetch(path)
      assert.ok(status === 404 || status === 403 || status === 400, `${path}: ${status}`)
    }
  })

  await t.test('only the page that takes silent answers may be framed, and only by us', async () => {
    const silent = await server.fetch('/admin/auth')
    assert.match(silent.headers.get('content-security-policy') ?? '', /frame-ancestors 'self'/)
    assert.equal(silent.headers.get('x-frame-options'), null)
    assert.equal(answer.headers.get('x-frame-options'), 'DENY')
  })

  await t.test('what the page is told about the server cannot leave its block', () => {
    const block = /<script type="application\/json" id="gatehouse">(.*?)<\/script>/.exec(page)?.[1] ?? ''
    const told = JSON.parse(block)
    assert.equal(told.origin, server.origin)
    assert.equal(told.demo, true)
  })
})
