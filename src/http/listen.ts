import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createPlain, type Server } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { maxHeaderBytes } from './server.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export type Listening = {
  server: Server
  port: number
  /** Lets requests through; those that came earlier wait for it. */
  open(handler: Handler): void
  close(): Promise<void>
}

/**
 * Binds before anything else is made: with port 0 the origin, and with it issuer and redirect URIs, is known only then.
 * `tls` null serves plain HTTP, for a proxy that ends TLS.
 */
export async function listen(options: {
  host: string
  port: number
  tls: { key: string; cert: string } | null
}): Promise<Listening> {
  let handler: Handler | undefined
  const early: [IncomingMessage, ServerResponse][] = []
  const onRequest: Handler = (request, response) => {
    if (handler) handler(request, response)
    else early.push([request, response])
  }
  // Slow senders are cut off: headers within 20 s, the whole request within 60 s.
  const limits = {
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: 20_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 15_000,
  }
  const server = options.tls
    ? (createSecure({ ...limits, key: options.tls.key, cert: options.tls.cert }, onRequest) as unknown as Server)
    : createPlain(limits, onRequest)
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || socket.destroyed) return
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    server,
    port: (server.address() as AddressInfo).port,
    open(next) {
      handler = next
      for (const [request, response] of early.splice(0)) next(request, response)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        // Those in the middle of a request get a moment to end it.
        setTimeout(() => server.closeAllConnections(), 2000).unref()
      }),
  }
}
