import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { html } from './html.ts'
import { page } from './layout.ts'
import { stylesheet } from './style.ts'

const policyOf = (rendered: ReturnType<typeof page>) =>
  new Map(
    (rendered.headers['content-security-policy'] ?? '').split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ')
      return [name, values.join(' ')] as const
    }),
  )

test('a page allows nothing but its own stylesheet and its own forms', () => {
  const rendered = page({ title: 'Sign in', body: html`<p>x</p>` })
  const policy = policyOf(rendered)
  assert.equal(policy.get('default-src'), "'none'")
  assert.equal(policy.get('style-src'), `'sha256-${createHash('sha256').update(stylesheet).digest('base64')}'`)
  assert.equal(policy.get('script-src'), undefined)
  assert.equal(policy.get('form-action'), "'self'")
  assert.equal(policy.get('frame-ancestors'), "'none'")
  assert.ok(!rendered.headers['content-security-policy']?.includes('unsafe'))
  assert.ok(rendered.body.includes(`<style>${stylesheet}</style>`))
})

test('form targets are the proven ones, and none can end the directive', () => {
  const rendered = page({
    title: 'x',
    body: html``,
    csp: {
      formTargets: [
        'https://app.example:8080',
        'myapp:',
        "https://a; script-src 'unsafe-inline'",
        '*',
        'https://[::1]',
      ],
    },
  })
  assert.equal(policyOf(rendered).get('form-action'), "'self' https://app.example:8080 myapp:")
})

test('a script is allowed by its hash alone', () => {
  const script = 'document.forms[0].submit()'
  const rendered = page({ title: 'x', body: html``, csp: { script } })
  assert.equal(policyOf(rendered).get('script-src'), `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
})

test("the tenant's name and the title are escaped", () => {
  const rendered = page({ title: '</title><script>', tenantName: '<img src=x onerror=alert(1)>', body: html`` })
  assert.ok(!rendered.body.includes('<img') && !rendered.body.includes('</title><script>'))
})

test('the frame of a page leaves room under 20 kB', () => {
  assert.ok(Buffer.byteLength(page({ title: 'x', body: html`` }).body) < 8_000)
})

test('right-to-left languages turn the page', () => {
  assert.ok(page({ title: 'x', body: html``, language: 'ar-EG' }).body.includes('<html lang="ar-EG" dir="rtl">'))
  assert.ok(page({ title: 'x', body: html`` }).body.includes('<html lang="en" dir="ltr">'))
})
