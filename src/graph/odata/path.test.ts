import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../../errors/index.ts'
import { parsePath, type Step } from './path.ts'

const shown = (step: Step): string =>
  step.kind === 'segment'
    ? `${step.qualified ? 'graph.' : ''}${step.text}`
    : step.kind === 'key'
      ? `<${step.value}>`
      : `<${[...step.values].map(([name, value]) => `${name}=${value}`).join(',')}>`

const read: [path: string, steps: string][] = [
  ['', ''],
  ['/', ''],
  ['/users', 'users'],
  ['/users/', 'users'],
  ['/Users/a', 'Users a'],
  ["/users('a')", 'users <a>'],
  ["/users('o''brien@x')", "users <o'brien@x>"],
  ["/users('%24x@y')", 'users <$x@y>'],
  ['/users(243b1de4-0000-4000-8000-000000000001)', 'users <243b1de4-0000-4000-8000-000000000001>'],
  ['/users/a_b.com%23EXT%23@contoso.test', 'users a_b.com#EXT#@contoso.test'],
  ["/applications(appId='x')", 'applications <appid=x>'],
  ["/x(a='1',b=2)/y", 'x <a=1,b=2> y'],
  ['/users/delta()', 'users delta'],
  ['/users/microsoft.graph.delta()', 'users graph.delta'],
  ['/groups/a/members/graph.user', 'groups a members graph.user'],
  ['/groups/a/members/$ref', 'groups a members $ref'],
  ['/users/a%2Fb', 'users a/b'],
  ["/users('a%2Fb')", 'users <a/b>'],
]
for (const [path, steps] of read) {
  test(`the path ${path || 'of nothing'} has the steps ${steps || 'of none'}`, () =>
    assert.equal(parsePath(path).map(shown).join(' '), steps))
}

const refused: [why: string, path: string][] = [
  ['a bad escape', '/users/%zz'],
  ['half an escape', '/users/%E0%A4'],
  ['an empty step', '/users//a'],
  ['an open quote', "/users('a)"],
  ['two keys of one name', "/x(a='1',a='2')"],
  ['a comma at the end', "/x(a='1',)"],
  ['what is no key', '/x(a=)'],
  ['spaces in a bare key', '/x(a b)'],
  ['too many steps', '/a'.repeat(40)],
  ['a very long path', `/${'a'.repeat(5000)}`],
  ['many keys of one name', `/x(${"a='1',".repeat(280)}a='1')`],
  ['quotes only', `/x(${"'".repeat(2001)})`],
]
for (const [why, path] of refused) {
  test(`a path with ${why} is refused as an unknown segment`, () =>
    assert.throws(
      () => parsePath(path),
      (error) => error instanceof Refusal && error.error === 'segmentUnknown',
    ))
}
