import type { Kysely } from 'kysely'
import type { Door, Unit } from '../door.ts'
import type { TenantId } from '../ids.ts'

/** Rows as both databases give them: text, integers, null. JSON is text, times are integer milliseconds, flags are 0 or 1. */
export type Row = Record<string, SqlValue>
export type SqlValue = string | number | null
export type Tables = Record<string, Row>
export type Sql = Kysely<Tables>
export type Dialect = 'sqlite' | 'postgres'

/** Runs a finished text with its parameters: the short way for queries whose text is known. */
export type Execute = (text: string, values: readonly SqlValue[]) => Promise<Row[]>
/** One connection (or pool, or transaction): for queries that are built, and for those that were. */
export type Connection = { sql: Sql; execute: Execute }

export type Database = {
  dialect: Dialect
  at(tenant: TenantId): Door
  write<T>(tenant: TenantId, work: (tx: Unit) => Promise<T>): Promise<T>
  /** For `across.ts` alone: reads without a tenant, and a transaction without one. */
  anywhere: Sql
  writeAnywhere<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** What a door really is: the tenant and the connection behind it. Only `storage/` can open one. */
type OpenDoor = Connection & {
  tenant: TenantId
  dialect: Dialect
  in?: (tenant: TenantId) => OpenDoor
  untilCommit?: UntilCommit | undefined
}

/** What was read since the last commit, where this process is the only one that writes: it cannot have changed. */
export type UntilCommit = { commits: number; changeNumbers: Map<TenantId, number> }

export function readDoor(
  tenant: TenantId,
  { sql, execute }: Connection,
  dialect: Dialect,
  untilCommit?: UntilCommit,
): Door {
  const door: OpenDoor = { tenant, sql, execute, dialect, untilCommit }
  return door as unknown as Door
}

export function unitDoor(tenant: TenantId, connection: Connection, dialect: Dialect): Unit {
  const { sql, execute } = connection
  const within = (other: TenantId) => unitDoor(other, connection, dialect) as unknown as OpenDoor
  const door: OpenDoor = { tenant, sql, execute, dialect, in: within }
  return door as unknown as Unit
}

export const behind = (door: Door): OpenDoor => door as unknown as OpenDoor
