import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWorld } from './read-world.ts'
import { BadWorld } from './world-file.ts'
import type { World } from './world-plan.ts'

const suffix = 'gatehouse.test'

function problems(written: unknown): string[] {
  try {
    readWorld(written, suffix)
    return []
  } catch (error) {
    assert.ok(error instanceof BadWorld, String(error))
    return error.problems.map(({ path, problem, fix }) => `${path} ${problem} ${fix}`)
  }
}

const acme = (tenant: unknown) => ({ tenants: { acme: tenant } })
const person = (wish: unknown) => acme({ people: { ann: wish } })
const app = (wish: unknown) => acme({ apps: { shop: wish } })
const guid = '11111111-1111-4111-8111-111111111111'

const refused: { given: string; world: unknown; told: RegExp[] }[] = [
  { given: 'no object', world: 7, told: [/^\$ is a number/, /^\$\.tenants names no tenant/] },
  { given: 'no tenant', world: {}, told: [/^\$\.tenants names no tenant\. Write at least one/] },
  {
    given: 'a misspelt key',
    world: { tenants: { acme: { poeple: {} } } },
    told: [/^\$\.tenants\.acme\.poeple is not known here\. Did you mean 'people'\?$/],
  },
  {
    given: 'a key that means nothing',
    world: acme({ zzzzzzzzz: 1 }),
    told: [/zzzzzzzzz is not known here\. It may hold id, kind/],
  },
  {
    given: 'another kind',
    world: acme({ kind: 'b2c' }),
    told: [/^\$\.tenants\.acme\.kind is 'b2c'\. Write 'workforce' or 'external'\.$/],
  },
  { given: 'no GUID', world: acme({ id: 'x' }), told: [/^\$\.tenants\.acme\.id is 'x', which is no GUID/] },
  {
    given: 'an id of Gatehouse itself',
    world: acme({ id: '00000003-0000-0000-c000-000000000000' }),
    told: [/so is the id of Gatehouse itself/],
  },
  {
    given: 'one id for two things',
    world: { tenants: { a: { id: guid }, b: { people: { ann: { id: guid.toUpperCase() } } } } },
    told: [/^\$\.tenants\.b\.people\.ann\.id is '1{8}-.*so is the id of \$\.tenants\.a\.id/],
  },
  {
    given: 'one domain for two tenants',
    world: { tenants: { a: { domain: 'acme.example' }, b: { domain: 'ACME.example' } } },
    told: [
      /^\$\.tenants\.b\.domain is 'acme\.example', and so is the domain of \$\.tenants\.a\.domain\. Write another one\.$/,
    ],
  },
  {
    given: 'no domain',
    world: acme({ domain: 'acme' }),
    told: [/domain is 'acme', which is no domain\. Write a name such as contoso\.example/],
  },
  {
    given: 'a key without a domain in it',
    world: { tenants: { '★': {} } },
    told: [/^\$\.tenants\["★"\]\.domain is needed/],
  },
  {
    given: 'a key with a slash',
    world: { tenants: { 'a/b': {} } },
    told: [/^\$\.tenants\["a\/b"\] is no key for a tenant/, /names no tenant|is no key/].slice(0, 1),
  },
  {
    given: 'a sign-in name elsewhere',
    world: person({ userPrincipalName: 'ann@other.example' }),
    told: [/ends in 'other\.example', which is not this tenant's domain\. Write ann@acme\.gatehouse\.test\.$/],
  },
  {
    given: 'one sign-in name for two people',
    world: acme({ people: { ann: {}, bob: { userPrincipalName: 'ANN@acme.gatehouse.test' } } }),
    told: [
      /^\$\.tenants\.acme\.people\.bob\.userPrincipalName is 'ann@acme\.gatehouse\.test', and so is the sign-in name of/,
    ],
  },
  { given: 'no address', world: person({ mail: 'ann' }), told: [/people\.ann\.mail is 'ann'/] },
  {
    given: 'a short password',
    world: person({ password: 'short' }),
    told: [/people\.ann\.password has fewer than 8 characters/],
  },
  {
    given: 'a misspelt role',
    world: person({ roles: ['Guest Invitor'] }),
    told: [
      /^\$\.tenants\.acme\.people\.ann\.roles\[0\] names 'Guest Invitor', which is no directory role\. Did you mean 'Guest Inviter'\?$/,
    ],
  },
  {
    given: 'a list that is none',
    world: person({ roles: 'Guest Inviter' }),
    told: [/roles is a string\. Write a list/],
  },
  { given: 'a text that is none', world: person({ displayName: 7 }), told: [/displayName is a number\. Write a text/] },
  {
    given: 'a member whom nobody knows',
    world: acme({ people: { ann: {} }, groups: { staff: { members: ['anne'] } } }),
    told: [/groups\.staff\.members\[0\] names 'anne'.*Did you mean 'ann'\?$/],
  },
  { given: 'a guest without an address', world: acme({ guests: { bob: {} } }), told: [/guests\.bob\.mail is missing/] },
  {
    given: 'a guest from nowhere',
    world: { tenants: { a: { guests: { bob: { home: 'b/bob' } } }, b: { people: { rob: {} } } } },
    told: [/guests\.bob\.home names 'b\/bob'.*Did you mean 'b\/rob'\?$/],
  },
  {
    given: 'a redirect URI that may not be',
    world: app({ redirectUris: { web: ['http://evil.example/cb'] } }),
    told: [
      /^\$\.tenants\.acme\.apps\.shop\.redirectUris\.web\[0\] is 'http:\/\/evil\.example\/cb'\. It must start with https/,
    ],
  },
  {
    given: 'one redirect URI twice',
    world: app({ redirectUris: { web: ['http://localhost/a'], spa: ['http://localhost/a'] } }),
    told: [/spa\[0\] .*It is there already/],
  },
  {
    given: 'a secret of a public app',
    world: app({ kind: 'public', secret: 'long enough' }),
    told: [/apps\.shop\.secret is the secret of a public app/],
  },
  {
    given: 'a permission of no app',
    world: app({ permissions: { delegated: ['api/Read'] } }),
    told: [/this tenant has no app 'api'/],
  },
  {
    given: 'a misspelt permission of Graph',
    world: app({ permissions: { application: ['User.Reed.All'] } }),
    told: [/Did you mean 'User\.Read\.All'\?$/],
  },
  {
    given: 'a scope as an application permission',
    world: acme({ apps: { api: { scopes: ['Read'] }, job: { permissions: { application: ['api/Read'] } } } }),
    told: [/no application permission of 'api'\. Its roles for applications are \(none\)\.$/],
  },
  {
    given: 'one scope twice',
    world: app({ scopes: ['Read', { value: 'Read' }] }),
    told: [/scopes\[1\]\.value is 'Read' for the second time/],
  },
  {
    given: "another's identifier URI",
    world: app({ identifierUri: 'https://other.example/api' }),
    told: [/identifierUri is .*belongs neither to the app nor to the tenant/],
  },
]
for (const { given, world, told } of refused)
  test(`a world file with ${given} is refused with the place, the problem and the fix`, () => {
    const found = problems(world)
    for (const one of told)
      assert.ok(
        found.some((problem) => one.test(problem)),
        `${one} in\n${found.join('\n')}`,
      )
  })

test('every problem of a world file is told at once', () => {
  const world = acme({ kind: 'b2c', people: { ann: { password: 'x' } }, apps: { shop: { secret: 'x' } } })
  assert.equal(problems(world).length, 3)
})

test('a world file may leave out nearly everything, and gives the same world each time', () => {
  const written = { tenants: { acme: { people: { ann: {} }, apps: { shop: {} } }, globex: { kind: 'external' } } }
  const world = readWorld(written, suffix)
  assert.deepEqual(world, readWorld(written, suffix))
  const [one, two] = world.tenants as [World['tenants'][number], World['tenants'][number]]
  assert.partialDeepStrictEqual(one, {
    key: 'acme',
    kind: 'workforce',
    displayName: 'Acme',
    domain: 'acme.gatehouse.test',
    people: [
      { userPrincipalName: 'ann@acme.gatehouse.test', mail: 'ann@acme.gatehouse.test', password: 'Acme-ann-2026' },
    ],
    apps: [{ key: 'shop', isPublic: false, identifierUri: null, delegated: [], application: [] }],
  })
  assert.equal(two.kind, 'external')
  assert.match(one.apps[0]?.secret ?? '', /^demo~/)
})

test('a world file says its own ids, secrets, redirect URIs, permissions, groups and guests', () => {
  const appId = '22222222-2222-4222-8222-222222222222'
  const { tenants } = readWorld(
    {
      tenants: {
        acme: {
          id: guid,
          domain: 'acme.example',
          people: {
            ann: { userPrincipalName: 'a.nn@acme.example', password: 'correct horse', roles: ['global administrator'] },
          },
          groups: { staff: { members: ['ann', 'bob', 'cas'] } },
          guests: { bob: { home: 'globex/bob' }, cas: { mail: 'cas@mail.example', state: 'PendingAcceptance' } },
          apps: {
            web: {
              appId,
              secret: 'not so secret',
              redirectUris: { web: ['http://localhost:3000/cb'] },
              permissions: { delegated: ['User.Read', 'api/Read'], application: ['api/Run'], adminConsent: true },
            },
            api: { scopes: ['Read'], appRoles: ['Run'] },
          },
        },
        globex: { people: { bob: {} } },
      },
    },
    suffix,
  )
  const [world] = tenants
  assert.partialDeepStrictEqual(world, {
    id: guid,
    domain: 'acme.example',
    people: [
      {
        userPrincipalName: 'a.nn@acme.example',
        password: 'correct horse',
        roles: ['62e90394-69f5-4237-9190-012177145e10'],
      },
    ],
    groups: [{ key: 'staff', members: ['ann', 'bob', 'cas'] }],
    guests: [
      {
        mail: 'bob@globex.gatehouse.test',
        userPrincipalName: 'bob_globex.gatehouse.test#EXT#@acme.example',
        state: 'Accepted',
      },
      { mail: 'cas@mail.example', home: null, state: 'PendingAcceptance' },
    ],
    apps: [{ appId, secret: 'not so secret', adminConsent: true }],
  })
  assert.deepEqual(
    world?.apps[0]?.delegated.map(({ value }) => value),
    ['User.Read', 'Read'],
  )
  assert.deepEqual(
    world?.apps[0]?.application.map(({ value }) => value),
    ['Run'],
  )
})
