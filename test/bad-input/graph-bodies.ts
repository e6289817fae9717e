import assert from 'node:assert/strict'
import type { TestServer } from '../harness/index.ts'
import { contentOf } from './content.ts'
import { huge } from './texts.ts'

/** One bad body: where it goes, and what the refusal must name. `expect`: 400 unless told. */
export type BodyCase = {
  what: string
  method: 'POST' | 'PATCH'
  path: string
  body: string | Uint8Array
  /** Part of the message. Null where the fault is the body's as a whole. */
  names: string | null
  expect?: number
  type?: string
}

export type Kind = 'string' | 'boolean' | 'object' | 'list'

const ofAnotherKind: Record<Kind, [what: string, json: string][]> = {
  string: [
    ['a number', '1'],
    ['a boolean', 'true'],
    ['a list', '["x"]'],
    ['an object', '{"x":1}'],
  ],
  boolean: [
    ['a number', '1'],
    ['a text', '"true"'],
    ['a list', '[true]'],
    ['an object', '{}'],
  ],
  object: [
    ['a number', '1'],
    ['a text', '"x"'],
    ['a list', '[]'],
    ['a boolean', 'false'],
  ],
  list: [
    ['a number', '1'],
    ['a text', '"x"'],
    ['an object', '{}'],
    ['a list of numbers', '[1]'],
    ['a list of nothing', '[null]'],
  ],
}

/** Texts that no property can keep. Written as JSON escapes: the bytes on the wire are plain. */
const unkeepable: [what: string, json: string][] = [
  ['NUL', '"a\\u0000b"'],
  ['half of a pair', '"\\ud800"'],
]

/**
 * The faults that a property of a JSON body can have by itself: another kind of value, characters that cannot be kept,
 * too long a text, given twice. `rest`: the other properties, as JSON members, with which the body would be good.
 */
export function faultsOf(
  at: Pick<BodyCase, 'method' | 'path'>,
  property: string,
  kind: Kind,
  given: { rest?: string; good?: string; inside?: (json: string) => string; hugeToo?: boolean } = {},
): BodyCase[] {
  const inside = given.inside ?? ((json: string) => `"${property}":${json}`)
  const body = (member: string) => `{${[given.rest, member].filter(Boolean).join(',')}}`
  const last = property.split(/[/.]/).at(-1) ?? property
  const one = (what: string, json: string): BodyCase => ({
    ...at,
    what: `${property}: ${what}`,
    body: body(inside(json)),
    names: last,
  })
  const top = property.split(/[/.]/)[0] ?? property
  const twice = inside(given.good ?? '"x"')
  return [
    ...ofAnotherKind[kind].map(([what, json]) => one(what, json)),
    ...unkeepable.map(([what, json]) => ({ ...one(what, json), names: top })),
    ...(given.hugeToo === false ? [] : [one('huge', JSON.stringify(huge))]),
    { ...at, what: `${property}: twice`, body: body(`${twice},${twice}`), names: top },
  ]
}

/** The faults that a body can have as a whole, by character set, type and form. `good`: a body that would be taken. */
export const faultsOfWhole = (at: Pick<BodyCase, 'method' | 'path'>, good: string): BodyCase[] => {
  const whole = (what: string, body: string | Uint8Array, more: Partial<BodyCase> = {}): BodyCase => ({
    ...at,
    what,
    body,
    names: null,
    ...more,
  })
  return [
    whole('no body', ''),
    whole('no JSON', '{"a":'),
    whole('JSON null', 'null'),
    whole('a JSON list', '[]'),
    whole('a JSON text', '"x"'),
    whole('UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le')),
    whole('bytes that are no UTF-8', Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xff, 0xc0), Buffer.from('"}')])),
    whole('said to be UTF-16', Buffer.from(good, 'utf16le'), { type: 'application/json; charset=utf-16', expect: 415 }),
    whole('a form', 'a=b', { type: 'application/x-www-form-urlencoded', expect: 415 }),
    whole('plain text', good, { type: 'text/plain', expect: 415 }),
    whole('a multipart body', good, { type: 'multipart/form-data; boundary=x', expect: 415 }),
    whole('no content type', good, { type: '', expect: 415 }),
    whole('an unknown property', '{"nonsense":1}', { names: 'nonsense' }),
    whole('a name of Object', '{"__proto__":{"x":1}}', { names: '__proto__' }),
    whole('more than a megabyte', JSON.stringify({ nonsense: 'x'.repeat(1_100_000) }), { expect: 413 }),
    whole('nested deeply', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`),
  ]
}

/** Sends all of them with the tenant's own script, which may do everything: each is refused, and nothing changed. */
export async function refusesAll(server: TestServer, cases: readonly BodyCase[]): Promise<void> {
  const token = await server.graphToken('contoso')
  const before = await contentOf(server)
  const faults: string[] = []
  for (const { what, method, path, body, names, expect = 400, type = 'application/json' } of cases) {
    const answer = await server.fetch(path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body,
    })
    const text = await answer.text()
    const where = `${method} ${path}, ${what}`
    if (answer.status !== expect) faults.push(`${where}: ${answer.status} instead of ${expect}: ${text.slice(0, 160)}`)
    else {
      const { error } = JSON.parse(text) as { error: { message: string; target?: string } }
      const told = `${error.message} ${error.target ?? ''}`
      if (names !== null && !told.includes(names)) faults.push(`${where}: ${names} is not named: ${told.slice(0, 160)}`)
    }
  }
  assert.deepEqual(faults, [])
  assert.deepEqual(await contentOf(server), before)
  assert.deepEqual(
    server.log.filter(({ level }) => level === 'error'),
    [],
  )
}
