import { isIPv4 } from 'node:net'

/** Everything the process is told from outside, parsed once. An unknown or bad setting stops the start and is named. */
export type Config = {
  mode: 'demo' | 'serve'
  /** Public URL without a trailing slash: issuer, links in mail, redirect URIs of first-party apps. */
  origin: string
  /** Host names (with port where not 443) that are served besides the origin's. */
  hosts: string[]
  host: string
  port: number
  dataFolder: string
  database: { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string }
  /** Key-encryption key; null: made and kept in the data folder (SQLite only). */
  secret: Uint8Array | null
  smtpUrl: string | null
  tls: { kind: 'auto' } | { kind: 'off' } | { kind: 'files'; cert: string; key: string }
  domainSuffix: string
  trustedProxies: string[]
  /** Resolvers for domain verification; the system's when empty. */
  dnsServers: string[]
  expose: boolean
}

/** Every setting of a server. Values may hold passwords and are never printed. */
export const settingNames = [
  'GATEHOUSE_ORIGIN',
  'PORT',
  'HOST',
  'GATEHOUSE_HOSTS',
  'GATEHOUSE_TRUSTED_PROXIES',
  'GATEHOUSE_DATA',
  'DATABASE_URL',
  'GATEHOUSE_SECRET',
  'SMTP_URL',
  'GATEHOUSE_TLS',
  'GATEHOUSE_DOMAIN_SUFFIX',
  'GATEHOUSE_DNS',
] as const

/** For clients (the CLI, tests, the launcher), so that a server started from the same shell does not refuse them. */
const ofClients =
  /^GATEHOUSE_(TENANT|CLIENT_ID|CLIENT_SECRET|CA|TOKEN|OPERATOR_TOKEN|CHROMIUM|LAUNCHED|TEST_[A-Z_]+|BENCH_[A-Z_]+)$/

/** A setting that cannot be used: names it, what it holds, and what it may hold. */
export class BadSetting extends Error {
  readonly setting: string
  constructor(setting: string, problem: string) {
    super(`${setting} ${problem}`)
    this.name = 'BadSetting'
    this.setting = setting
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads the environment. Throws BadSetting for the first setting that is unknown or cannot be used. */
export function parseConfig(
  mode: Config['mode'],
  environment: Environment,
  options: { expose?: boolean } = {},
): Config {
  const read = (name: string) => environment[name]?.trim() || undefined
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('GATEHOUSE_') || (settingNames as readonly string[]).includes(name) || ofClients.test(name))
      continue
    throw new BadSetting(name, `is not a setting of Gatehouse. Settings: ${settingNames.join(', ')}.`)
  }
  const port = parsePort(read('PORT'))
  const tls = parseTls(read('GATEHOUSE_TLS'))
  const database = parseDatabase(read('DATABASE_URL'), read('GATEHOUSE_DATA') ?? 'data')
  if (database.kind === 'postgres' && !read('GATEHOUSE_SECRET')) {
    throw new BadSetting(
      'GATEHOUSE_SECRET',
      'is required with PostgreSQL: 32 random bytes in base64, kept outside the database.',
    )
  }
  const suffix = read('GATEHOUSE_DOMAIN_SUFFIX') ?? 'gatehouse.test'
  if (!/^([a-z0-9-]{1,63}\.)*[a-z0-9-]{1,63}$/i.test(suffix)) {
    throw new BadSetting(
      'GATEHOUSE_DOMAIN_SUFFIX',
      `is '${suffix}', which is not a domain name such as guests.example.com.`,
    )
  }
  const given = read('GATEHOUSE_ORIGIN')
  return {
    mode,
    // Settled when the port is bound: with PORT=0 nobody knows it earlier.
    origin: given === undefined ? '' : parseOrigin(given),
    hosts: list(read('GATEHOUSE_HOSTS')).map((host) => parseHost(host)),
    host: parseListeningHost(read('HOST'), mode === 'demo' && !options.expose),
    port,
    dataFolder: read('GATEHOUSE_DATA') ?? 'data',
    database,
    secret: parseSecret(read('GATEHOUSE_SECRET')),
    smtpUrl: parseSmtp(read('SMTP_URL')),
    tls,
    domainSuffix: suffix.toLowerCase(),
    trustedProxies: list(read('GATEHOUSE_TRUSTED_PROXIES')),
    dnsServers: list(read('GATEHOUSE_DNS')),
    expose: options.expose ?? false,
  }
}

