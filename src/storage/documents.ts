import { type SelectQueryBuilder, sql } from 'kysely'
import { Conflict, type Door, type Unit } from '../door.ts'
import type { Page, PageQuery } from '../paging.ts'
import { compileWhere, keyOf, type OrderTerm, orderOf, positionAfter } from './compile-query.ts'
import { behind, type Dialect, type Row, type Sql, type SqlValue, type Tables } from './database.ts'
import { run } from './run.ts'
import type { TableSpec } from './spec.ts'

export type Documents<T> = {
  find(door: Door, key: Record<string, string>): Promise<T | undefined>
  /** Equal columns, in key order; `liveOnly` leaves out the soft-deleted. */
  where(door: Door, columns: Row, options?: { newestFirst?: boolean }): Promise<T[]>
  many(door: Door, column: string, values: readonly string[]): Promise<T[]>
  page(door: Door, query: PageQuery, scope?: Row): Promise<Page<T>>
  insert(tx: Unit, object: T): Promise<void>
  /** Inserts, or replaces what has the same key. */
  put(tx: Unit, object: T): Promise<void>
  update(tx: Unit, key: Record<string, string>, change: (old: T) => T): Promise<T | undefined>
  remove(tx: Unit, key: Record<string, string>): Promise<T | undefined>
  /** What `object` becomes in the columns of its row. */
  valuesOf(tenant: string, object: T): SqlValue[]
  /** Inserts what `valuesOf` gave, of any tenants: for tables without multi-valued properties. */
  insertValues(tx: Unit, rows: readonly SqlValue[][]): Promise<void>
}

/** So many rows share a statement: a few sizes, so that there are few texts. */
const rowsPerInsert = [100, 10, 1] as const

