/** How one property of `T` is kept in a column. `folded` text compares without case; `null` means absent. */
export type ColumnSpec<T> = {
  column: string
  kind: 'text' | 'folded' | 'number' | 'flag'
  of: (object: T) => string | number | boolean | null | undefined
  /** Of an address: the column that holds what stands after its last `@`, folded. Asked for the end `@x`, it answers. */
  domainColumn?: string
}

/** A table of JSON documents with columns beside them for what is looked up, filtered or sorted. */
export type TableSpec<T> = {
  table: string
  /** Columns of the key besides the tenant. */
  key: string[]
  /** By the property names that conditions use. */
  columns: Record<string, ColumnSpec<T>>
  /** Columns that only look-ups use. */
  lookups?: ColumnSpec<T>[]
  /** Multi-valued properties, kept in `object_values` under this kind; folded. */
  values?: Record<string, { kind: string; of: (object: T) => readonly string[] }>
  /** What must be unique, in words, by a fragment of the database's constraint or column name. */
  unique?: Record<string, string>
}
