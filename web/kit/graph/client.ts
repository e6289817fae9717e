import { config } from '../config.ts'
import { GraphError } from './error.ts'
import { warningsIn } from './warnings.ts'

export type Page<T> = { value: T[]; '@odata.nextLink'?: string; '@odata.count'?: number }
export type RequestOptions = { headers?: Record<string, string>; signal?: AbortSignal; ifMatch?: string | null }

/** Graph and `/gatehouse/v1`, by path (`/v1.0/users?$top=5`) or by the URL of a next page. */
export type Graph = {
  get<T>(path: string, options?: RequestOptions): Promise<T>
  /** With the `ETag` of what was read, to send back as `ifMatch` when it is changed. */
  getTagged<T>(path: string, options?: RequestOptions): Promise<{ value: T; etag: string | null }>
  post<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T>
  /** With what Graph has to say about something that it did nevertheless (the `Warning` header). */
  postWarned<T>(path: string, body: unknown, options?: RequestOptions): Promise<{ value: T; warnings: string[] }>
  patch<T = void>(path: string, body: unknown, options?: RequestOptions): Promise<T>
  /** With the `ETag` of what it has become, where `ifMatch` was given. */
  patchTagged(path: string, body: unknown, options: RequestOptions): Promise<string | null>
  put<T = void>(path: string, body: unknown, options?: RequestOptions): Promise<T>
  delete(path: string, options?: RequestOptions): Promise<void>
}

const tries = 3

export function createGraph(token: (options: { fresh: boolean; ask: boolean }) => Promise<string>): Graph {
  async function send(method: string, path: string, body: unknown, options: RequestOptions = {}): Promise<Response> {
    let refused: Response | null = null
    for (let attempt = 1; ; attempt++) {
      let response: Response
      try {
        response = await ask(method, path, body, options, refused !== null)
      } catch (error) {
        // What is only read in the background opens no window: it says that it was refused.
        throw refused && method === 'GET' ? await errorOf(refused) : error
      }
      if (response.ok) return response
      // A token that was good when it was kept may be refused now: sessions are revoked, accounts change.
      if (response.status === 401 && !refused) {
        refused = response
        continue
      }
      const wait = retryAfter(response)
      // 429 and 503 say when to come again; nothing was changed, so that any verb may be repeated.
      if (wait === null || attempt >= tries) throw await errorOf(response)
      await pause(wait, options.signal)
    }
  }

  async function ask(
    method: string,
    path: string,
    body: unknown,
    options: RequestOptions,
    fresh: boolean,
  ): Promise<Response> {
    const headers: Record<string, string> = {
      authorization: `Bearer ${await token({ fresh, ask: !fresh || method !== 'GET' })}`,
      ...options.headers,
    }
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (options.ifMatch) headers['if-match'] = options.ifMatch
    try {
      return await fetch(new URL(path, config.origin), {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(options.signal ? { signal: options.signal } : {}),
        cache: 'no-store',
      })
    } catch (error) {
      if (options.signal?.aborted) throw error
      throw new GraphError(0, 'noAnswer', 'The server did not answer. Check that it is running, then try again.', null)
    }
  }

  const read = async <T>(response: Response): Promise<T> => {
    const isJson = (response.headers.get('content-type') ?? '').includes('json')
    return (isJson ? await response.json() : await response.text()) as T
  }

  return {
    get: async (path, options) => read(await send('GET', path, undefined, options)),
    async getTagged(path, options) {
      const response = await send('GET', path, undefined, options)
      return { value: await read(response), etag: response.headers.get('etag') }
    },
    post: async (path, body = {}, options) => read(await send('POST', path, body, options)),
    async postWarned(path, body, options) {
      const response = await send('POST', path, body, options)
      return { value: await read(response), warnings: warningsIn(response.headers.get('warning')) }
    },
    patch: async (path, body, options) => read(await send('PATCH', path, body, options)),
    patchTagged: async (path, body, options) => (await send('PATCH', path, body, options)).headers.get('etag'),
    put: async (path, body, options) => read(await send('PUT', path, body, options)),
    async delete(path, options) {
      await send('DELETE', path, undefined, options)
    },
  }
}

async function errorOf(response: Response): Promise<GraphError> {
  const requestId = response.headers.get('request-id')
  const body = (await response.json().catch(() => null)) as { error?: ErrorBody } | null
  const { code, message, target, details = [] } = body?.error ?? {}
  return new GraphError(
    response.status,
    code ?? `http${response.status}`,
    message || `The server answered ${response.status}.`,
    requestId,
    { target: target ?? details[0]?.target ?? null, details: details.flatMap((one) => one.message ?? []) },
  )
}

type ErrorBody = { code?: string; message?: string; target?: string; details?: { message?: string; target?: string }[] }

/** Milliseconds, at most ten seconds; null when the answer is not "come again". */
function retryAfter(response: Response): number | null {
  if (response.status !== 429 && response.status !== 503) return null
  const seconds = Number(response.headers.get('retry-after') ?? '1')
  return Number.isFinite(seconds) && seconds <= 10 ? Math.max(seconds, 0.5) * 1000 : null
}

const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })

/** A text as it stands in an OData string literal: `displayName eq '${literal(name)}'`. Encode the whole query with `query`. */
export const literal = (text: string): string => text.replaceAll("'", "''")

/** `?a=b&…` of the given options; null, undefined and empty ones are left out. */
export function query(options: Record<string, string | number | boolean | null | undefined>): string {
  const said = Object.entries(options).filter(([, value]) => value !== null && value !== undefined && value !== '')
  return said.length === 0
    ? ''
    : `?${said.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`
}
