import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AnyWorld } from '../demo/world.ts'
import { demoTenant, readDemoFile, usualTenant } from './demo-file.ts'
import { CommandFailure, exitCodes } from './failure.ts'

/** Where the server is and as whom to ask it. */
export type Connection = {
  /** No slash at the end. */
  origin: string
  /** Tenant id, domain, or `organizations` when a person's own account shall say. */
  tenant: string
  /** PEM file of an authority to trust besides the system's. */
  ca: string | undefined
  credentials: { kind: 'secret'; clientId: string; clientSecret: string } | { kind: 'browser' }
}

export type ConnectionFlags = { origin?: string; tenant?: string; ca?: string; browser?: boolean }

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Flags first, then the environment, then a demo's `demo.json`. What the demo knows is used for the demo only: another
 * origin never sees its secrets.
 */
export function findConnection(flags: ConnectionFlags, environment: Environment): Connection {
  const read = (name: string) => environment[name]?.trim() || undefined
  const { origin, world } = findServer(flags, environment)
  const ca = findAuthority(flags, environment, world)
  const wanted = flags.tenant ?? read('GATEHOUSE_TENANT')
  const inDemo = world && (wanted === undefined ? usualTenant(world) : demoTenant(world, wanted))
  if (flags.browser)
    return { origin, tenant: inDemo?.id ?? wanted ?? 'organizations', ca, credentials: { kind: 'browser' } }

  const clientId = read('GATEHOUSE_CLIENT_ID')
  const clientSecret = read('GATEHOUSE_CLIENT_SECRET')
  if (clientId !== undefined || clientSecret !== undefined) {
    const missing = clientId === undefined ? 'GATEHOUSE_CLIENT_ID' : 'GATEHOUSE_CLIENT_SECRET'
    if (clientId === undefined || clientSecret === undefined)
      throw unusable(
        `${missing} is not set, but its other half is.`,
        `Set ${missing}, or unset both to sign in yourself.`,
      )
    if (wanted === undefined && !world) throw noTenant()
    return { origin, tenant: inDemo?.id ?? wanted ?? '', ca, credentials: { kind: 'secret', clientId, clientSecret } }
  }
  if (world) {
    if (!inDemo)
      throw unusable(
        `The demo has no tenant '${wanted}'.`,
        `Use one of ${Object.keys(world.tenants).join(', ')}, or a tenant's id or domain.`,
      )
    const script = inDemo.apps['admin-script']
    if (script?.secret !== undefined) {
      const credentials = { kind: 'secret' as const, clientId: script.appId, clientSecret: script.secret }
      return { origin, tenant: inDemo.id, ca, credentials }
    }
  }
  return { origin, tenant: inDemo?.id ?? wanted ?? 'organizations', ca, credentials: { kind: 'browser' } }
}

/** For the operator's commands: the origin, the authority and the operator's token. */
export function findOperator(flags: ConnectionFlags, environment: Environment) {
  const { origin, world } = findServer(flags, environment)
  const token = environment.GATEHOUSE_OPERATOR_TOKEN?.trim() || world?.operator.token
  if (!token)
    throw unusable(
      'GATEHOUSE_OPERATOR_TOKEN is not set.',
      'This needs the operator: set it to the credential that `gatehouse init` printed.',
    )
  return { origin, ca: findAuthority(flags, environment, world), token, world }
}

/** The demo that the other functions find the server of, when it is one. */
export const findDemo = (flags: ConnectionFlags, environment: Environment): AnyWorld | undefined =>
  findServer(flags, environment).world

function findServer(flags: ConnectionFlags, environment: Environment): { origin: string; world: AnyWorld | undefined } {
  const given = flags.origin ?? (environment.GATEHOUSE_ORIGIN?.trim() || undefined)
  const world = readDemoFile(environment)
  if (given === undefined) {
    if (world) return { origin: world.origin, world }
    throw unusable(
      'GATEHOUSE_ORIGIN is not set, and there is no demo in the data folder.',
      'Set GATEHOUSE_ORIGIN (or --origin) to the URL of the server, or start a demo here with `gatehouse demo`.',
    )
  }
  const name = flags.origin === undefined ? 'GATEHOUSE_ORIGIN' : '--origin'
  const url = URL.parse(given)
  if (url?.protocol !== 'https:' || url.pathname !== '/' || url.search || url.hash || url.username)
    throw unusable(
      `${name} is '${given}'.`,
      'It must be an https URL without a path, such as https://login.example.com.',
    )
  return { origin: url.origin, world: world?.origin === url.origin ? world : undefined }
}

function findAuthority(flags: ConnectionFlags, environment: Environment, world: AnyWorld | undefined) {
  const given = flags.ca ?? (environment.GATEHOUSE_CA?.trim() || undefined)
  if (given !== undefined) {
    const name = flags.ca === undefined ? 'GATEHOUSE_CA' : '--ca'
    if (!existsSync(given))
      throw unusable(`${name} names ${given}, which is not there.`, 'Give the path of a PEM file.')
    return given
  }
  if (world) return world.ca ?? undefined
  // The authority that a server on this machine made in the same data folder.
  const own = join(environment.GATEHOUSE_DATA?.trim() || 'data', 'tls', 'ca.pem')
  return existsSync(own) ? own : undefined
}

const noTenant = () =>
  unusable('GATEHOUSE_TENANT is not set.', 'Set it (or --tenant) to the id or a verified domain of the tenant.')

const unusable = (message: string, fix: string) => new CommandFailure(message, { fix, exitCode: exitCodes.usage })
