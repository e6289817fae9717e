import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const pages = globSync(['*.md', 'docs/**/*.md'])

test('every link of the documentation leads to a file', () => {
  const broken = pages.flatMap((page) =>
    targets(page).flatMap((target) => (existsSync(target) ? [] : [`${page} links to ${target}, which does not exist`])),
  )
  assert.deepEqual(broken, [])
})

for (const index of ['docs/README.md', 'docs/decisions/README.md'])
  test(`${index} leads to all that lies beside and below it`, () => {
    const reached = new Set([index])
    for (const page of reached) for (const target of targets(page)) if (target.endsWith('.md')) reached.add(target)
    const missing = pages.filter((page) => page.startsWith(`${dirname(index)}/`) && !reached.has(page))
    assert.deepEqual(missing, [])
  })

/** The files that a page links to, as paths from the root. Links elsewhere and within the page are left out. */
function targets(page: string): string[] {
  const links = readFileSync(page, 'utf8').matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)
  return [...links].flatMap(([, to = '']) => (/^[a-z]+:/.test(to) ? [] : [join(dirname(page), to)]))
}
