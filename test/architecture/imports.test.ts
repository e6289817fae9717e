import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Arrow, circles, importsOf, walk } from './imports.ts'
import { gathersTypes, wrongArrow, zoneOf } from './walls.ts'

const arrows = walk()

test('every import points the way that the house allows', () => {
  assert.ok(arrows.length > 100, 'the sources were found')
  assert.deepEqual(arrows.map(wrongArrow).filter(Boolean), [])
})

test('no file imports itself through others', () => {
  // The types of all dependencies are gathered in deps.ts and store.ts from files that take them as parameters.
  const edges = arrows.filter(({ from }) => !gathersTypes.includes(from))
  assert.deepEqual(circles(edges.flatMap(({ from, to }) => (to ? [[from, to] as const] : []))), [])
})

const samples: { given: string; arrow: Omit<Arrow, 'specifier' | 'typeOnly'> & Partial<Arrow>; refused: boolean }[] = [
  {
    given: 'a domain asks another domain',
    arrow: { from: 'src/invitations/a.ts', to: 'src/directory/b.ts' },
    refused: false,
  },
  { given: 'a domain asks a surface', arrow: { from: 'src/access/a.ts', to: 'src/token-service/b.ts' }, refused: true },
  {
    given: 'a domain asks the pages of its own folder',
    arrow: { from: 'src/sign-in/a.ts', to: 'src/sign-in/pages/b.ts' },
    refused: true,
  },
  {
    given: 'a page asks its domain',
    arrow: { from: 'src/sign-in/pages/a.ts', to: 'src/sign-in/b.ts' },
    refused: false,
  },
  { given: 'a page asks the server', arrow: { from: 'web/admin/a.tsx', to: 'src/directory/b.ts' }, refused: true },
  {
    given: 'a page takes a pure rule that is shared',
    arrow: { from: 'web/admin/a.ts', to: 'src/cross-tenant-access/warnings.ts' },
    refused: false,
  },
  { given: 'the kit asks a page', arrow: { from: 'web/kit/a.ts', to: 'web/admin/b.ts' }, refused: true },
  { given: 'a surface asks storage', arrow: { from: 'src/graph/a.ts', to: 'src/storage/b.ts' }, refused: true },
  {
    given: 'a surface takes a type of storage',
    arrow: { from: 'src/graph/a.ts', to: 'src/storage/b.ts', typeOnly: true },
    refused: true,
  },
  {
    given: 'storage implements a domain',
    arrow: { from: 'src/storage/a.ts', to: 'src/consent/store.ts' },
    refused: false,
  },
  {
    given: 'storage implements the store types of a surface',
    arrow: { from: 'src/storage/a.ts', to: 'src/token-service/store.ts', typeOnly: true },
    refused: false,
  },
  {
    given: 'storage calls a surface',
    arrow: { from: 'src/storage/a.ts', to: 'src/token-service/b.ts' },
    refused: true,
  },
  {
    given: 'a leaf asks a domain',
    arrow: { from: 'src/clock.ts', to: 'src/tenants/b.ts', typeOnly: true },
    refused: true,
  },
  {
    given: 'the shape of dependencies takes a store type',
    arrow: { from: 'src/store.ts', to: 'src/mail/store.ts', typeOnly: true },
    refused: false,
  },
  { given: 'the portal asks Gatehouse', arrow: { from: 'demo/portal/a.ts', to: 'src/clock.ts' }, refused: true },
  { given: 'the root composes storage', arrow: { from: 'src/http/a.ts', to: 'src/storage/b.ts' }, refused: false },
  { given: 'anybody imports the command line', arrow: { from: 'src/main.ts', to: 'src/cli/b.ts' }, refused: true },
  { given: 'SQL outside storage', arrow: { from: 'src/directory/a.ts', specifier: 'kysely' }, refused: true },
  { given: 'SQL in storage', arrow: { from: 'src/storage/a.ts', specifier: 'kysely' }, refused: false },
  { given: 'an unknown folder', arrow: { from: 'src/utils/a.ts', to: 'src/clock.ts' }, refused: true },
]
for (const { given, arrow, refused } of samples)
  test(`the walls ${refused ? 'refuse' : 'allow'}: ${given}`, () => {
    assert.equal(wrongArrow({ specifier: '', typeOnly: false, ...arrow }) !== undefined, refused)
  })

test('imports are read in all their forms', () => {
  const source = [
    "import type { A } from './a.ts'",
    'import {\n  b,\n  type C,\n} from "../b.ts"',
    "import * as all from 'kysely'",
    "import './effect.ts'",
    "export { d } from './d.ts'",
    "const late = await import('./late.ts')",
    "const text = 'no import'",
  ].join('\n')
  assert.deepEqual(
    importsOf('x/y.ts', source).map(({ to, specifier, typeOnly }) => `${typeOnly ? 'type ' : ''}${to ?? specifier}`),
    ['type x/a.ts', 'b.ts', 'kysely', 'x/effect.ts', 'x/d.ts', 'x/late.ts'],
  )
})

test('a circle is found and named', () => {
  assert.deepEqual(
    circles([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
      ['a', 'c'],
    ]),
    ['b → c → b'],
  )
  assert.equal(zoneOf('src/sign-in/pages/x.ts'), 'surface')
})
