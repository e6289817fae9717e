import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

/**
 * Somebody's app on this machine, for a browser to be sent back to. A real listener: a browser asks for the address that a
 * redirect names without asking the test first, and what it does where nobody listens is its own affair.
 */
export async function startAppElsewhere(t: Pick<TestContext, 'after'>): Promise<{
  /** `http://localhost:<port>/auth/callback` */
  callback: string
  /** The query of the next visit to the callback. Ask before the browser goes there. */
  nextVisit(): Promise<URLSearchParams>
}> {
  let waiting: ((query: URLSearchParams) => void)[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    response.writeHead(url.pathname === '/auth/callback' ? 200 : 404, { 'content-type': 'text/html' })
    response.end('<!doctype html><title>An app</title><h1>In the app</h1>')
    if (url.pathname !== '/auth/callback') return
    for (const visited of waiting) visited(url.searchParams)
    waiting = []
  })
  await once(server.listen(0, 'localhost'), 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    callback: `http://localhost:${(server.address() as AddressInfo).port}/auth/callback`,
    nextVisit: () => new Promise((resolve) => waiting.push(resolve)),
  }
}
