import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { hasTest, readClaims } from './parity.ts'

test('every claim of docs/parity.md names a test that exists', () => {
  const complaints = readClaims(readFileSync('docs/parity.md', 'utf8')).flatMap(({ claim, witnesses, line }) => {
    const where = `docs/parity.md:${line} (${claim})`
    if (witnesses.length === 0) return [`${where} names no witness in the form: file › test title`]
    return witnesses.flatMap(({ file, title }) => {
      if (!/\.test\.ts$/.test(file) || !existsSync(file)) return [`${where} names ${file}, which is no test file`]
      return hasTest(readFileSync(file, 'utf8'), title) ? [] : [`${where}: ${file} has no test "${title}"`]
    })
  })
  assert.deepEqual(complaints, [])
})

test('claims are read from their tables, with one witness or several', () => {
  const text = [
    'Words.',
    '| claim | witness |',
    '| --- | :---: |',
    '| Codes work once | `a.test.ts › a code, twice` |',
    '| A \\| B | a.test.ts › x<br>b.test.ts › y |',
    '| Nothing shown | soon |',
    '',
    '| other | table |',
    '| --- | --- |',
    '| not | a claim |',
  ].join('\n')
  assert.deepEqual(readClaims(text), [
    { claim: 'Codes work once', witnesses: [{ file: 'a.test.ts', title: 'a code, twice' }], line: 4 },
    {
      claim: 'A | B',
      witnesses: [
        { file: 'a.test.ts', title: 'x' },
        { file: 'b.test.ts', title: 'y' },
      ],
      line: 5,
    },
    { claim: 'Nothing shown', witnesses: [], line: 6 },
  ])
})

const source = `
test('plain', () => {})
test("it's double", () => {})
test('it\\'s single', () => {})
for (const c of cases) test(\`access when \${c.given}\`, () => {})
`
const titles: [string, boolean][] = [
  ['plain', true],
  ["it's double", true],
  ["it's single", true],
  ['access when', true],
  ['plai', false],
  ['access', false],
]
for (const [title, found] of titles)
  test(`a witness titled "${title}" is ${found ? 'found' : 'missed'}`, () =>
    assert.equal(hasTest(source, title), found))