export function documents<T>(spec: TableSpec<T>): Documents<T> {
  const specs = [...Object.values(spec.columns), ...(spec.lookups ?? [])]
  const idColumn = spec.key[0] ?? 'id'

  const columns = ['tenant_id', 'data', ...specs.map(({ column }) => column)]
  const idAt = columns.indexOf(idColumn)

  const valuesOf = (tenant: string, object: T): SqlValue[] => {
    const values: SqlValue[] = [tenant, JSON.stringify(object)]
    for (const one of specs) values.push(keyOf(one.kind, one.of(object) ?? null))
    return values
  }
  const rowOf = (values: readonly SqlValue[]): Row =>
    Object.fromEntries(columns.map((column, index) => [column, values[index] ?? null]))
  const parse = (row: Row): T => JSON.parse(row.data as string) as T
  const idOf = (values: readonly SqlValue[]) => values[idAt] as string

  async function writeValues(tx: Unit, objectId: string, object: T, fresh: boolean) {
    if (!spec.values) return
    const { sql: db, tenant } = behind(tx)
    const kinds = Object.values(spec.values)
    if (!fresh) {
      const names = kinds.map((one) => one.kind)
      await db
        .deleteFrom('object_values')
        .where('tenant_id', '=', tenant)
        .where('kind', 'in', names)
        .where('object_id', '=', objectId)
        .execute()
    }
    for (const one of kinds) {
      for (const value of new Set(one.of(object).map((each) => keyOf('folded', each) as string))) {
        await run(tx, 'object_values insert', [tenant, one.kind, value, objectId], (into) =>
          into.insertInto('object_values').values({ tenant_id: tenant, kind: one.kind, value, object_id: objectId }),
        )
      }
    }
  }

  const conflicts = async <R>(work: Promise<R>): Promise<R> => {
    try {
      return await work
    } catch (error) {
      const what = uniqueness(error, spec)
      throw what ? new Conflict(what) : error
    }
  }

  async function locked(tx: Unit, key: Record<string, string>): Promise<Row | undefined> {
    const columns = Object.keys(key)
    const rows = await run(tx, `${spec.table} locked ${columns}`, [tx.tenant, ...Object.values(key)], (db) => {
      let query = db.selectFrom(spec.table).selectAll().where('tenant_id', '=', tx.tenant)
      for (const column of columns) query = query.where(column, '=', key[column] as string)
      return behind(tx).dialect === 'postgres' ? query.forUpdate() : query
    })
    return rows[0]
  }

  async function insertValues(tx: Unit, rows: readonly SqlValue[][]): Promise<void> {
    for (let start = 0, size = 0; start < rows.length; start += size) {
      size = rowsPerInsert.find((one) => start + one <= rows.length) ?? 1
      const some = size === 1 ? (rows[start] ?? []) : rows.slice(start, start + size).flat()
      await run(tx, `${spec.table} insert ${size}`, some, (db) =>
        db.insertInto(spec.table).values(rows.slice(start, start + size).map(rowOf)),
      )
    }
  }

  return {
    valuesOf,
    insertValues,

    async find(door, key) {
      const columns = Object.keys(key)
      const rows = await run(door, `${spec.table} find ${columns}`, [door.tenant, ...Object.values(key)], (db) => {
        let query = db.selectFrom(spec.table).select('data').where('tenant_id', '=', door.tenant)
        for (const column of columns) query = query.where(column, '=', key[column] as string)
        return query
      })
      return rows[0] && parse(rows[0])
    },

    async where(door, columns, options) {
      const asked = Object.entries(columns)
      const shape = asked.map(([column, value]) => (value === null ? `${column} null` : column))
      const values = asked.flatMap(([, value]) => value ?? [])
      const newestFirst = options?.newestFirst === true
      const rows = await run(door, `${spec.table} where ${shape} ${newestFirst}`, [door.tenant, ...values], (db) => {
        let query = db.selectFrom(spec.table).select('data').where('tenant_id', '=', door.tenant)
        for (const [column, value] of asked) {
          query = value === null ? query.where(column, 'is', null) : query.where(column, '=', value)
        }
        return newestFirst ? query.orderBy('created_at', 'desc') : query.orderBy(idColumn)
      })
      return rows.map(parse)
    },

    async many(door, column, values) {
      const found: T[] = []
      for (let start = 0; start < values.length; start += 500) {
        const some = values.slice(start, start + 500)
        const shape = `${spec.table} many ${column} ${some.length}`
        const rows = await run(door, shape, [door.tenant, ...some], (db) =>
          db.selectFrom(spec.table).select('data').where('tenant_id', '=', door.tenant).where(column, 'in', some),
        )
        found.push(...rows.map(parse))
      }
      return found
    },

    async page(door, query, scope = {}) {
      const { sql: db, tenant, dialect } = behind(door)
      const filtered = () => {
        let built = db.selectFrom(spec.table).where('tenant_id', '=', tenant)
        for (const [column, value] of Object.entries(scope)) {
          if (value === null) built = built.where(column, 'is', null)
          else if (value === 'not null') built = built.where(column, 'is not', null)
          else built = built.where(column, '=', value)
        }
        if (query.where) built = built.where(compileWhere(spec, query.where, { tenant, dialect }))
        return built
      }
      const order = orderOf(spec, query.orderBy ?? [])
      let rowsQuery = filtered()
        .select(['data', ...order.map(({ column }) => column)])
        .limit(query.top + 1)
      if (query.after) rowsQuery = rowsQuery.where(positionAfter(order, query.after))
      for (const one of order) rowsQuery = rowsQuery.orderBy(one.by, one.direction)
      const rows = (await rowsQuery.execute()) as Row[]
      const more = rows.length > query.top
      const shown = more ? rows.slice(0, query.top) : rows
      const last = shown.at(-1)
      const page: Page<T> = { items: shown.map(parse) }
      if (more && last) page.next = order.map((one) => one.valueIn(last))
      if (query.count) {
        page.count = await counted(db, dialect, filtered(), order)
      }
      return page
    },

    async insert(tx, object) {
      const values = valuesOf(tx.tenant, object)
      await conflicts(insertValues(tx, [values]))
      await writeValues(tx, idOf(values), object, true)
    },

    async put(tx, object) {
      const values = valuesOf(tx.tenant, object)
      const keys = [...new Set(['tenant_id', ...spec.key])]
      const changed = columns.filter((column) => !keys.includes(column))
      await conflicts(
        run(tx, `${spec.table} put`, values, (db) =>
          db
            .insertInto(spec.table)
            .values(rowOf(values))
            .onConflict((on) =>
              on
                .columns(keys)
                .doUpdateSet((eb) => Object.fromEntries(changed.map((one) => [one, eb.ref(`excluded.${one}`)]))),
            ),
        ),
      )
      await writeValues(tx, idOf(values), object, false)
    },

    async update(tx, key, change) {
      const old = await locked(tx, key)
      if (!old) return undefined
      const object = change(parse(old))
      const values = valuesOf(tx.tenant, object)
      // Only what changed: an index is not touched for a column that stays as it is.
      const changed = columns.filter((column, index) => values[index] !== old[column])
      if (changed.length === 0) return object
      const keys = Object.keys(key)
      const row = rowOf(values)
      const parameters = [...changed.map((column) => row[column] ?? null), tx.tenant, ...Object.values(key)]
      await conflicts(
        run(tx, `${spec.table} update ${changed} by ${keys}`, parameters, (db) => {
          const set = Object.fromEntries(changed.map((column) => [column, row[column] ?? null]))
          let query = db.updateTable(spec.table).set(set).where('tenant_id', '=', tx.tenant)
          for (const column of keys) query = query.where(column, '=', key[column] as string)
          return query
        }),
      )
      await writeValues(tx, idOf(values), object, false)
      return object
    },

    async remove(tx, key) {
      const old = await locked(tx, key)
      if (!old) return undefined
      const { sql: db, tenant } = behind(tx)
      let query = db.deleteFrom(spec.table).where('tenant_id', '=', tenant)
      for (const [column, value] of Object.entries(key)) query = query.where(column, '=', value)
      await query.execute()
      if (spec.values) {
        const kinds = Object.values(spec.values).map((one) => one.kind)
        await db
          .deleteFrom('object_values')
          .where('tenant_id', '=', tenant)
          .where('kind', 'in', kinds)
          .where('object_id', '=', old[idColumn] as string)
          .execute()
      }
      return parse(old)
    },
  }
}

