import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../../errors/index.ts'
import type { Condition } from '../../paging.ts'
import { groupResource } from '../model/group.ts'
import { userResource } from '../model/user.ts'
import { compileFilter } from './filter.ts'

function shown(one: Condition): string {
  switch (one.op) {
    case 'and':
    case 'or':
      return `(${one.of.map(shown).join(` ${one.op} `)})`
    case 'not':
      return `not ${shown(one.of)}`
    case 'in':
      return `${one.column} in [${one.values.join()}]`
    case 'any':
      return `${one.column} any ${one.match} ${one.value}`
    default:
      return `${one.column} ${one.op} ${one.value}`
  }
}
const ask = (filter: string, advanced = false) => shown(compileFilter(userResource, filter, advanced))

const plain: [filter: string, condition: string][] = [
  ["displayName eq 'Ann'", 'displayName eq Ann'],
  ["DISPLAYNAME EQ 'Ann'", 'displayName eq Ann'],
  ["displayName eq 'O''Brien'", "displayName eq O'Brien"],
  ["displayName eq ''", 'displayName eq '],
  ["  ( displayName eq 'a' ) ", 'displayName eq a'],
  ["userType eq 'guest'", 'userType eq Guest'],
  ['accountEnabled eq true', 'accountEnabled eq true'],
  ['accountEnabled eq TRUE', 'accountEnabled eq true'],
  ["startsWith(displayName,'A')", 'displayName startsWith A'],
  ["startswith( mail , 'a' ) eq true", 'mail startsWith a'],
  ["displayName in ('a', 'b')", 'displayName in [a,b]'],
  ["a eq 'x'".replace('a', 'city'), 'city eq x'],
  ["city eq 'a' or city eq 'b' and state eq 'c'", '(city eq a or (city eq b and state eq c))'],
  ["(city eq 'a' or city eq 'b') and state eq 'c'", '((city eq a or city eq b) and state eq c)'],
  ["city eq 'a' and city eq 'b' and city eq 'c'", '(city eq a and city eq b and city eq c)'],
  ["otherMails/any(m:m eq 'a@b.c')", 'otherMails any eq a@b.c'],
  ["otherMails/any(x:startswith(x,'a'))", 'otherMails any startsWith a'],
  ["otherMails/any(m:m eq 'a' or m eq 'b')", '(otherMails any eq a or otherMails any eq b)'],
  ["identities/any(c:c/issuerAssignedId eq 'x' and c/issuer eq 'y')", 'identities any eq y|x'],
  ["identities/any(c:c/issuer eq 'y' and c/issuerAssignedId eq 'x')", 'identities any eq y|x'],
  ["id eq '243B1DE4-0000-4000-8000-000000000001'", 'id eq 243b1de4-0000-4000-8000-000000000001'],
  ['id eq 243B1DE4-0000-4000-8000-000000000001', 'id eq 243b1de4-0000-4000-8000-000000000001'],
  ["externalUserState eq 'PendingAcceptance'", 'externalUserState eq PendingAcceptance'],
  ['externalUserState eq null', 'externalUserState eq null'],
  ['createdDateTime ge 2025-01-01T00:00:00Z', 'createdAt ge 1735689600000'],
  ['createdDateTime ge 2025-01-01T01:00:00+01:00', 'createdAt ge 1735689600000'],
  ['createdDateTime ge 2025-01-01', 'createdAt ge 1735689600000'],
  // Times are told in seconds and kept in milliseconds.
  ['createdDateTime gt 2025-01-01T00:00:00Z', 'createdAt ge 1735689601000'],
  ['createdDateTime le 2025-01-01T00:00:00Z', 'createdAt lt 1735689601000'],
  ['createdDateTime eq 2025-01-01T00:00:00Z', '(createdAt ge 1735689600000 and createdAt lt 1735689601000)'],
]
for (const [filter, condition] of plain) {
  test(`the filter ${filter} asks ${condition}`, () => assert.equal(ask(filter), condition))
}

const advanced: [filter: string, condition: string][] = [
  ["userType ne 'Guest'", 'userType ne Guest'],
  ["not(userType eq 'Guest')", 'not userType eq Guest'],
  ["NOT startswith(displayName,'a')", 'not displayName startsWith a'],
  ["endswith(userPrincipalName,'#EXT#@x')", 'userPrincipalName endsWith #EXT#@x'],
  ['companyName eq null', 'companyName eq null'],
  ["companyName eq 'x'", 'companyName eq x'],
  ["startswith(displayName,'a') eq false", 'not displayName startsWith a'],
]
for (const [filter, condition] of advanced) {
  test(`the filter ${filter} needs an advanced query`, () => {
    assert.equal(ask(filter, true), condition)
    // `startswith(…) eq false` is a negation, like the rest here.
    assert.throws(() => ask(filter), refusedWith('advancedQueryNeeded'))
  })
}

const refusedWith = (name: string) => (error: unknown) => error instanceof Refusal && error.error === name

