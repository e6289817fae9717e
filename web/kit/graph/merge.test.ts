import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Contested, mergeChange, nameOf } from './merge.ts'

type Case = {
  given: string
  was: object
  is: object
  wish: Record<string, unknown>
  /** What is sent, then what people are asked about. */
  sends: object
  contested?: string[]
}

const read = { id: 'r', displayName: 'Reader', isEnabled: true, allowedMemberTypes: ['User'] }
const write = { id: 'w', displayName: 'Writer', isEnabled: true, allowedMemberTypes: ['User'] }
const uris = (...redirectUris: string[]) => ({ web: { redirectUris } })
const asked = (resourceAppId: string, ...ids: string[]) => ({
  resourceAppId,
  resourceAccess: ids.map((id) => ({ id, type: 'Scope' })),
})

const cases: Case[] = [
  {
    given: 'they changed another property',
    was: { notes: 'a', description: 'b' },
    is: { notes: 'a', description: 'theirs' },
    wish: { notes: 'mine' },
    sends: { notes: 'mine' },
  },
  {
    given: 'they changed a property that is sent as it was',
    was: { notes: 'a', info: { supportUrl: null, privacyStatementUrl: null } },
    is: { notes: 'a', info: { supportUrl: 'https://theirs', privacyStatementUrl: null } },
    wish: { notes: 'mine', info: { supportUrl: null, privacyStatementUrl: 'https://mine' } },
    sends: { notes: 'mine', info: { supportUrl: 'https://theirs', privacyStatementUrl: 'https://mine' } },
  },
  {
    given: 'both changed one property',
    was: { notes: 'a' },
    is: { notes: 'theirs' },
    wish: { notes: 'mine' },
    sends: { notes: 'mine' },
    contested: ['notes: theirs / mine'],
  },
  {
    given: 'both changed one property to the same',
    was: { notes: 'a' },
    is: { notes: 'b' },
    wish: { notes: 'b' },
    sends: { notes: 'b' },
  },
  {
    given: 'both emptied it, each in another way',
    was: { notes: 'a' },
    is: {},
    wish: { notes: null },
    sends: { notes: null },
  },
  {
    given: 'each added a URI',
    was: uris('https://a'),
    is: uris('https://a', 'https://theirs'),
    wish: uris('https://a', 'https://mine'),
    sends: uris('https://a', 'https://mine', 'https://theirs'),
  },
  {
    given: 'they took out one URI and another was added here',
    was: uris('https://a', 'https://b'),
    is: uris('https://b'),
    wish: uris('https://a', 'https://b', 'https://mine'),
    sends: uris('https://b', 'https://mine'),
  },
  {
    given: 'both put another URI in the place of one',
    was: uris('https://a', 'https://b'),
    is: uris('https://theirs', 'https://b'),
    wish: uris('https://mine', 'https://b'),
    sends: uris('https://mine', 'https://b'),
    contested: ['web.redirectUris: https://theirs,https://b / https://mine,https://b'],
  },
  {
    given: 'they ordered a list anew, to which one is added here',
    was: { uris: ['a', 'b'] },
    is: { uris: ['b', 'a'] },
    wish: { uris: ['a', 'b', 'c'] },
    sends: { uris: ['a', 'b', 'c'] },
    contested: ['uris: b,a / a,b,c'],
  },
  {
    given: 'they added a role and one is changed here',
    was: { appRoles: [read] },
    is: { appRoles: [read, write] },
    wish: { appRoles: [{ ...read, displayName: 'Mine' }] },
    sends: { appRoles: [{ ...read, displayName: 'Mine' }, write] },
  },
  {
    given: 'each changed another property of one role',
    was: { appRoles: [read] },
    is: { appRoles: [{ ...read, isEnabled: false, origin: 'Application' }] },
    wish: { appRoles: [{ ...read, allowedMemberTypes: ['User', 'Application'] }] },
    sends: {
      appRoles: [{ ...read, isEnabled: false, origin: 'Application', allowedMemberTypes: ['User', 'Application'] }],
    },
  },
  {
    given: 'both changed the name of one role',
    was: { appRoles: [read, write] },
    is: { appRoles: [{ ...read, displayName: 'Theirs' }, write] },
    wish: { appRoles: [{ ...read, displayName: 'Mine' }, write] },
    sends: { appRoles: [{ ...read, displayName: 'Mine' }, write] },
    contested: ['appRoles > Reader > appRoles.displayName: Theirs / Mine'],
  },
  {
    given: 'they changed the role that is taken out here',
    was: { appRoles: [read, write] },
    is: { appRoles: [{ ...read, isEnabled: false }, write] },
    wish: { appRoles: [write] },
    sends: { appRoles: [write] },
    contested: ['appRoles > Reader: Reader / undefined'],
  },
  {
    given: 'they took out the role that is changed here',
    was: { appRoles: [read, write] },
    is: { appRoles: [write] },
    wish: { appRoles: [{ ...read, isEnabled: false }, write] },
    sends: { appRoles: [{ ...read, isEnabled: false }, write] },
    contested: ['appRoles > Reader: undefined / Reader'],
  },
  {
    given: 'each asked for another permission of one API, and they for another API',
    was: { requiredResourceAccess: [asked('api', 'a')] },
    is: { requiredResourceAccess: [asked('api', 'a', 'theirs'), asked('other', 'b')] },
    wish: { requiredResourceAccess: [asked('api', 'a', 'mine')] },
    sends: { requiredResourceAccess: [asked('api', 'a', 'mine', 'theirs'), asked('other', 'b')] },
  },
  {
    given: 'each asked for a permission of an API that nobody had asked for',
    was: { requiredResourceAccess: [] },
    is: { requiredResourceAccess: [asked('api', 'theirs')] },
    wish: { requiredResourceAccess: [asked('api', 'mine')] },
    sends: { requiredResourceAccess: [asked('api', 'mine', 'theirs')] },
  },
  {
    given: 'they uploaded a certificate, and one without an id is added here',
    was: { keyCredentials: [{ keyId: 'a' }] },
    is: { keyCredentials: [{ keyId: 'a' }, { keyId: 'theirs' }] },
    wish: { keyCredentials: [{ keyId: 'a' }, { key: 'MII…' }] },
    sends: { keyCredentials: [{ keyId: 'a' }, { key: 'MII…' }, { keyId: 'theirs' }] },
  },
  {
    given: 'a list whose elements nothing tells apart',
    was: { addIns: [{ a: 1 }] },
    is: { addIns: [{ a: 2 }] },
    wish: { addIns: [{ a: 3 }] },
    sends: { addIns: [{ a: 3 }] },
    contested: ['addIns: [object Object] / [object Object]'],
  },
]

const say = ({ at, theirs, yours }: Contested) => {
  const text = (one: unknown) => (Array.isArray(one) || one === undefined ? String(one) : nameOf(one))
  return `${at.map((step) => ('path' in step ? step.path : step.element)).join(' > ')}: ${text(theirs)} / ${text(yours)}`
}

for (const { given, was, is, wish, sends, contested = [] } of cases) {
  test(`two changes meet when ${given}`, () => {
    const merged = mergeChange(was, is, wish)
    assert.deepEqual(merged.body, sends)
    assert.deepEqual(merged.contested.map(say), contested)
  })
}

test('where a property is one thing, two who change parts of it collide', () => {
  const was = { inbound: { accessType: 'allowed', targets: ['a'] }, trust: null }
  const is = { inbound: { accessType: 'allowed', targets: ['a', 'b'] }, trust: 'theirs' }
  const wish = { inbound: { accessType: 'blocked', targets: ['a'] } }
  assert.equal(mergeChange(was, is, wish).contested.length, 0)
  const merged = mergeChange(was, is, wish, true)
  assert.deepEqual(merged.body, wish)
  assert.deepEqual(merged.contested, [{ at: [{ path: 'inbound' }], theirs: is.inbound, yours: wish.inbound }])
})
