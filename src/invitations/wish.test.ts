import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../errors/index.ts'
import { parseInvitation } from './wish.ts'

const least = { invitedUserEmailAddress: 'amy@fabrikam.test', inviteRedirectUrl: 'https://app.contoso.test' }
const user = '243b1de4-ad9f-421c-a933-d55305fb165d'
const other = '7b92124c-9fa9-406f-8b8e-225df8376ba9'

test('the least that an invitation needs', () => {
  assert.deepEqual(parseInvitation(least), {
    address: { address: 'amy@fabrikam.test', local: 'amy', domain: 'fabrikam.test' },
    redirectUrl: 'https://app.contoso.test',
    displayName: null,
    userType: 'Guest',
    sendMessage: false,
    message: { language: null, body: null, cc: null },
    resetRedemption: false,
    invitedUserId: null,
    sponsors: null,
  })
})

test('everything that may be said', () => {
  const wish = parseInvitation({
    '@odata.type': '#microsoft.graph.invitation',
    ...least,
    invitedUserDisplayName: ' Amy Ärger ',
    invitedUserType: 'member',
    sendInvitationMessage: true,
    invitedUserMessageInfo: {
      '@odata.type': 'microsoft.graph.invitedUserMessageInfo',
      messageLanguage: 'de-AT',
      customizedMessageBody: 'Hello\nyou',
      ccRecipients: [{ emailAddress: { name: 'Bob', address: 'bob@contoso.test' } }],
    },
    resetRedemption: true,
    invitedUser: { id: user.toUpperCase() },
    'invitedUserSponsors@odata.bind': [`https://graph.microsoft.com/v1.0/users/${user}`, `groups('${other}')`],
  })
  assert.equal(wish.displayName, 'Amy Ärger')
  assert.equal(wish.userType, 'Member')
  assert.deepEqual(wish.message, {
    language: 'de-AT',
    body: 'Hello\nyou',
    cc: { name: 'Bob', address: 'bob@contoso.test' },
  })
  assert.equal(wish.invitedUserId, user)
  assert.deepEqual(wish.sponsors, [user, other])
})

test('what a response shows for "nothing" may be sent back', () => {
  const wish = parseInvitation({
    ...least,
    invitedUserDisplayName: null,
    invitedUserType: null,
    sendInvitationMessage: null,
    resetRedemption: false,
    invitedUser: null,
    invitedUserMessageInfo: {
      messageLanguage: null,
      customizedMessageBody: null,
      ccRecipients: [{ emailAddress: { name: null, address: null } }],
    },
  })
  assert.deepEqual(wish, parseInvitation(least))
})

