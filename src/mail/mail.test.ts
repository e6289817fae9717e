import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterAttempt, asAttempt, waits } from './attempt.ts'
import { type InvitationLetterFacts, invitationLetter } from './invitation-letter.ts'
import { chooseLanguage, languages } from './language.ts'
import { oneTimeCodeLetter } from './one-time-code-letter.ts'
import type { OutgoingMail } from './store.ts'

const facts: InvitationLetterFacts = {
  to: { name: 'Amy', address: 'amy@fabrikam.test' },
  cc: null,
  organization: {
    displayName: 'Contoso',
    primaryDomain: 'contoso.test',
    initialDomain: 'contoso.gatehouse.test',
    privacyStatementUrl: null,
  },
  inviter: { kind: 'user', displayName: 'Ida', mail: 'ida@contoso.test' },
  message: null,
  landingUrl: 'https://app.contoso.test/',
  redeemUrl: 'https://localhost:8443/redeem/?tenant=t&user=u&ticket=x&ver=2.0',
  expiresAt: Date.UTC(2026, 1, 28, 12),
  language: 'en',
}
const polyglot = `<img src=x onerror=alert(1)>"'</blockquote><script>alert(1)</script>`

const tags: { given: (string | null)[]; expected: string }[] = [
  { given: ['de-DE', 'fr-FR'], expected: 'de' },
  { given: [null, 'fr-CA', 'es-ES'], expected: 'fr' },
  { given: [null, null, 'es'], expected: 'es' },
  { given: ['tlh', 'ja-JP', 'de'], expected: 'de' },
  { given: ['not a language tag', '../de'], expected: 'en' },
  { given: [], expected: 'en' },
]
for (const c of tags)
  test(`the language of ${JSON.stringify(c.given)}`, () => assert.equal(chooseLanguage(c.given), c.expected))

test('the subject names the inviter and the primary domain', () => {
  const letter = invitationLetter(facts)
  assert.equal(letter.subject, 'Ida invited you to collaborate with contoso.test')
  assert.equal(letter.replyTo?.address, 'ida@contoso.test')
  assert.equal(letter.from.address, 'invites@contoso.gatehouse.test')
})

test('every language says everything, in both forms', () => {
  for (const language of languages) {
    const letter = invitationLetter({ ...facts, language, message: 'Hi there' })
    assert.ok(letter.text.includes(facts.redeemUrl), language)
    assert.ok(letter.html.includes(facts.redeemUrl.replaceAll('&', '&amp;')), language)
    for (const part of ['Ida', 'Contoso', 'contoso.test', 'Hi there', facts.landingUrl, '2026', '28']) {
      assert.ok(letter.text.includes(part) && letter.html.includes(part), `${language}: ${part}`)
    }
    assert.ok(letter.html.includes(`<html lang="${language}"`))
  }
})

test('markup in names and in the message stays text', () => {
  const letter = invitationLetter({
    ...facts,
    to: { name: polyglot, address: 'a@b.test' },
    message: polyglot,
    inviter: { kind: 'user', displayName: polyglot, mail: 'x@contoso.test' },
    organization: { ...facts.organization, displayName: polyglot },
  })
  assert.ok(!/<img|<script|<\/blockquote><script/.test(letter.html))
  assert.ok(letter.html.includes('&lt;img src=x'))
  assert.ok(letter.text.includes(`> ${polyglot}`), 'the text form quotes it as it is')
})

test('a name cannot start a header line of its own', () => {
  const letter = invitationLetter({
    ...facts,
    inviter: { ...facts.inviter, displayName: 'Ida\r\nBcc: all@x.test\u202e' },
  })
  assert.equal(letter.subject, 'Ida Bcc: all@x.test invited you to collaborate with contoso.test')
})

const messages: { given: string; inviter: InvitationLetterFacts['inviter']; shown: boolean }[] = [
  {
    given: 'a person with a mailbox',
    inviter: { kind: 'user', displayName: 'Ida', mail: 'ida@contoso.test' },
    shown: true,
  },
  { given: 'a person without a mailbox', inviter: { kind: 'user', displayName: 'Ida', mail: null }, shown: false },
  { given: 'an app', inviter: { kind: 'application', displayName: 'Script', mail: null }, shown: false },
]
for (const c of messages) {
  test(`the custom message of ${c.given} is ${c.shown ? 'shown' : 'left out'}`, () => {
    const letter = invitationLetter({ ...facts, inviter: c.inviter, message: 'canary words' })
    assert.equal(letter.text.includes('canary words'), c.shown)
    assert.equal(letter.html.includes('canary words'), c.shown)
  })
}

test('a one-time code stands in both forms', () => {
  for (const language of languages) {
    const letter = oneTimeCodeLetter({
      to: 'amy@mail.test',
      organization: 'Contoso',
      initialDomain: 'contoso.gatehouse.test',
      code: '12345678',
      minutes: 30,
      language,
    })
    assert.ok(letter.text.includes('12345678') && letter.html.includes('12345678'))
    assert.ok(!letter.subject.includes('12345678'), 'subjects show on locked screens')
  }
})

const mail: OutgoingMail = {
  id: 'm',
  kind: 'invitation',
  to: 'amy@fabrikam.test',
  state: 'queued',
  sealed: 'sealed',
  createdAt: 0,
  dueAt: 0,
  attempts: 0,
  lastError: null,
  sentAt: null,
}
test('after delivery the body is wiped, but kept in the demo', () => {
  assert.deepEqual(afterAttempt(mail, { kind: 'sent' }, 5, false), {
    ...mail,
    state: 'sent',
    attempts: 1,
    sentAt: 5,
    sealed: null,
  })
  assert.equal(afterAttempt(mail, { kind: 'kept' }, 5, true).sealed, 'sealed')
})

test('a failed try is repeated later and later, then given up', () => {
  let row = mail
  const due: number[] = []
  for (let tries = 0; tries < 20 && row.state === 'queued'; tries++) {
    row = afterAttempt(row, { kind: 'refused', reason: 'no route', permanent: false }, 0, false)
    if (row.state === 'queued') due.push(row.dueAt)
  }
  assert.deepEqual(due, waits)
  assert.deepEqual([row.state, row.sealed, row.lastError], ['failed', null, 'no route'])
})

const refusals: { given: Record<string, unknown>; permanent: boolean }[] = [
  { given: { code: 'EENVELOPE', responseCode: 550 }, permanent: true },
  { given: { code: 'EENVELOPE', responseCode: 451 }, permanent: false },
  { given: { code: 'EAUTH', responseCode: 535 }, permanent: false },
  { given: { code: 'ECONNECTION' }, permanent: false },
]
for (const c of refusals) {
  test(`an SMTP error ${JSON.stringify(c.given)} is ${c.permanent ? 'final' : 'tried again'}`, () => {
    const attempt = asAttempt(Object.assign(new Error('x'), c.given))
    assert.deepEqual(attempt, { kind: 'refused', reason: 'x', permanent: c.permanent })
  })
}
