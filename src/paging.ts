/**
 * A question to one table, as the surfaces ask it and `storage/` compiles it. Columns are the domain's property names;
 * which of them a table knows, and how each compares (folded text, number, membership), is declared beside the table.
 */
export type Condition =
  | { op: 'and' | 'or'; of: Condition[] }
  | { op: 'not'; of: Condition }
  | { op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'; column: string; value: Value }
  | { op: 'in'; column: string; values: Value[] }
  | { op: 'startsWith' | 'endsWith' | 'contains'; column: string; value: string }
  /** A multi-valued column (otherMails, proxyAddresses, identities as `issuer|issuerAssignedId`) has such a member. */
  | { op: 'any'; column: string; match: 'eq' | 'startsWith' | 'endsWith'; value: string }
export type Value = string | number | boolean | null

export type Order = { column: string; direction: 'asc' | 'desc' }

export type PageQuery = {
  where?: Condition | undefined
  /** Ties are always broken by id. */
  orderBy?: Order[] | undefined
  top: number
  /** The last row of the page before: its order columns' values and its id, as `Page.next` gave them. */
  after?: Value[] | undefined
  count?: boolean | undefined
}

export type Page<T> = { items: T[]; next?: Value[] | undefined; count?: number | undefined }
