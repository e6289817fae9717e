import { writeFile } from 'node:fs/promises'
import { demoWorldSchema } from '../src/demo/world-schema.ts'

const target = new URL('../docs/reference/demo.schema.json', import.meta.url)

/** JSON Schema of `data/demo.json`. A test compares it with the file. */
export const demoSchema = (): string =>
  `${JSON.stringify(
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'data/demo.json',
      description:
        'What the demo of Gatehouse writes at every start. Generated from src/demo/world-schema.ts by scripts/generate-demo-schema.ts.',
      ...demoWorldSchema,
    },
    undefined,
    2,
  )}\n`

if (import.meta.main) await writeFile(target, demoSchema())
