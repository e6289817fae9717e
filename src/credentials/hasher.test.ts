import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { startPasswordHasher } from './hasher.ts'
import { parseHash } from './phc.ts'

test('a password verifies against its own hash only, and nobody verifies', async (t) => {
  const hasher = startPasswordHasher(1)
  t.after(() => hasher.close())
  const hash = await hasher.hash('correct horse')
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/)
  assert.notEqual(hash, await hasher.hash('correct horse'))
  assert.equal(await hasher.verify('correct horse', hash), true)
  assert.equal(await hasher.verify('correct horse ', hash), false)
  assert.equal(await hasher.verify('', hash), false)
  assert.equal(await hasher.verify('correct horse', undefined), false)
  assert.equal(await hasher.verify('correct horse', 'not a hash'), false)
})

test('many at once are all answered, by fewer threads', async (t) => {
  const hasher = startPasswordHasher(2)
  t.after(() => hasher.close())
  const hash = await hasher.hash('a')
  const tries = ['a', 'b', 'a', 'c', 'a', 'a']
  const answers = await Promise.all(tries.map((password) => hasher.verify(password, hash)))
  assert.deepEqual(answers, [true, false, true, false, true, true])
})

test('after close every question is refused instead of left waiting', async () => {
  const hasher = startPasswordHasher(1)
  const asked = [hasher.hash('a'), hasher.hash('b')]
  const ended = Promise.allSettled(asked)
  await hasher.close()
  assert.deepEqual(
    (await ended).map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  await assert.rejects(hasher.hash('c'), /closed/)
})

test('an idle hasher does not keep the process alive', async () => {
  const module = new URL('./hasher.ts', import.meta.url).href
  const script = `const { startPasswordHasher } = await import('${module}'); const h = startPasswordHasher(2); await h.hash('x'); console.log('done')`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 20_000,
  })
  assert.equal(stdout, 'done\n')
})

const forms = [
  { given: '', ok: false },
  {
    given: '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    ok: true,
  },
  {
    given: '$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    ok: false,
  },
  {
    given: '$argon2id$v=19$m=99999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    ok: false,
  },
]
for (const { given, ok } of forms) {
  test(`'${given.slice(0, 34)}' is ${ok ? '' : 'not '}a hash`, () => assert.equal(parseHash(given) !== undefined, ok))
}
