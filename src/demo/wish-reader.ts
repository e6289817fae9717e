import { BadWorld, type WorldProblem } from './world-file.ts'

/**
 * A value of a world file, with the path that leads to it (`$.tenants.contoso.apps["admin-script"]`) and the list on
 * which problems are noted: reading goes on, so that all of them are told at once.
 */
export type Place = { path: string; value: unknown; problems: WorldProblem[] }

export const rootOf = (value: unknown): Place => ({ path: '$', value, problems: [] })

export function note({ path, problems }: Place, problem: string, fix: string): void {
  problems.push({ path, problem, fix })
}

/** Throws when anything was noted. */
export function finish({ problems }: Place): void {
  if (problems.length > 0) throw new BadWorld(problems)
}

/** What lies under a key, or at an index. */
export function inside({ path, problems }: Place, key: string | number, value: unknown): Place {
  const plain = typeof key === 'string' && /^[A-Za-z_$][\w$]*$/.test(key)
  return { path: `${path}${plain ? `.${key}` : `[${JSON.stringify(key)}]`}`, value, problems }
}

export type Fields = { has(name: string): boolean; at(name: string): Place }

/** An object that may hold these keys only. Absent is an empty one. */
export function fields(place: Place, known: readonly string[]): Fields {
  const value = objectAt(place)
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue
    const near = nearest(key, known)
    const fix = near === undefined ? `It may hold ${known.join(', ')}.` : `Did you mean '${near}'?`
    note(inside(place, key, undefined), 'is not known here.', fix)
  }
  const has = (name: string) => Object.hasOwn(value, name) && value[name] !== undefined
  return { has, at: (name) => inside(place, name, has(name) ? value[name] : undefined) }
}

/** An object whose keys are the author's own names. */
export function entries(place: Place, what: string): [key: string, place: Place][] {
  return Object.entries(objectAt(place)).flatMap(([key, value]): [string, Place][] => {
    const one = inside(place, key, value)
    if (/^[^/\s][^/]{0,63}$/.test(key)) return [[key, one]]
    note(one, `is no key for ${what}.`, 'A key has 1 to 64 characters, no slash, and no space at its start.')
    return []
  })
}

function objectAt(place: Place): Record<string, unknown> {
  const { value } = place
  if (value === undefined) return {}
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  note(place, `is ${kindOf(value)}.`, 'Write an object: { … }.')
  return {}
}

/** The text, or `otherwise` where nothing is written or what is written was refused. */
export function text<T extends string | null>(place: Place, otherwise: T, longest = 256): string | T {
  const { value } = place
  if (value === undefined) return otherwise
  const isText = typeof value === 'string' && value.trim() !== '' && value.length <= longest
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (isText && !/[\u0000-\u001f\u007f]/.test(value)) return value
  const problem =
    typeof value === 'string' ? 'is empty, too long, or holds control characters.' : `is ${kindOf(value)}.`
  note(place, problem, `Write a text of 1 to ${longest} characters.`)
  return otherwise
}

export function list(place: Place): Place[] {
  const { value } = place
  if (value === undefined) return []
  if (Array.isArray(value)) return value.map((one, index) => inside(place, index, one))
  note(place, `is ${kindOf(value)}.`, 'Write a list: [ … ].')
  return []
}

export const texts = (place: Place): { place: Place; value: string }[] =>
  list(place).flatMap((one) => {
    const value = one.value === undefined ? undefined : text(one, null)
    return value == null ? [] : [{ place: one, value }]
  })

export function choice<T extends string>(place: Place, choices: readonly T[], otherwise: T): T {
  const { value } = place
  if (value === undefined) return otherwise
  const found = choices.find((one) => one === value)
  if (found === undefined) note(place, `is ${said(value)}.`, `Write ${choices.map((one) => `'${one}'`).join(' or ')}.`)
  return found ?? otherwise
}

export const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'an object'
        : `a ${typeof value}`

/** What somebody wrote, short enough for a message. */
export const said = (value: unknown): string =>
  typeof value === 'string'
    ? `'${value.slice(0, 60)}'`
    : value === null || typeof value === 'object'
      ? kindOf(value)
      : String(value)

/** The known name that a misspelt one was probably meant to be. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const distance = (a: string, b: string) => {
    let row = Array.from({ length: b.length + 1 }, (_, index) => index)
    for (let i = 1; i <= a.length; i++) {
      const next = [i]
      for (let j = 1; j <= b.length; j++) {
        const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
        next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
      }
      row = next
    }
    return row[b.length] ?? a.length
  }
  const wanted = name.toLowerCase().slice(0, 60)
  const ranked = known
    .map((one) => ({ one, far: distance(wanted, one.toLowerCase()) }))
    .toSorted((a, b) => a.far - b.far)
  const [best] = ranked
  return best && best.far <= Math.max(1, Math.floor(wanted.length / 3)) ? best.one : undefined
}
