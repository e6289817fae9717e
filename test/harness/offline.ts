import assert from 'node:assert/strict'
import dgram from 'node:dgram'
import dns from 'node:dns'
import net from 'node:net'
import { after } from 'node:test'

/**
 * Cuts the process of a test off from everything but its own machine: a connection, a name or a datagram that would leave
 * is refused, and fails the file. Server, clients and all that they use run in that one process; the browser of a test
 * has the same rule by its command line (browser.ts). Works for every user on every system, without a network namespace.
 */
export const refused: string[] = []

const isHere = (host: unknown): boolean =>
  host === undefined ||
  host === null ||
  host === '' ||
  /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(String(host))

function refusal(what: string): Error {
  refused.push(what)
  return Object.assign(new Error(`${what} would leave this machine`), { code: 'ENETUNREACH' })
}

/** What `connect` is called with: options, a port and a host, a path; or all of it in a list, as Node hands it on. */
function hostOf([first, second]: readonly unknown[]): unknown {
  if (Array.isArray(first)) return hostOf(first)
  if (typeof first === 'object' && first !== null) {
    const { path, host } = first as { path?: unknown; host?: unknown }
    return path === undefined || path === null ? host : undefined
  }
  return typeof second === 'string' ? second : undefined
}

const { connect } = net.Socket.prototype
net.Socket.prototype.connect = function (this: net.Socket, ...args: never[]): net.Socket {
  const host = hostOf(args)
  if (isHere(host)) return Reflect.apply(connect, this, args) as net.Socket
  return this.destroy(refusal(`a connection to ${host}`))
} as typeof connect

const { send } = dgram.Socket.prototype
dgram.Socket.prototype.send = function (this: dgram.Socket, ...args: never[]): void {
  const address = [...args].reverse().find((one) => typeof one === 'string')
  if (!isHere(address)) throw refusal(`a datagram to ${address}`)
  Reflect.apply(send, this, args)
} as typeof send

type Lookup = (host: string, ...more: unknown[]) => unknown
const guarded = (owner: Record<string, unknown>, name: string, mayBeHere: boolean) => {
  const original = owner[name] as Lookup
  owner[name] = function (this: unknown, host: string, ...more: unknown[]) {
    if (mayBeHere && isHere(host)) return Reflect.apply(original, this, [host, ...more])
    // A server of names would be asked about this machine: nothing of interest is lost, and nothing is sent.
    const error = isHere(host)
      ? Object.assign(new Error(`no record of ${host}`), { code: 'ENOTFOUND' })
      : refusal(`the name ${host}`)
    const callback = more.at(-1)
    if (typeof callback !== 'function') return Promise.reject(error)
    return queueMicrotask(() => callback(error))
  }
}
for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  const methods = owner as unknown as Record<string, unknown>
  const names = Object.getOwnPropertyNames(owner).filter((name) => /^(lookup|resolve|reverse)/.test(name))
  for (const name of names) if (typeof methods[name] === 'function') guarded(methods, name, name === 'lookup')
}

after(() => assert.deepEqual(refused, [], 'nothing left this machine'))