const refused: [filter: string, error: string][] = [
  ['', 'filterInvalid'],
  ['displayName', 'filterInvalid'],
  ["displayName eq 'a", 'filterInvalid'],
  ['displayName eq "a"', 'filterInvalid'],
  ['displayName eq', 'filterInvalid'],
  ["displayName = 'a'", 'filterInvalid'],
  ["displayName eq 'a' and", 'filterInvalid'],
  ["displayName eq 'a' displayName eq 'b'", 'filterInvalid'],
  ["(displayName eq 'a'", 'filterInvalid'],
  ["displayName eq 'a')", 'filterInvalid'],
  ["'a' eq displayName", 'filterInvalid'],
  ["tolower(displayName) eq 'a'", 'filterInvalid'],
  ["substringof('a',displayName)", 'filterInvalid'],
  ["displayName has 'a'", 'filterInvalid'],
  ['displayName in ()', 'filterInvalid'],
  ["displayName in ('a' 'b')", 'filterInvalid'],
  ['displayName eq 5', 'filterInvalid'],
  ['displayName eq true', 'filterInvalid'],
  ["accountEnabled eq 'true'", 'filterInvalid'],
  ['accountEnabled eq 1', 'filterInvalid'],
  ["createdDateTime ge 'yesterday'", 'filterInvalid'],
  ['createdDateTime ge 2025-02-30', 'filterInvalid'],
  ['createdDateTime ge 2025-13-01T00:00:00Z', 'filterInvalid'],
  ['startswith(displayName,5)', 'filterInvalid'],
  ['startswith(displayName)', 'filterInvalid'],
  ["otherMails/any(m:m eq 'a'", 'filterInvalid'],
  ["otherMails/any(m eq 'a')", 'filterInvalid'],
  ["otherMails/all(m:m eq 'a')", 'filterInvalid'],
  ['otherMails/any()', 'filterInvalid'],
  ["nothing eq 'a'", 'propertyUnknown'],
  ["displayName/x eq 'a'", 'propertyUnknown'],
  ["constructor eq 'a'", 'propertyUnknown'],
  ["__proto__ eq 'a'", 'propertyUnknown'],
  ["passwordProfile eq 'a'", 'queryUnsupported'],
  ["displayName gt 'a'", 'queryUnsupported'],
  ["contains(displayName,'a')", 'queryUnsupported'],
  ["otherMails eq 'a'", 'queryUnsupported'],
  ["identities/any(c:c/issuer eq 'y')", 'queryUnsupported'],
  ["identities/any(c:c/signInType eq 'federated')", 'queryUnsupported'],
  ["otherMails/any(m:m eq 'a' and m eq 'b')", 'queryUnsupported'],
  ["otherMails/any(m:n eq 'b')", 'queryUnsupported'],
]
for (const [filter, error] of refused) {
  test(`the filter ${filter || 'of nothing'} is refused with ${error}`, () =>
    assert.throws(() => ask(filter, true), refusedWith(error)))
}

test('a group has no filter on its time of creation', () => {
  const filter = 'createdDateTime ge 2025-01-01'
  assert.throws(() => compileFilter(groupResource, filter, true), refusedWith('queryUnsupported'))
})

const heavy: [what: string, filter: string][] = [
  ['deep parentheses', `${'('.repeat(3000)}city eq 'a'${')'.repeat(3000)}`],
  ['deep negation', `${'not '.repeat(1900)}city eq 'a'`],
  ['deep lambdas', `${'a/any(x:'.repeat(900)}x eq 'a'${')'.repeat(900)}`],
  ['too many conditions', Array(400).fill("city eq 'a'").join(' or ')],
  ['too many values', `city in (${Array(1000).fill("'a'").join()})`],
  ['too much text', `city eq '${'a'.repeat(9000)}'`],
  ['quotes only', "'".repeat(7999)],
  ['digits only', '1'.repeat(7999)],
  ['spaces only', ' '.repeat(7999)],
]
for (const [what, filter] of heavy) {
  test(`a filter of ${what} is refused`, () => assert.throws(() => ask(filter, true), refusedWith('filterInvalid')))
}

test('no made-up filter does anything but compile or be refused', () => {
  const pieces = [
    'displayName',
    'eq',
    'ne',
    "'a'",
    '(',
    ')',
    'and',
    'or',
    'not',
    ',',
    'in',
    'any',
    '/any(',
    'm:m',
    'null',
    'true',
    '5',
    '2025-01-01',
    'startswith(',
    'otherMails',
    ':',
    '/',
    '$count',
    '%',
    '\\',
    '\u{1F600}',
    '-',
    '.',
    "''",
  ]
  let seed = 7
  const next = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed % below
  }
  for (let round = 0; round < 5000; round++) {
    const filter = Array.from({ length: next(12) }, () => pieces[next(pieces.length)]).join(next(2) ? ' ' : '')
    try {
      ask(filter, true)
    } catch (error) {
      assert.ok(error instanceof Refusal && error.entry.status === 400, `${filter}: ${error}`)
    }
  }
})