/**
 * SQLite keeps no statistics of ours, and without an order it guesses an index that may hold nothing of what is asked.
 * Counted in the order of the page (a limit keeps SQLite from dropping it) it goes the same good way.
 */
async function counted(
  db: Sql,
  dialect: Dialect,
  filtered: SelectQueryBuilder<Tables, string, object>,
  order: readonly OrderTerm[],
): Promise<number> {
  const count = sql<number>`count(*)`.as('n')
  if (dialect === 'postgres') return Number((await filtered.select(count).executeTakeFirst())?.n ?? 0)
  let inOrder = filtered.select(sql<number>`1`.as('one')).limit(sql.lit(2 ** 52))
  for (const one of order) inOrder = inOrder.orderBy(one.by, one.direction)
  return Number((await db.selectFrom(inOrder.as('found')).select(count).executeTakeFirst())?.n ?? 0)
}

/** What a constraint's failure means in words, or undefined when the error is another. */
function uniqueness<T>(error: unknown, spec: TableSpec<T>): string | undefined {
  const { code, errcode, message, constraint } = error as Record<string, unknown>
  const isUnique = code === '23505' || (code === 'ERR_SQLITE_ERROR' && (errcode === 2067 || errcode === 1555))
  if (!isUnique) return undefined
  const said = `${constraint ?? ''} ${message ?? ''}`
  const known = Object.entries(spec.unique ?? {}).find(([fragment]) => said.includes(fragment))
  return known?.[1] ?? `an entry of ${spec.table}`
}
