// npm run reference: what of docs/reference/ is written from the code.
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { errorsPage } from './reference/errors.ts'
import { graphPage } from './reference/graph.ts'
import { permissionsPage } from './reference/permissions.ts'
import { demoSchema, worldSchema } from './reference/schemas.ts'
import { settingsPage } from './reference/settings.ts'

/** The files of docs/reference/ that are written from the code, by name. A test compares each with its file. */
export const referencePages: Readonly<Record<string, () => string>> = {
  'demo.schema.json': demoSchema,
  'errors.md': errorsPage,
  'graph.md': graphPage,
  'permissions.md': permissionsPage,
  'settings.md': settingsPage,
  'world.schema.json': worldSchema,
}

export const referenceFile = (name: string): URL => new URL(`../docs/reference/${name}`, import.meta.url)

// Not `import.meta.main`: scripts/run.cjs is that.
if (process.argv[1] === fileURLToPath(import.meta.url))
  await Promise.all(Object.entries(referencePages).map(([name, text]) => writeFile(referenceFile(name), text())))
