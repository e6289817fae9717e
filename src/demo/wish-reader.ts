import type {
  TArray,
  TBoolean,
  TEnum,
  TObject,
  TProperties,
  TRecord,
  TSchema,
  TString,
  TStringOptions,
  TUnion,
} from 'typebox'
import Value from 'typebox/value'
import { BadWorld, type WorldProblem } from './world-file.ts'

/**
 * A value of a world file, with what may stand there (world-file-schema.ts), the path that leads to it
 * (`$.tenants.contoso.apps["admin-script"]`), and the list on which problems are noted: reading goes on, so that all of
 * them are told at once.
 */
export type Place<Schema extends TSchema = TSchema> = {
  path: string
  value: unknown
  schema: Schema
  problems: WorldProblem[]
}

export const rootOf = <Schema extends TSchema>(value: unknown, schema: Schema): Place<Schema> => ({
  path: '$',
  value,
  schema,
  problems: [],
})

export function note({ path, problems }: Place, problem: string, fix: string): void {
  problems.push({ path, problem, fix })
}

/** Throws when anything was noted. */
export function finish({ problems }: Place): void {
  if (problems.length > 0) throw new BadWorld(problems)
}

/** What lies under a key, or at an index. */
function inside<Schema extends TSchema>(
  { path, problems }: Place,
  key: string | number,
  value: unknown,
  schema: Schema,
): Place<Schema> {
  const plain = typeof key === 'string' && /^[A-Za-z_$][\w$]*$/.test(key)
  return { path: `${path}${plain ? `.${key}` : `[${JSON.stringify(key)}]`}`, value, schema, problems }
}

/** The same place, where the value tells which of several things it is. */
export const as = <Schema extends TSchema>(place: Place, schema: Schema): Place<Schema> => ({ ...place, schema })

export type Fields<Properties extends TProperties> = {
  has(name: keyof Properties & string): boolean
  at<Name extends keyof Properties & string>(name: Name): Place<Properties[Name]>
}

/** An object that may hold the keys of its schema only. Absent is an empty one. */
export function fields<Properties extends TProperties>(place: Place<TObject<Properties>>): Fields<Properties> {
  const { properties } = place.schema
  const known = Object.keys(properties)
  const value = objectAt(place)
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue
    const near = nearest(key, known)
    const fix = near === undefined ? `It may hold ${known.join(', ')}.` : `Did you mean '${near}'?`
    note(inside(place, key, undefined, place.schema), 'is not known here.', fix)
  }
  const has = (name: string) => Object.hasOwn(value, name) && value[name] !== undefined
  const at = <Name extends keyof Properties & string>(name: Name) =>
    inside<Properties[Name]>(place, name, has(name) ? value[name] : undefined, properties[name])
  return { has, at }
}

/** An object whose keys are the author's own names. */
export function entries<Schema extends TSchema>(
  place: Place<TRecord<string, Schema>>,
  what: string,
): [key: string, place: Place<Schema>][] {
  return Object.entries(objectAt(place)).flatMap(([key, value]): [string, Place<Schema>][] => {
    for (const [pattern, schema] of Object.entries(place.schema.patternProperties))
      if (new RegExp(pattern, 'u').test(key)) return [[key, inside(place, key, value, schema)]]
    note(
      inside(place, key, value, place.schema),
      `is no key for ${what}.`,
      'A key has 1 to 64 characters, no slash, and no space at its start.',
    )
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
export function text<T extends string | null>(place: Place<TString>, otherwise: T): string | T {
  const { schema, value } = place
  if (value === undefined) return otherwise
  if (typeof value === 'string' && Value.Check(schema, value)) return value
  const { minLength = 0, maxLength = 0 }: TStringOptions = { ...schema }
  if (typeof value === 'string' && value.trim() !== '' && value.length < minLength) {
    const fix = 'Write a longer one, or leave it out: demo.json tells which one was made.'
    note(place, `has fewer than ${minLength} characters.`, fix)
    return otherwise
  }
  const problem =
    typeof value === 'string' ? 'is empty, too long, or holds control characters.' : `is ${kindOf(value)}.`
  note(place, problem, `Write a text of ${minLength} to ${maxLength} characters.`)
  return otherwise
}

export function list<Item extends TSchema>(place: Place<TArray<Item>>): Place<Item>[] {
  const { schema, value } = place
  if (value === undefined) return []
  if (Array.isArray(value)) return value.map((one, index) => inside(place, index, one, schema.items))
  note(place, `is ${kindOf(value)}.`, 'Write a list: [ … ].')
  return []
}

export const texts = (place: Place<TArray<TString>>): { place: Place<TString>; value: string }[] =>
  list(place).flatMap((one) => {
    const value = one.value === undefined ? undefined : text(one, null)
    return value == null ? [] : [{ place: one, value }]
  })

export function choice<Values extends string[]>(
  place: Place<TEnum<Values>>,
  otherwise: Values[number],
): Values[number] {
  const { schema, value } = place
  if (value === undefined) return otherwise
  const found = schema.enum.find((one) => one === value)
  if (found === undefined)
    note(place, `is ${said(value)}.`, `Write ${schema.enum.map((one) => `'${one}'`).join(' or ')}.`)
  return found ?? otherwise
}

export function yes(place: Place<TBoolean>): boolean {
  const { value } = place
  if (value !== undefined && typeof value !== 'boolean') note(place, `is ${said(value)}.`, 'Write true or false.')
  return value === true
}

/** What may be its value alone, or an object with its value and more. Each value once. */
export function values<Properties extends { value: TString }>(
  place: Place<TArray<TUnion<[TString, TObject<Properties>]>>>,
): { value: string; given: Fields<Properties> | null }[] {
  const seen = new Set<string>()
  return list(place).flatMap((one) => {
    const [alone, whole] = one.schema.anyOf
    const isText = typeof one.value === 'string'
    if (!isText && (typeof one.value !== 'object' || one.value === null)) {
      note(one, `is ${kindOf(one.value)}.`, 'Write its value as a text, or an object with "value".')
      return []
    }
    const given = isText ? null : fields(as(one, whole))
    const at: Place<TString> = given ? given.at('value') : as(one, alone)
    const { schema, value } = at
    if (typeof value !== 'string' || !Value.Check(schema, value)) {
      const problem = value === undefined ? 'is missing.' : `is ${said(value)}.`
      note(at, problem, 'Write 1 to 120 characters without space, slash, quote or backslash, such as Orders.Read.')
      return []
    }
    if (seen.has(value)) note(at, `is '${value}' for the second time.`, 'Write each value once.')
    seen.add(value)
    return [{ value, given }]
  })
}

const kindOf = (value: unknown): string =>
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
