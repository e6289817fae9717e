import type { GraphPermissionName } from '../applications/graph-permissions.ts'
import type { Deps } from '../deps.ts'
import type { Door } from '../door.ts'
import type { ErrorName } from '../errors/index.ts'
import type { RequestContext } from '../request-context.ts'
import type { Caller } from './caller.ts'
import type { Query } from './odata/query.ts'

/** Where a route is served. Graph routes are in both versions unless they say otherwise. */
export type Place = 'v1.0' | 'beta' | 'gatehouse/v1'

/**
 * One address and verb. `path` is a template: `/users/{id}/memberOf`, `/applications(appId={appId})`,
 * `/users/{id}/revokeSignInSessions`, `/groups/{id}/members/microsoft.graph.{cast}`, `/groups/{id}/members/$ref`,
 * `/users/$count`. Segments are matched without case; `users('x')` equals `users/x`; a literal wins over a parameter;
 * `microsoft.graph.` before an action or function and `()` after it may be left out or written.
 *
 * Before `handle` runs: the token is good (401), route and verb exist (400, 405), the caller holds one of
 * `permissions` (403), query options are well formed (400), and for `body: 'object'` the body is a JSON object (400).
 * `handle` checks roles, guest levels and everything about the object itself.
 */
export type GraphRoute = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  path: string
  at?: readonly Place[]
  permissions: Permissions
  /**
   * The stored entity that the path names, if there is one: what an ETag stands for. A GET then answers one, and a
   * PATCH or DELETE heeds `If-Match` (preconditions.ts).
   */
  state?: StateOf
  /** `none` (default for GET and DELETE) ignores a body; `optional` takes `{}` for an empty one. */
  body?: 'object' | 'optional' | 'none'
  handle(request: GraphRequest): Promise<GraphAnswer>
}

export type StateOf = (request: GraphRequest, door: Door) => Promise<object | undefined>

/** Any one of the named permissions lets a caller in; an empty list nobody of that kind. `signedIn`: a good token is enough. */
export type Permissions =
  | {
      delegated: readonly GraphPermissionName[]
      application: readonly GraphPermissionName[]
      /** The 403 of this workload; `insufficientPrivileges` unless told. */
      refusal?: Extract<ErrorName, 'insufficientPrivileges' | 'scopesMissing' | 'logPermissionMissing'>
    }
  | 'signedIn'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

export type GraphRequest = {
  deps: Deps
  ctx: RequestContext
  caller: Caller
  /** Reads of the caller's tenant. */
  door: Door
  place: Place
  /** `https://host/v1.0`, on the host that the client used. */
  base: string
  /** The path after the version as the client wrote it, with its leading slash. */
  path: string
  /** Values of the template's parameters, percent-decoded. */
  params: Readonly<Record<string, string>>
  query: Query
  /** `ConsistencyLevel: eventual` was sent, or the page token says that it was. */
  eventual: boolean
  /** `Prefer`, in lower case. */
  prefer: string
  ifMatch: string | undefined
  /** `{}` where the route takes no body. */
  body: JsonObject
}

/** `body` undefined: nothing is sent. A string is sent as text/plain. */
export type GraphAnswer = { status: number; body?: Json | undefined; headers?: Record<string, string> }

export const ok = (body: Json): GraphAnswer => ({ status: 200, body })
export const noContent: GraphAnswer = { status: 204 }
/** `location` is the URL of the new entity. */
export const created = (body: Json, location: string): GraphAnswer => ({ status: 201, body, headers: { location } })
