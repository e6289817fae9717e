import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseQuestion } from './explain-question.ts'

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((sign) => `${sign.repeat(8)}-1111-4111-8111-${sign.repeat(12)}`) as [
  string,
  string,
  string,
  string,
]

const cases: { given: string; text: string; answer: { code?: string; ids?: string[]; tenant?: string } }[] = [
  { given: 'a number', text: '500213', answer: { code: '500213' } },
  { given: 'a code with words around it', text: 'I got AADSTS50020 again', answer: { code: 'AADSTS50020' } },
  { given: 'a name of the catalogue', text: 'invitationExpired', answer: { code: 'invitationExpired' } },
  { given: 'an id alone', text: ` ${a.toUpperCase()} `, answer: { ids: [`unknown ${a}`] } },
  { given: 'nothing that is known', text: 'please help', answer: {} },
  { given: 'a number that is too short to be a code', text: '404', answer: {} },
  {
    given: 'the block of our error page',
    text: `Error: AADSTS500213\nRequest id: ${a}\nCorrelation id: ${b}\nTenant id: ${c}\nApplication id: ${d}\nTime: 2026-01-31T10:00:00Z`,
    answer: { code: 'AADSTS500213', ids: [`request ${a}`, `correlation ${b}`], tenant: c },
  },
  {
    given: 'the block of an error page without a number',
    text: `Error: invitationExpired\nRequest id: ${a}\nCorrelation id: ${b}`,
    answer: { code: 'invitationExpired', ids: [`request ${a}`, `correlation ${b}`] },
  },
  {
    given: 'an error_description',
    text: `AADSTS65001: Neither user nor administrator has consented to application '${d}' named 'Portal'. Trace ID: ${a} Correlation ID: ${b} Timestamp: 2026-01-09 02:02:12Z`,
    answer: { code: 'AADSTS65001', ids: [`request ${a}`, `correlation ${b}`] },
  },
  {
    given: 'a JSON body of the token endpoint',
    text: JSON.stringify({ error: 'invalid_grant', error_codes: [500212], trace_id: a, correlation_id: b }),
    answer: { code: '500212', ids: [`request ${a}`, `correlation ${b}`] },
  },
  {
    given: 'a JSON body of Graph, where one label stands inside another',
    text: JSON.stringify({ error: { code: 'Forbidden', innerError: { 'request-id': a, 'client-request-id': b } } }),
    answer: { ids: [`request ${a}`, `correlation ${b}`] },
  },
  {
    given: 'the correlation before the request',
    text: `Correlation ID: ${b}\nRequest ID: ${a}`,
    answer: { ids: [`request ${a}`, `correlation ${b}`] },
  },
  { given: 'one id twice', text: `Trace ID: ${a}\nx-ms-request-id: ${a}`, answer: { ids: [`request ${a}`] } },
]

for (const { given, text, answer } of cases)
  test(`explain reads ${given}`, () => {
    const { code, ids, tenant } = parseQuestion(text)
    assert.deepEqual(
      { code, ids: ids.map(({ kind, id }) => `${kind} ${id}`), tenant },
      { code: undefined, ids: [], tenant: undefined, ...answer },
    )
  })
