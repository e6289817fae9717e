import type { CatalogueEntry } from './entry.ts'
import { accounts } from './topics/accounts.ts'
import { applications } from './topics/applications.ts'
import { consent } from './topics/consent.ts'
import { crossTenant } from './topics/cross-tenant.ts'
import { graph } from './topics/graph.ts'
import { graphObjects } from './topics/graph-objects.ts'
import { http } from './topics/http.ts'
import { invitations } from './topics/invitations.ts'
import { myAccount } from './topics/my-account.ts'
import { requests } from './topics/requests.ts'
import { sessions } from './topics/sessions.ts'
import { tokens } from './topics/tokens.ts'

/** The topics, in the order of the reference page. */
export const topics = {
  'Accounts and tenants': accounts,
  'Between two organizations': crossTenant,
  'Passwords, codes and sessions': sessions,
  'Assignment and consent': consent,
  'Applications and their credentials': applications,
  'Requests to authorize and token': requests,
  'Codes, tokens, scopes and resources': tokens,
  'Invitations and redemption': invitations,
  Graph: graph,
  'Objects on Graph': graphObjects,
  'My Account': myAccount,
  'HTTP and the operator': http,
} as const satisfies Record<string, Record<string, CatalogueEntry>>

/** The only place where a code, a status and a sentence meet. */
export const catalogue = {
  ...accounts,
  ...crossTenant,
  ...sessions,
  ...consent,
  ...applications,
  ...requests,
  ...tokens,
  ...invitations,
  ...graph,
  ...graphObjects,
  ...myAccount,
  ...http,
} as const satisfies Record<string, CatalogueEntry>

/** A misspelt name does not compile. */
export type ErrorName = keyof typeof catalogue

type Placeholders<Sentence extends string> = Sentence extends `${string}{${infer Word}}${infer Rest}`
  ? Word | Placeholders<Rest>
  : never

export type ParamValue = string | number

/** The words in braces of an error's sentence: a forgotten one does not compile. */
export type ParamsOf<Name extends ErrorName> = Record<Placeholders<(typeof catalogue)[Name]['says']>, ParamValue>

export const entryOf = (name: ErrorName): CatalogueEntry => catalogue[name]
