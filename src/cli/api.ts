import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { explainCode } from '../errors/index.ts'
import { CommandFailure, exitCodes } from './failure.ts'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
type Answer = { status: number; body: unknown }

/** A client of the public API: the same requests that any script could send. */
export type Api = {
  origin: string
  get<T>(path: string, options?: { headers?: Record<string, string> }): Promise<T>
  /** Undefined for 404. */
  find<T>(path: string): Promise<T | undefined>
  post<T>(path: string, body: Json): Promise<T>
  /** Items of a collection, page after page. */
  pages<T>(path: string, options?: { headers?: Record<string, string> }): AsyncGenerator<T>
}

/** From here on this process trusts the authority in this PEM file besides the system's. */
export function trustAuthority(ca: string | undefined): void {
  if (ca === undefined) return
  let pem: string
  try {
    pem = readFileSync(ca, 'utf8')
    setDefaultCACertificates([...getCACertificates('default'), pem])
  } catch {
    throw new CommandFailure(`${ca} holds no certificate.`, {
      fix: 'GATEHOUSE_CA (or --ca) names a PEM file, such as data/tls/ca.pem of the server.',
      exitCode: exitCodes.usage,
    })
  }
}

const permissionFix =
  'Use an account or app that may do this: GATEHOUSE_CLIENT_ID and GATEHOUSE_CLIENT_SECRET, another --tenant, or --browser to sign in yourself.'

/** `tokenFix`: what to do when the server does not take the token. */
export function apiClient(origin: string, token: string, tokenFix = permissionFix): Api {
  async function ask(method: string, url: string, headers: Record<string, string>, body?: Json): Promise<Answer> {
    const response = await reach(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await bodyOf(response) }
  }
  const wanted = <T>({ status, body }: Answer): T => {
    if (status >= 400) throw refusedByApi(status, body, tokenFix)
    return body as T
  }
  return {
    origin,
    get: async (path, options) => wanted(await ask('GET', `${origin}${path}`, options?.headers ?? {})),
    async find<T>(path: string) {
      const answer = await ask('GET', `${origin}${path}`, {})
      return answer.status === 404 ? undefined : wanted<T>(answer)
    },
    post: async (path, body) => wanted(await ask('POST', `${origin}${path}`, {}, body)),
    async *pages<T>(path: string, options?: { headers?: Record<string, string> }) {
      let next: string | undefined = `${origin}${path}`
      while (next !== undefined) {
        // The token goes to this server only, whatever a page says.
        if (new URL(next).origin !== origin) throw new CommandFailure(`The next page lies on another server: ${next}`)
        const page: Page<T> = wanted(await ask('GET', next, options?.headers ?? {}))
        yield* page.value
        next = page['@odata.nextLink']
      }
    },
  }
}

type Page<T> = { value: T[]; '@odata.nextLink'?: string }

/** Like `fetch`, but a server that cannot be reached or trusted becomes a failure that names the setting. */
export async function reach(url: string, init: RequestInit): Promise<Response> {
  const { origin } = new URL(url)
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(60_000) })
  } catch (error) {
    const code = codeOf(error)
    if (/CERT|SIGNATURE|SELF_SIGNED|ISSUER|ALTNAME/.test(code))
      throw new CommandFailure(`The certificate of ${origin} is not trusted (${code}).`, {
        fix: 'Set GATEHOUSE_CA (or --ca) to the PEM file of its authority: data/tls/ca.pem where the server made its own.',
        exitCode: exitCodes.unreachable,
      })
    throw new CommandFailure(`No answer from ${origin} (${code}).`, {
      fix: 'Start the server (`gatehouse demo` or `gatehouse serve`), or set GATEHOUSE_ORIGIN (or --origin) to where it is.',
      exitCode: exitCodes.unreachable,
    })
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  // Node tries every address of a name: the reasons are inside.
  const first = cause instanceof AggregateError ? cause.errors[0] : cause
  const { code, name, message } = (first ?? {}) as { code?: string; name?: string; message?: string }
  return typeof code === 'string' ? code : name === 'TimeoutError' ? 'timed out' : (message ?? 'unknown')
}

export async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return text
  }
}

type GraphError = {
  error?: { code?: string; message?: string; details?: { message?: string }[]; innerError?: Record<string, string> }
}
type OAuthError = { error?: string; error_description?: string; error_codes?: number[]; correlation_id?: string }

function refusedByApi(status: number, body: unknown, tokenFix: string): CommandFailure {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as GraphError
  const message = error?.message ?? `The server answered ${status}.`
  return new CommandFailure(error?.code ? `${message} (${error.code})` : message, {
    // Other refusals (`Forbidden`) are about policy: another account would not help.
    fix: status === 401 || error?.code === 'Authorization_RequestDenied' ? tokenFix : detailsOf(error),
    facts: { status, code: error?.code ?? null, requestId: error?.innerError?.['request-id'] ?? null },
  })
}

const detailsOf = (error: GraphError['error']): string | undefined =>
  error?.details?.flatMap(({ message }) => message ?? []).join('\n') || undefined

/** A refusal of the token service, with the fix that the catalogue knows. */
export function refusedByTokenService(body: unknown): CommandFailure {
  const { error, error_description, error_codes, correlation_id } = (
    typeof body === 'object' && body !== null ? body : {}
  ) as OAuthError
  const code = error_codes?.[0]
  return new CommandFailure(error_description ?? `The sign-in was refused (${error ?? 'no reason given'}).`, {
    fix: code === undefined ? undefined : explainCode(String(code))?.fix,
    facts: { error: error ?? null, aadsts: code ?? null, correlationId: correlation_id ?? null },
  })
}
