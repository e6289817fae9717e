import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppId, TenantId } from '../ids.ts'
import { identifierUriProblem } from './identifier-uri-rules.ts'

const appId = '11111111-1111-4111-8111-111111111111' as AppId
const tenant = '22222222-2222-4222-8222-222222222222' as TenantId
const facts = { appId, tenant, verifiedDomains: ['contoso.example'] }

const cases: [uri: string, then: 'good' | 'form' | 'host'][] = [
  [`api://${appId}`, 'good'],
  [`api://${appId.toUpperCase()}`, 'good'],
  [`api://${tenant}/orders`, 'good'],
  [`api://${tenant}/${appId}`, 'good'],
  [`api://orders/${appId}`, 'good'],
  ['https://contoso.example', 'good'],
  ['https://api.contoso.example/orders/v1', 'good'],
  ['api://33333333-3333-4333-8333-333333333333', 'host'],
  ['api://33333333-3333-4333-8333-333333333333/orders', 'host'],
  ['api://orders', 'host'],
  ['https://fabrikam.example', 'host'],
  ['https://notcontoso.example', 'host'],
  ['https://graph.microsoft.com', 'host'],
  ['https://localhost:8443', 'form'],
  ['https://contoso.example@evil.example', 'form'],
  ['https://contoso.example/', 'form'],
  [`api://${appId}/`, 'form'],
  ['http://contoso.example', 'form'],
  ['https://contoso.example/a?b', 'form'],
  ['orders', 'form'],
  ['', 'form'],
  [`https://contoso.example/${'x'.repeat(255)}`, 'form'],
]
for (const [uri, then] of cases) {
  test(`identifier URI ${uri.slice(0, 60)} is ${then}`, () =>
    assert.equal(identifierUriProblem(uri, facts)?.kind ?? 'good', then))
}
