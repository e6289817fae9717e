import { type Expression, type ExpressionWrapper, expressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Condition, Order, Value } from '../paging.ts'
import type { Dialect, Row, Tables } from './database.ts'
import { afterPrefix, fold } from './fold.ts'
import type { ColumnSpec, TableSpec } from './spec.ts'

type Scope = { tenant: string; dialect: Dialect }
type Bool = RawBuilder<SqlBool> | ExpressionWrapper<Tables, string, SqlBool>

/** A value as its column keeps it. */
export function keyOf(kind: ColumnSpec<unknown>['kind'], value: Value): string | number | null {
  if (value === null) return null
  if (kind === 'folded') return fold(String(value))
  if (kind === 'flag') return value === true || value === 1 ? 1 : 0
  return typeof value === 'boolean' ? Number(value) : value
}

/**
 * A condition as SQL with two-valued logic: a comparison with an absent value is false and its negation true, as OData
 * wants it and SQL does not.
 */
export function compileWhere<T>(spec: TableSpec<T>, condition: Condition, scope: Scope): Expression<SqlBool> {
  const compile = (one: Condition): Bool => {
    switch (one.op) {
      case 'and':
      case 'or': {
        if (one.of.length === 0) return one.op === 'and' ? sql<SqlBool>`1 = 1` : sql<SqlBool>`1 = 0`
        return sql<SqlBool>`(${sql.join(one.of.map(compile), sql.raw(` ${one.op} `))})`
      }
      case 'not':
        return sql<SqlBool>`((${compile(one.of)}) is not true)`
      case 'any':
        return anyValue(spec, one, scope)
      case 'in': {
        const { ref, column } = known(spec, one.column)
        const values = one.values.map((value) => keyOf(column.kind, value)).filter((value) => value !== null)
        const list = values.length > 0 ? sql<SqlBool>`${ref} in (${sql.join(values)})` : sql<SqlBool>`1 = 0`
        return one.values.includes(null) ? sql<SqlBool>`(${list} or ${ref} is null)` : list
      }
      case 'startsWith':
      case 'endsWith':
      case 'contains': {
        const { ref, column } = known(spec, one.column)
        const domain = one.op === 'endsWith' ? /^@([^@]+)$/.exec(fold(one.value))?.[1] : undefined
        if (domain !== undefined && column.domainColumn) {
          return sql<SqlBool>`${sql.ref(`${spec.table}.${column.domainColumn}`)} = ${domain}`
        }
        return textMatch(ref, one.op, fold(one.value), scope.dialect)
      }
      default: {
        const { ref, column } = known(spec, one.column)
        const value = keyOf(column.kind, one.value)
        // Written out: an index of only some rows is used when the text says which.
        if (column.kind === 'flag' && one.op === 'eq' && value !== null) return sql<SqlBool>`${ref} = ${sql.lit(value)}`
        if (one.op === 'eq') return value === null ? sql<SqlBool>`${ref} is null` : sql<SqlBool>`${ref} = ${value}`
        if (one.op === 'ne') {
          return value === null
            ? sql<SqlBool>`${ref} is not null`
            : sql<SqlBool>`(${ref} <> ${value} or ${ref} is null)`
        }
        const operator = sql.raw({ lt: '<', le: '<=', gt: '>', ge: '>=' }[one.op])
        return sql<SqlBool>`${ref} ${operator} ${value}`
      }
    }
  }
  return compile(condition)
}

function known<T>(spec: TableSpec<T>, name: string) {
  const column = spec.columns[name]
  if (!column) throw new Error(`${spec.table} cannot be asked by ${name}`)
  return { column, ref: sql.ref(`${spec.table}.${column.column}`) }
}

