/** One way in which Gatehouse refuses. Everything a client, a person or an admin is told about it stands here. */
export type CatalogueEntry = {
  /** The number after `AADSTS`. Absent where the wire knows no number (Graph, HTTP limits, our own pages). */
  aadsts?: number
  /**
   * What sign-in logs show as `errorCode` of an error without `aadsts`: there 0 is success and nothing else. The
   * documented number that comes closest.
   */
  logged?: number
  /** The vendor's symbolic name, or ours where none is published. */
  name: string
  /** `error` in JSON bodies of the token endpoint. */
  oauth?: string
  /** `error` in a redirect from the authorization endpoint, where it differs from `oauth`. */
  authorizeOauth?: string
  /** `error` in answers of the discovery documents, where it differs from `oauth`. */
  discoveryOauth?: string
  /** At the authorization endpoint an interactive request is answered by our own page, never by a redirect. */
  interactive?: 'page'
  /** HTTP status of JSON answers, and of pages unless `pageStatus` says otherwise. */
  status: number
  /** `error.code` on Graph. */
  graph?: string
  suberror?: string
  /** `error_subcode` of a redirect. */
  subcode?: string
  /** The sentence. `{word}` is filled in from the parameters; no number is ever typed into it. */
  says: string
  /** Why it happens, for an admin. */
  cause: string
  /** What to change, for whoever can change it. */
  fix: string
  /** Where the number and its meaning come from: the vendor's documents, recorded traffic, or our own choice. */
  source: 'documented' | 'captured' | 'guessed'
  /** Other entries that readers of this one are often looking for. */
  seeAlso?: readonly { code: number; why: string }[]
  /** What people are often told about this code elsewhere, and what holds. */
  note?: string
}