/** `inside`: a demo that was not told to expose itself. Shells export HOST for purposes of their own. */
function parseListeningHost(text: string | undefined, inside: boolean): string {
  if (text === undefined) return inside ? '127.0.0.1' : '0.0.0.0'
  const isLoopback = text.toLowerCase() === 'localhost' || text === '::1' || (isIPv4(text) && text.startsWith('127.'))
  if (inside && !isLoopback) {
    throw new BadSetting(
      'HOST',
      `is '${text}', which other machines may reach, and the passwords of a demo are public. Unset it, or start with --expose.`,
    )
  }
  return text
}

const list = (text: string | undefined) => (text ?? '').split(/[\s,]+/).filter((part) => part !== '')

function parsePort(text: string | undefined): number {
  if (text === undefined) return 8443
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65535) {
    throw new BadSetting('PORT', `is '${text}'. It must be a number from 0 (any free port) to 65535.`)
  }
  return port
}

function parseOrigin(text: string): string {
  const url = URL.parse(text)
  if (
    !url ||
    (url.protocol !== 'https:' && url.protocol !== 'http:') ||
    url.pathname !== '/' ||
    url.search ||
    url.hash ||
    url.username
  ) {
    throw new BadSetting(
      'GATEHOUSE_ORIGIN',
      `is '${text}'. It must be a URL without a path, such as https://login.example.com.`,
    )
  }
  return url.origin
}

function parseHost(text: string): string {
  const url = URL.parse(`https://${text}`)
  if (!url || url.host !== text.toLowerCase() || url.pathname !== '/') {
    throw new BadSetting('GATEHOUSE_HOSTS', `holds '${text}', which is not a host name such as graph.example.com.`)
  }
  return url.host
}

function parseTls(text: string | undefined): Config['tls'] {
  if (text === undefined || text === 'auto') return { kind: 'auto' }
  if (text === 'off') return { kind: 'off' }
  const [cert, key, more] = text.split(',')
  if (!cert || !key || more !== undefined) {
    throw new BadSetting(
      'GATEHOUSE_TLS',
      `is '${text}'. It may be 'auto', 'off' (behind a proxy that ends TLS), or two paths: certificate.pem,key.pem.`,
    )
  }
  return { kind: 'files', cert, key }
}

function parseDatabase(text: string | undefined, dataFolder: string): Config['database'] {
  if (text === undefined) return { kind: 'sqlite', file: `${dataFolder}/gatehouse.db` }
  if (/^postgres(ql)?:\/\//.test(text)) return { kind: 'postgres', url: text }
  if (text.startsWith('sqlite:')) {
    const file = text.slice('sqlite:'.length).replace(/^\/\/(?=\/|\.)/, '')
    if (file !== '') return { kind: 'sqlite', file }
  }
  // The value may hold a password.
  throw new BadSetting(
    'DATABASE_URL',
    'must start with postgres:// or sqlite: (for example sqlite:/var/lib/gatehouse/gatehouse.db).',
  )
}

function parseSecret(text: string | undefined): Uint8Array | null {
  if (text === undefined) return null
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length < 32)
    throw new BadSetting('GATEHOUSE_SECRET', 'must be at least 32 bytes in base64: openssl rand -base64 32')
  return bytes
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

function parseSmtp(text: string | undefined): string | null {
  if (text === undefined) return null
  const url = URL.parse(text)
  if (!url || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')) {
    throw new BadSetting('SMTP_URL', 'must be a URL such as smtp://user:password@mail.example.com:587.')
  }
  if (!isDecodable(url.username) || !isDecodable(url.password)) {
    throw new BadSetting('SMTP_URL', 'has a % in its user or password that must be written %25 in a URL.')
  }
  return text
}
