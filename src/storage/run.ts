import type { Compilable } from 'kysely'
import type { Door } from '../door.ts'
import { behind, type Row, type Sql, type SqlValue } from './database.ts'

/** Texts of queries by dialect and shape. Shapes are ours, not a request's, so they are few; the bound is for mistakes. */
const texts = new Map<string, string>()
const mostTexts = 2000

/**
 * Runs a query that is asked again and again. Kysely writes its text when a `shape` is met for the first time, and from
 * then on only the values change: building and compiling costs more than SQLite needs to answer. `shape` must say
 * everything that the text depends on, the table first; `values` are the text's parameters in their order.
 */
export function run(
  door: Door,
  shape: string,
  values: readonly SqlValue[],
  build: (sql: Sql) => Compilable,
): Promise<Row[]> {
  const { sql, dialect, execute } = behind(door)
  const name = `${dialect} ${shape}`
  const known = texts.get(name)
  if (known !== undefined) return execute(known, values)
  const compiled = build(sql).compile()
  // The first use proves the order for all later ones.
  const fits =
    compiled.parameters.length === values.length && compiled.parameters.every((one, index) => one === values[index])
  if (!fits) throw new Error(`${shape}: the values do not stand in the order of the text`)
  if (texts.size >= mostTexts) texts.clear()
  texts.set(name, compiled.sql)
  return execute(compiled.sql, values)
}
