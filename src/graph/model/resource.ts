import type { Json } from '../route.ts'

/** `strings` is a collection of text; `object` and `objects` are complex values and are never filtered as such. */
export type WireType = 'string' | 'boolean' | 'int32' | 'dateTime' | 'guid' | 'strings' | 'object' | 'objects'

/** What a property is read against, besides the object: which version asks, and facts of the tenant. */
export type Reading = { place: string; initialDomain: string }

export type Operator =
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'in'
  | 'sw'
  | 'endsWith'
  | 'contains'
  | 'not'
  | 'null'
  | 'any'

export type Member = { column: string; match: readonly ('eq' | 'startsWith')[] }

/**
 * One property of a resource: a row of the tables in graph.md. Drives `$select`, `$filter`, `$orderby`, body validation
 * and presentation.
 */
export type Property<T> = {
  /** As on the wire. May be a path (`status/errorCode`) for a value inside an object; then it is only filtered by. */
  name: string
  type: WireType
  /** Members of an enumeration: compared without case, kept and answered in this spelling. */
  values?: readonly string[]
  /** The value on the wire. */
  read(item: T, reading: Reading): Json
  /** `default`: in every answer; `named`: when `$select` names it; `never`: only filtered or written. */
  select: 'default' | 'named' | 'never'
  /** The name that `storage/` filters and sorts by; without it the property cannot be filtered. */
  column?: string
  /** Operators that work plainly, and those that need an advanced query (graph.md 1.3). */
  filter: { plain: ReadonlySet<Operator>; advanced: ReadonlySet<Operator> }
  /** A collection of objects asked by several fields of one member: the fields, in the order in which the column joins them with `|`. */
  joined?: readonly string[]
  /** A collection of objects asked by one field of one member: the column of each field. */
  members?: Readonly<Record<string, Member>>
  order?: 'plain' | 'advanced'
  search?: 'words' | 'prefix'
  write: { create: 'required' | 'optional' | 'no'; update: boolean; nullable: boolean; max?: number }
}

export type Resource<T> = {
  /** `user`: the type is `#microsoft.graph.user`. */
  type: string
  /** `User`: the name in messages. */
  label: string
  /** `users`: the set in `@odata.context`. */
  set: string
  properties: readonly Property<T>[]
  /** Unknown names in `$select` are ignored. */
  open: boolean
  /** Filters and orders follow the rules of directory objects: some need the header and `$count=true`. */
  directory: boolean
  defaultTop: number
  maxTop: number
}

/** Compact rows: `'eq in sw | ne not null'` as in the reference's tables; before the bar plain, after it advanced. */
function operators(text: string | undefined): Property<unknown>['filter'] {
  const [plain = '', advanced = ''] = (text ?? '').split('|')
  return { plain: operatorSet(plain), advanced: operatorSet(advanced) }
}

const everything: readonly Operator[] = [
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'in',
  'sw',
  'endsWith',
  'contains',
  'not',
  'null',
]

function operatorSet(text: string): ReadonlySet<Operator> {
  const words = text.split(' ').filter((word) => word !== '')
  return new Set(words.includes('all') ? everything : (words as Operator[]))
}

export type PropertyOptions<T> = {
  read?: (item: T, reading: Reading) => Json
  values?: readonly string[]
  /** The domain's property when it is named otherwise than on the wire; null: not kept in a column. */
  column?: string | null
  filter?: string
  joined?: readonly string[]
  members?: Readonly<Record<string, Member>>
  order?: 'plain' | 'advanced'
  search?: 'words' | 'prefix'
  max?: number
  notNull?: boolean
}

/**
 * `property('displayName', 'string', 'C! U', 'D', { filter: 'eq in sw | ne not null', max: 256 })`. `write` as in the
 * reference (`C` create, `C!` needed at create, `U` update, `-` never), `select`: `D` default, `S` named, `N` never.
 */
export function property<T>(
  name: string,
  type: WireType,
  write: '-' | 'C' | 'C!' | 'U' | 'CU' | 'C!U',
  select: 'D' | 'S' | 'N',
  options: PropertyOptions<T> = {},
): Property<T> {
  const column = options.column === undefined ? name : options.column
  const read = options.read ?? ((item: T) => (item as Record<string, Json>)[column ?? name] ?? null)
  return {
    name,
    type,
    read,
    select: ({ D: 'default', S: 'named', N: 'never' } as const)[select],
    filter: operators(options.filter),
    write: {
      create: write.startsWith('C!') ? 'required' : write.startsWith('C') ? 'optional' : 'no',
      update: write.endsWith('U'),
      nullable: options.notNull !== true && type !== 'strings' && type !== 'objects',
      ...(options.max === undefined ? {} : { max: options.max }),
    },
    ...(column === null || (options.filter === undefined && options.order === undefined) ? {} : { column }),
    ...(options.values === undefined ? {} : { values: options.values }),
    ...(options.joined === undefined ? {} : { joined: options.joined }),
    ...(options.members === undefined ? {} : { members: options.members }),
    ...(options.order === undefined ? {} : { order: options.order }),
    ...(options.search === undefined ? {} : { search: options.search }),
  }
}
