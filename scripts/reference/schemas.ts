import { worldFileSchema } from '../../src/demo/world-file-schema.ts'
import { demoWorldSchema } from '../../src/demo/world-schema.ts'

/** JSON Schema of `data/demo.json`. */
export const demoSchema = (): string =>
  published(
    demoWorldSchema,
    'data/demo.json',
    'src/demo/world-schema.ts',
    'What the demo of Gatehouse writes at every start.',
  )

/** JSON Schema of what `gatehouse demo --world` reads, and by which it reads. */
export const worldSchema = (): string =>
  published(
    worldFileSchema,
    'A world for gatehouse demo --world world.json',
    'src/demo/world-file-schema.ts',
    'Tenants with people, groups, guests and apps. Nearly everything may be left out; what is left out depends on its key only.',
  )

const published = (schema: object, title: string, source: string, description: string): string =>
  `${JSON.stringify(
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title,
      description,
      $comment: `Generated from ${source} by scripts/generate-reference.ts.`,
      ...schema,
    },
    undefined,
    2,
  )}\n`
