import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gatehouse } from '../cli/run.ts'

/** Everything that stands as code in the documentation, a line at a time. */
const code = globSync(['*.md', 'docs/**/*.md', 'web/*.md'], { exclude: ['docs/reference/errors.md'] }).flatMap(
  (page) => {
    const text = readFileSync(page, 'utf8').replaceAll('\\\n', ' ')
    const fences = [...text.matchAll(/^ *```\w*\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) => block.split('\n'))
    const spans = [...text.replaceAll(/^ *```\w*\n[\s\S]*?^ *```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(
      ([, span = '']) => span,
    )
    return [...fences, ...spans].map((line) => ({ page, line }))
  },
)

test('every npm script and every file of scripts/ that the documentation names exists', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  const missing = code.flatMap(({ page, line }) => [
    ...[...line.matchAll(/\bnpm run ([\w:-]+)/g)].flatMap(([, name = '']) =>
      scripts[name] ? [] : [`${page}: npm run ${name}`],
    ),
    ...[...line.matchAll(/\bscripts\/[\w/.-]+\.(?:ts|cjs)/g)].flatMap(([file]) =>
      existsSync(file) ? [] : [`${page}: ${file}`],
    ),
  ])
  assert.deepEqual(missing, [])
})

test('every command of gatehouse that the documentation names exists, with its options', async () => {
  const named = new Map<string, Set<string>>()
  for (const { page, line } of code)
    for (const [, command = '', rest = ''] of line.matchAll(/(?:^|npx |\s)gatehouse ((?:keys )?[a-z]+)\b([^|#>&]*)/g)) {
      const options = named.get(command) ?? named.set(command, new Set()).get(command)
      options?.add('')
      for (const [option] of rest.matchAll(/--[a-z][a-z-]*/g)) options?.add(`${option} (${page})`)
    }
  assert.ok(named.size >= 8, [...named.keys()].join())
  for (const [command, options] of named) {
    const { code: status, out, err } = await gatehouse([...command.split(' '), '--help'])
    assert.equal(status, 0, `gatehouse ${command}: ${err}`)
    for (const option of options) assert.ok(out.includes(option.split(' ')[0] ?? ''), `gatehouse ${command} ${option}`)
  }
})
