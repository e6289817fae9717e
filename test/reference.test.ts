import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { referenceFile, referencePages } from '../scripts/generate-reference.ts'

for (const [name, page] of Object.entries(referencePages))
  test(`docs/reference/${name} is what the code says`, async () => {
    const written = await readFile(referenceFile(name), 'utf8')
    assert.equal(written, page(), 'run: npm run reference')
  })
