import { Agent, request } from 'node:https'
import type { FetchInit } from './gatehouse.ts'

/** `fetch` that trusts one authority: the global one cannot be told so on every Node. Redirects are answered as they are. */
export function httpsClient(origin: string, ca: string) {
  const agent = new Agent({ ca, keepAlive: true, maxSockets: 16 })
  const send = (path: string, { method = 'GET', headers = {}, body }: FetchInit = {}): Promise<Response> => {
    const url = new URL(path, origin)
    if (url.origin !== new URL(origin).origin)
      throw new Error(`${url.origin} is not this Gatehouse, which is ${origin}`)
    const isForm = body instanceof URLSearchParams
    const bytes = body === undefined ? undefined : typeof body === 'string' || isForm ? Buffer.from(String(body)) : body
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        {
          method,
          agent,
          headers: {
            ...(isForm ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
            ...(bytes ? { 'content-length': String(bytes.length) } : {}),
            ...headers,
          },
        },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('error', reject)
          answer.on('end', () => {
            const status = answer.statusCode ?? 500
            const given = new Headers()
            for (let at = 0; at < answer.rawHeaders.length; at += 2) {
              given.append(answer.rawHeaders[at] ?? '', answer.rawHeaders[at + 1] ?? '')
            }
            const isEmpty = [204, 205, 304].includes(status)
            resolve(new Response(isEmpty ? null : Buffer.concat(parts), { status, headers: given }))
          })
        },
      )
      sent.on('error', reject)
      sent.end(bytes)
    })
  }
  return { send, close: () => agent.destroy() }
}

export type Send = ReturnType<typeof httpsClient>['send']

/** A call of the demo's own API, with the operator's token. Throws what the server said. */
export function operatorCalls(send: Send, token: string) {
  return async <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> => {
    const answer = await send(`/gatehouse/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
    })
    const text = await answer.text()
    if (answer.status >= 300) throw new Error(`Gatehouse refused ${method} /gatehouse/${path}: ${messageOf(text)}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
}

export type Call = ReturnType<typeof operatorCalls>

function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as { error: { message: string } }).error.message
  } catch {
    return text.slice(0, 500)
  }
}