const message = (info: unknown) => ({ ...least, invitedUserMessageInfo: info })
const bad: { given: unknown; error: string; property?: string }[] = [
  { given: null, error: 'bodyUnreadable' },
  { given: [], error: 'bodyUnreadable' },
  { given: 'x', error: 'bodyUnreadable' },
  { given: {}, error: 'propertyRequired', property: 'invitedUserEmailAddress' },
  {
    given: { ...least, invitedUserEmailAddress: null },
    error: 'propertyRequired',
    property: 'invitedUserEmailAddress',
  },
  { given: { ...least, invitedUserEmailAddress: ' ' }, error: 'propertyRequired', property: 'invitedUserEmailAddress' },
  { given: { ...least, invitedUserEmailAddress: 5 }, error: 'valueWrongType', property: 'invitedUserEmailAddress' },
  {
    given: { ...least, invitedUserEmailAddress: ['a@b.test'] },
    error: 'valueWrongType',
    property: 'invitedUserEmailAddress',
  },
  {
    given: { ...least, invitedUserEmailAddress: 'amy' },
    error: 'propertyInvalidBecause',
    property: 'invitedUserEmailAddress',
  },
  {
    given: { ...least, invitedUserEmailAddress: 'a'.repeat(500_000) },
    error: 'propertyInvalidBecause',
    property: 'invitedUserEmailAddress',
  },
  { given: { ...least, inviteRedirectUrl: undefined }, error: 'propertyRequired', property: 'inviteRedirectUrl' },
  { given: { ...least, inviteRedirectUrl: '' }, error: 'propertyRequired', property: 'inviteRedirectUrl' },
  {
    given: { ...least, inviteRedirectUrl: 'javascript:alert(1)' },
    error: 'propertyInvalidBecause',
    property: 'inviteRedirectUrl',
  },
  { given: { ...least, inviteRedirectUrl: { a: 1 } }, error: 'valueWrongType', property: 'inviteRedirectUrl' },
  {
    given: { ...least, invitedUserDisplayName: 'a\nb' },
    error: 'propertyInvalidBecause',
    property: 'invitedUserDisplayName',
  },
  {
    given: { ...least, invitedUserDisplayName: 'a'.repeat(257) },
    error: 'propertyInvalidBecause',
    property: 'invitedUserDisplayName',
  },
  { given: { ...least, invitedUserType: 'Owner' }, error: 'propertyInvalidBecause', property: 'invitedUserType' },
  { given: { ...least, sendInvitationMessage: 'true' }, error: 'valueWrongType', property: 'sendInvitationMessage' },
  { given: { ...least, sendInvitationMessage: 1 }, error: 'valueWrongType', property: 'sendInvitationMessage' },
  { given: { ...least, resetRedemption: 'no' }, error: 'valueWrongType', property: 'resetRedemption' },
  { given: { ...least, resetRedemption: true }, error: 'propertyInvalidBecause', property: 'invitedUser' },
  { given: { ...least, invitedUser: { id: 'x' } }, error: 'propertyInvalidBecause', property: 'invitedUser/id' },
  { given: { ...least, invitedUser: {} }, error: 'propertyRequired', property: 'invitedUser/id' },
  { given: { ...least, invitedUser: user }, error: 'valueWrongType', property: 'invitedUser' },
  { given: message('hi'), error: 'valueWrongType', property: 'invitedUserMessageInfo' },
  {
    given: message({ customizedMessageBody: 7 }),
    error: 'valueWrongType',
    property: 'invitedUserMessageInfo/customizedMessageBody',
  },
  {
    given: message({ customizedMessageBody: 'a'.repeat(10_001) }),
    error: 'propertyInvalidBecause',
    property: 'invitedUserMessageInfo/customizedMessageBody',
  },
  {
    given: message({ messageLanguage: 'not a tag' }),
    error: 'propertyInvalidBecause',
    property: 'invitedUserMessageInfo/messageLanguage',
  },
  {
    given: message({ ccRecipients: [{ emailAddress: { address: 'x' } }] }),
    error: 'propertyInvalidBecause',
    property: 'invitedUserMessageInfo/ccRecipients/emailAddress/address',
  },
  {
    given: message({ ccRecipients: ['x@y.test'] }),
    error: 'valueWrongType',
    property: 'invitedUserMessageInfo/ccRecipients[0]',
  },
  {
    given: message({ ccRecipients: ['a', 'b'].map((name) => ({ emailAddress: { address: `${name}@c.test` } })) }),
    error: 'propertyInvalidBecause',
    property: 'invitedUserMessageInfo/ccRecipients',
  },
  {
    given: { ...least, invitedUserSponsors: [{ id: 'x' }] },
    error: 'propertyInvalidBecause',
    property: 'invitedUserSponsors[0]/id',
  },
  {
    given: { ...least, 'invitedUserSponsors@odata.bind': ['x'] },
    error: 'propertyInvalidBecause',
    property: 'invitedUserSponsors@odata.bind',
  },
  {
    given: { ...least, 'invitedUserSponsors@odata.bind': 'x' },
    error: 'valueWrongType',
    property: 'invitedUserSponsors@odata.bind',
  },
  {
    given: {
      ...least,
      'invitedUserSponsors@odata.bind': [1, 2, 3, 4, 5, 6].map((n) => `users/${user.slice(0, -1)}${n}`),
    },
    error: 'propertyInvalidBecause',
    property: 'invitedUserSponsors',
  },
  { given: { ...least, status: 'Completed' }, error: 'propertyReadOnly', property: 'status' },
  { given: { ...least, id: user }, error: 'propertyReadOnly', property: 'id' },
  { given: { ...least, inviteRedeemUrl: 'https://x' }, error: 'propertyReadOnly', property: 'inviteRedeemUrl' },
  { given: { ...least, invitedUserEmail: 'x' }, error: 'propertyUnknown', property: 'invitedUserEmail' },
  { given: JSON.parse(`{"__proto__": 1, "constructor": 2}`), error: 'propertyUnknown', property: '__proto__' },
]
for (const c of bad) {
  test(`refused: ${JSON.stringify(c.given)?.slice(-100)}`, () => {
    assert.throws(
      () => parseInvitation(c.given),
      (error) => {
        assert.ok(error instanceof Refusal, String(error))
        assert.equal(error.error, c.error)
        assert.equal(error.extra.target, c.property)
        if (c.property) assert.ok(error.message.includes(c.property))
        return true
      },
    )
  })
}
