/**
 * The sample app of the demo: Contoso's partner portal. A customer of Gatehouse like any other, on MSAL Node, that shows
 * who signed in and, when the token service says no, why. Runs inside `gatehouse demo` or alone
 * (`node demo/portal/index.ts`, beside a running demo).
 */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { portalApp } from './app.ts'
import type { PortalDemo } from './world.ts'

export type PortalOptions = {
  demo: PortalDemo
  /** Certificate of the local authority, when that vouches for the server. */
  caPath: string | null
  /** The one after the server's unless told; any free one when that is taken. */
  port?: number
  host?: string
}

export async function startPortal(options: PortalOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const { demo, caPath, host = '127.0.0.1' } = options
  if (caPath !== null) trust(readFileSync(caPath, 'utf8'))
  const server = createServer()
  await listen(server, options.port ?? neighbour(demo.origin), host)
  // Registered as http://localhost without a port: any port of this machine will do.
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  server.on('request', portalApp(demo, url))
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** MSAL Node speaks through `fetch`, which takes its authorities from the process. */
function trust(authority: string): void {
  const known = getCACertificates('default')
  if (!known.includes(authority.trim())) setDefaultCACertificates([...known, authority])
}

const neighbour = (origin: string): number => {
  const port = Number(new URL(origin).port) + 1
  return port > 1024 && port < 65536 ? port : 0
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES'
      if (taken && port !== 0) resolve(listen(server, 0, host))
      else reject(error)
    }
    server.once('error', failed)
    server.listen(port, host, () => {
      server.off('error', failed)
      resolve()
    })
  })
}

if (import.meta.main) {
  const file = join(process.env.GATEHOUSE_DATA ?? 'data', 'demo.json')
  const demo = JSON.parse(readFileSync(file, 'utf8')) as PortalDemo & { ca: string | null }
  const { url } = await startPortal({ demo, caPath: demo.ca, port: Number(process.env.PORT ?? 0) })
  console.log(`The portal of ${demo.tenants.contoso.displayName} is at ${url}`)
}
