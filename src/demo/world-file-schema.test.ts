import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Static } from 'typebox'
import Schema from 'typebox/schema'
import { defaultWorld } from './default-world.ts'
import { readWorld } from './read-world.ts'
import { BadWorld, type WorldFile } from './world-file.ts'
import type { worldFileSchema } from './world-file-schema.ts'

// The published file, as an editor has it; not the object in the code.
const published = JSON.parse(
  readFileSync(new URL('../../docs/reference/world.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>
const schemaTakes = (world: unknown): boolean => Schema.Check(published, world)

function readerTakes(world: unknown): boolean {
  try {
    readWorld(world, 'gatehouse.test')
    return true
  } catch (error) {
    assert.ok(error instanceof BadWorld, String(error))
    return false
  }
}

const guid = (last: number) => `11111111-1111-4111-8111-${String(last).padStart(12, '0')}`

/** Every property that there is, once. */
const whole = {
  $schema: './node_modules/gatehouse/docs/reference/world.schema.json',
  tenants: {
    acme: {
      id: guid(1),
      kind: 'workforce',
      displayName: 'Acme',
      domain: 'acme.example',
      people: {
        ann: {
          id: guid(2),
          userPrincipalName: 'ann@acme.example',
          mail: 'ann@mail.example',
          password: 'correct horse',
          displayName: 'Ann',
          roles: ['Guest Inviter'],
        },
      },
      groups: { staff: { id: guid(3), displayName: 'Staff', description: '', members: ['ann'] } },
      guests: {
        bob: { id: guid(4), home: 'globex/bob', displayName: 'Bob', roles: ['Directory Readers'] },
        cas: {
          home: null,
          mail: 'cas@mail.example',
          userPrincipalName: 'cas_mail.example#EXT#@acme.example',
          state: 'PendingAcceptance',
        },
      },
      apps: {
        web: {
          appId: guid(5),
          objectId: guid(6),
          servicePrincipalId: guid(7),
          displayName: 'Web',
          kind: 'confidential',
          secret: 'not so secret',
          identifierUri: 'https://acme.example/web',
          scopes: [
            'Orders.Read',
            {
              value: 'Orders.Manage',
              type: 'Admin',
              adminConsentDisplayName: 'Manage',
              adminConsentDescription: 'Manages',
              userConsentDisplayName: 'Manage',
              userConsentDescription: 'Manages',
            },
          ],
          appRoles: [
            'Orders.Process',
            { value: 'Approver', displayName: 'A', description: 'B', allowedMemberTypes: ['User'] },
          ],
          redirectUris: {
            web: ['http://localhost/a'],
            spa: ['http://localhost/b'],
            publicClient: ['http://localhost'],
          },
          permissions: { delegated: ['User.Read'], application: ['web/Orders.Process'], adminConsent: true },
          optionalClaims: { idToken: ['acct'], accessToken: ['acct'] },
          clients: { msalNode: {} },
        },
      },
    },
    globex: { people: { bob: {} } },
  },
  origin: 'https://localhost:8443',
  ca: null,
  graph: 'https://localhost:8443',
  outbox: 'https://localhost:8443/gatehouse/outbox',
  clock: 'https://localhost:8443/gatehouse/clock',
  operator: { token: 'x' },
  clients: {},
}

type Spot = readonly (string | number)[]

/** Every place in a value, the root too. */
const spots = (value: unknown, at: Spot = []): Spot[] =>
  typeof value !== 'object' || value === null
    ? [at]
    : [
        at,
        ...Object.entries(value).flatMap(([key, one]) => spots(one, [...at, Array.isArray(value) ? Number(key) : key])),
      ]

function put(world: unknown, spot: Spot, value: unknown): unknown {
  const [key, ...rest] = spot
  if (key === undefined) return value
  if (Array.isArray(world)) return world.map((one, index) => (index === key ? put(one, rest, value) : one))
  const old = world as Record<string, unknown>
  return { ...old, [key]: put(old[key], rest, value) }
}

/** Of another kind than anything that may stand there. */
const strays = [7, true, null, [], {}, [7], { stray: 1 }, 'x\ny', '', '   ', 'x'.repeat(3000)]

test('the published schema and the reader take the same world files, whatever of another kind stands anywhere', () => {
  assert.ok(schemaTakes(whole) && readerTakes(whole))
  const apart: string[] = []
  let refused = 0
  for (const spot of spots(whole))
    for (const stray of strays) {
      const world = put(whole, spot, stray)
      const [schema, reader] = [schemaTakes(world), readerTakes(world)]
      if (!schema) refused += 1
      // What is emptied may be missed elsewhere in the world: that no schema can say.
      const missed = schema && !reader && ['{}', '[]', 'null'].includes(JSON.stringify(stray))
      if (schema !== reader && !missed)
        apart.push(`${spot.join('.')} = ${JSON.stringify(stray).slice(0, 40)}: schema ${schema}, reader ${reader}`)
    }
  assert.deepEqual(apart, [])
  assert.ok(refused > 500, String(refused))
})

test('the published schema and the reader know the same properties', () => {
  const objects = spots(whole).filter((spot) => {
    const value = spot.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], whole)
    // The instance's own half is passed over, and the keys of maps are the author's.
    return typeof value === 'object' && value !== null && !Array.isArray(value) && spot[0] !== 'operator'
  })
  for (const spot of objects.filter((one) => !one.includes('clients'))) {
    const map = ['tenants', 'people', 'groups', 'guests', 'apps'].includes(String(spot.at(-1)))
    const world = put(whole, [...spot, map ? 'no/key' : 'stray'], {})
    assert.deepEqual([schemaTakes(world), readerTakes(world)], [false, false], spot.join('.'))
  }
})

test("the demo's own world is one that the published schema takes", () => {
  assert.ok(schemaTakes(defaultWorld))
})

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
type Readonlys<T> = T extends object ? { readonly [Key in keyof T]: Readonlys<T[Key]> } : T

test('the type of a world file says what its schema says', () => {
  // Does not compile when they part ways.
  const same: Same<Readonlys<Pick<Static<typeof worldFileSchema>, '$schema' | 'tenants'>>, Readonlys<WorldFile>> = true
  assert.ok(same)
})
