import { sql } from 'kysely'
import { Conflict, type Door, type Unit } from '../door.ts'
import type { Page, PageQuery } from '../paging.ts'
import { compileWhere, keyOf, orderOf, positionAfter } from './compile-query.ts'
import { behind, type Row } from './database.ts'
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
  /** The row that `object` becomes, for inserts of many at once. */
  rowOf(tenant: string, object: T): Row
}

export function documents<T>(spec: TableSpec<T>): Documents<T> {
  const specs = [...Object.values(spec.columns), ...(spec.lookups ?? [])]
  const idColumn = spec.key[0] ?? 'id'

  const rowOf = (tenant: string, object: T): Row => {
    const row: Row = { tenant_id: tenant, data: JSON.stringify(object) }
    for (const one of specs) row[one.column] = keyOf(one.kind, one.of(object) ?? null)
    return row
  }
  const parse = (row: Row): T => JSON.parse(row.data as string) as T
  const idOf = (row: Row) => row[idColumn] as string

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
    const rows = kinds.flatMap((one) =>
      [...new Set(one.of(object).map((value) => keyOf('folded', value) as string))].map((value) => ({
        tenant_id: tenant as string,
        kind: one.kind,
        value,
        object_id: objectId,
      })),
    )
    if (rows.length > 0) await db.insertInto('object_values').values(rows).execute()
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

  async function insertRow(tx: Unit, row: Row): Promise<void> {
    await run(tx, `${spec.table} insert`, Object.values(row), (db) => db.insertInto(spec.table).values(row))
  }

  return {
    rowOf,

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
        .selectAll()
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
        const counted = await filtered().select(sql<number>`count(*)`.as('n')).executeTakeFirst()
        page.count = Number(counted?.n ?? 0)
      }
      return page
    },

    async insert(tx, object) {
      const row = rowOf(tx.tenant, object)
      await conflicts(insertRow(tx, row))
      await writeValues(tx, idOf(row), object, true)
    },

    async put(tx, object) {
      const row = rowOf(tx.tenant, object)
      const keys = [...new Set(['tenant_id', ...spec.key])]
      const changed = Object.fromEntries(Object.entries(row).filter(([column]) => !keys.includes(column)))
      const values = [...Object.values(row), ...Object.values(changed)]
      await conflicts(
        run(tx, `${spec.table} put`, values, (db) =>
          db
            .insertInto(spec.table)
            .values(row)
            .onConflict((on) => on.columns(keys).doUpdateSet(changed)),
        ),
      )
      await writeValues(tx, idOf(row), object, false)
    },

    async update(tx, key, change) {
      const old = await locked(tx, key)
      if (!old) return undefined
      const object = change(parse(old))
      const row = rowOf(tx.tenant, object)
      // Only what changed: an index is not touched for a column that stays as it is.
      const changed = Object.fromEntries(Object.entries(row).filter(([column, value]) => value !== old[column]))
      const columns = Object.keys(changed)
      if (columns.length === 0) return object
      const keys = Object.keys(key)
      const values = [...Object.values(changed), tx.tenant, ...Object.values(key)]
      await conflicts(
        run(tx, `${spec.table} update ${columns} by ${keys}`, values, (db) => {
          let query = db.updateTable(spec.table).set(changed).where('tenant_id', '=', tx.tenant)
          for (const column of keys) query = query.where(column, '=', key[column] as string)
          return query
        }),
      )
      await writeValues(tx, idOf(row), object, false)
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
          .where('object_id', '=', idOf(old))
          .execute()
      }
      return parse(old)
    },
  }
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
