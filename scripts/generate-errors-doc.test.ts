import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { errorsPage } from './generate-errors-doc.ts'

test('docs/reference/errors.md is what the catalogue says', async () => {
  const page = await readFile(new URL('../docs/reference/errors.md', import.meta.url), 'utf8')
  assert.equal(page, errorsPage(), 'run: node scripts/generate-errors-doc.ts')
})
