/** Query options as the client sent them: decoded, each at most once, none interpreted. */
export type Query = {
  select?: string
  filter?: string
  orderby?: string
  top?: string
  skip?: string
  skiptoken?: string
  count?: string
  search?: string
  expand?: string
  format?: string
  deltatoken?: string
  /** Options that are not of OData (`@odata.id`, aliases), by their name as sent. */
  other: Readonly<Record<string, string>>
}
