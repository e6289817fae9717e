import { texts } from '../../../texts/en/applications.ts'

const words = texts.manifest
const partsOf = (app: object) => Object.entries(app).filter(([name]) => !name.startsWith('@'))

/** Without what says where the answer came from: `@odata.context`. */
export const manifestOf = (app: object): string => JSON.stringify(Object.fromEntries(partsOf(app)), null, 2)

/** What a PATCH has to say: the properties that are not as they were. A name that was taken out stays as it is. */
export function changesIn(text: string, before: object): { changes: object } | { problem: string } {
  let wanted: unknown
  try {
    wanted = JSON.parse(text)
  } catch (error) {
    return { problem: words.notJson(error instanceof Error ? error.message : '') }
  }
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return { problem: words.notAnObject }
  const known = new Map(partsOf(before).map(([name, value]) => [name, JSON.stringify(value)]))
  const changed = partsOf(wanted).filter(([name, value]) => known.get(name) !== JSON.stringify(value))
  return changed.length === 0 ? { problem: words.nothingChanged } : { changes: Object.fromEntries(changed) }
}
