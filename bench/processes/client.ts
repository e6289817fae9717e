import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'

export type Call = { method: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: string }
export type Answered = { status: number; body: string }

export const formCall = (path: string, fields: Record<string, string>): Call => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

/** Keep-alive connections to one server: the same client for every contestant. */
export function client(origin: string, ca: string, connections: number) {
  const { hostname, port } = new URL(origin)
  const agent = new Agent({ keepAlive: true, maxSockets: connections, ca })
  return {
    send({ method, path, headers = {}, body }: Call): Promise<Answered> {
      return new Promise((resolve, reject) => {
        const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
        // As MSAL does: a new id with every request, which the server has to keep.
        const own = { 'client-request-id': randomUUID(), ...length }
        const sent = request(
          { agent, hostname, port, method, path, headers: { ...headers, ...own } },
          (answer: IncomingMessage) => {
            let text = ''
            answer.setEncoding('utf8')
            answer.on('data', (part: string) => {
              text += part
            })
            answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }))
            answer.on('error', reject)
          },
        )
        sent.on('error', reject)
        sent.end(body)
      })
    },
    close: () => agent.destroy(),
  }
}