function textMatch(
  ref: RawBuilder<unknown>,
  op: 'startsWith' | 'endsWith' | 'contains',
  text: string,
  dialect: Dialect,
): Bool {
  if (op === 'startsWith') {
    const end = afterPrefix(text)
    return end === undefined ? sql<SqlBool>`${ref} >= ${text}` : sql<SqlBool>`(${ref} >= ${text} and ${ref} < ${end})`
  }
  if (text === '') return sql<SqlBool>`${ref} is not null`
  if (op === 'contains') {
    return dialect === 'sqlite' ? sql<SqlBool>`instr(${ref}, ${text}) > 0` : sql<SqlBool>`strpos(${ref}, ${text}) > 0`
  }
  const length = sql.raw(String([...text].length))
  return dialect === 'sqlite'
    ? sql<SqlBool>`(length(${ref}) >= ${length} and substr(${ref}, -${length}) = ${text})`
    : sql<SqlBool>`right(${ref}, ${length}) = ${text}`
}

function anyValue<T>(spec: TableSpec<T>, one: Extract<Condition, { op: 'any' }>, scope: Scope): Bool {
  const kind = spec.values?.[one.column]?.kind
  if (!kind) throw new Error(`${spec.table} cannot be asked by members of ${one.column}`)
  const value = fold(one.value)
  const ref = sql.ref('object_values.value')
  const match = one.match === 'eq' ? sql<SqlBool>`${ref} = ${value}` : textMatch(ref, one.match, value, scope.dialect)
  const owner = sql.ref(`${spec.table}.id`)
  if (one.match === 'eq') {
    // The few that have the value lead to their rows; asking each row whether it has it would read them all.
    return sql<SqlBool>`${owner} in (select object_values.object_id from object_values
      where object_values.tenant_id = ${scope.tenant} and object_values.kind = ${kind} and ${match})`
  }
  return sql<SqlBool>`exists (select 1 from object_values where object_values.tenant_id = ${scope.tenant}
    and object_values.kind = ${kind} and object_values.object_id = ${owner} and ${match})`
}

export type OrderTerm = {
  column: string
  by: RawBuilder<unknown>
  direction: 'asc' | 'desc'
  valueIn: (row: Row) => string | number
}

/** The order with the id last, so that it is total. Absent text sorts as empty, an absent number as 0. */
export function orderOf<T>(spec: TableSpec<T>, order: readonly Order[]): OrderTerm[] {
  const id = spec.key[0] ?? 'id'
  const last = order.at(-1)?.direction ?? 'asc'
  const terms = order
    .filter((one) => spec.columns[one.column]?.column !== id)
    .map((one): OrderTerm => {
      const { column } = known(spec, one.column)
      const absent = column.kind === 'text' || column.kind === 'folded' ? '' : 0
      const ref = sql.ref(column.column)
      // The plain column where nothing is absent: an index on an expression would not be used.
      const by = neverAbsent.has(column.column) ? ref : sql`coalesce(${ref}, ${sql.lit(absent)})`
      return { column: column.column, by, direction: one.direction, valueIn: (row) => row[column.column] ?? absent }
    })
  const idDirection = order.find((one) => spec.columns[one.column]?.column === id)?.direction ?? last
  return [...terms, { column: id, by: sql.ref(id), direction: idDirection, valueIn: (row) => row[id] as string }]
}

const neverAbsent = new Set(['display_name_key', 'upn_key', 'created_at', 'deleted_at', 'id'])

/** Rows that come after the given position in the order. */
export function positionAfter(order: OrderTerm[], after: readonly Value[]): Expression<SqlBool> {
  if (after.length !== order.length) throw new Error('the position does not fit the order')
  const direction = order[0]?.direction
  const values = after.map((value) => (typeof value === 'boolean' ? Number(value) : value))
  if (order.every((one) => one.direction === direction)) {
    const operator = sql.raw(direction === 'desc' ? '<' : '>')
    return sql<SqlBool>`(${sql.join(order.map((one) => one.by))}) ${operator} (${sql.join(values)})`
  }
  const eb = expressionBuilder<Tables, string>()
  return eb.or(
    order.map((term, depth) =>
      eb.and([
        ...order.slice(0, depth).map((one, index) => sql<SqlBool>`${one.by} = ${values[index]}`),
        sql<SqlBool>`${term.by} ${sql.raw(term.direction === 'desc' ? '<' : '>')} ${values[depth]}`,
      ]),
    ),
  )
}
