/**
 * Owns the data: one schema and one migration timeline on SQLite and PostgreSQL, and the implementation of every store
 * type that the domains declare. All SQL is here. It decides nothing and has no routes.
 */
import { resolve } from 'node:path'
import type { Store } from '../store.ts'
import { acrossTenants } from './across.ts'
import type { Database } from './database.ts'
import { openSqlite } from './sqlite.ts'
import { stores } from './stores.ts'
import { worldStore } from './world.ts'

export type DatabaseChoice = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string }

/** Opens the database and brings its schema up to date. Close the store to end it. */
export async function openStore(choice: DatabaseChoice): Promise<Store> {
  const database = await open(choice)
  const parts = stores(database)
  return {
    at: database.at,
    write: database.write,
    across: acrossTenants(database),
    ...parts,
    world: worldStore(database, () => parts.signIns.flush()),
    async close() {
      await parts.signIns.flush()
      await database.close()
    },
  }
}

async function open(choice: DatabaseChoice): Promise<Database> {
  if (choice.kind === 'sqlite') return openSqlite(resolve(choice.file))
  // Whoever has SQLite does not load a second driver.
  const { openPostgres } = await import('./postgres.ts')
  return openPostgres(choice.url)
}
