import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { Pair } from './local-ca.ts'

const day = 86_400_000
/** A leaf is made anew when it has less than this left; an authority, when it would not outlive the next leaf. */
const renewBefore = 30 * day
/** Below the 398 days after which browsers stop trusting a leaf. */
const leafLifetime = 397 * day
const authorityLifetime = 10 * 365 * day

/** PEM texts. `caPath` is the file to hand to clients (`NODE_EXTRA_CA_CERTS`, a browser's or system's trust store). */
export type LocalTls = { key: string; cert: string; ca: string; caPath: string }

/**
 * The certificate that this server shows: for localhost, the loopback addresses and `hosts` (host names, with or without
 * port), signed by an authority of this data folder that can vouch for these names only. Made at the first start, read
 * at the next ones, renewed when it nears its end (`now`, epoch ms) or when the names change. A name that the authority
 * may not vouch for means a new authority, which has to be trusted anew.
 */
export async function localTls(dataFolder: string, hosts: string[], now: number): Promise<LocalTls> {
  const folder = join(dataFolder, 'tls')
  const paths = { ca: join(folder, 'ca.pem'), caKey: join(folder, 'ca-key.pem'), server: join(folder, 'server.pem') }
  const names = servedNames(hosts)
  const [ca, server] = await Promise.all([readText(paths.ca), readText(paths.server)])
  if (ca !== undefined && server !== undefined && isUsable(server, ca, names, now))
    return { key: server, cert: server, ca, caPath: paths.ca }

  // Only a start that has to make something pays for the certificate library.
  const make = await import('./local-ca.ts')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700) // It may have been there before, open to others.
  const known = await readAuthority(ca, paths.caKey, now)
  const authority =
    known && make.permits(known.cert, names) ? known : await make.makeAuthority(names, now, authorityLifetime)
  const leaf = await make.makeLeaf(authority, names, now, leafLifetime)
  if (authority !== known) {
    await replaceFile(paths.caKey, authority.key)
    await replaceFile(paths.ca, authority.cert, 0o644)
  }
  // Key and certificate share a file, so that a crash between two writes cannot part them.
  const both = leaf.key + leaf.cert
  await replaceFile(paths.server, both)
  return { key: both, cert: both, ca: authority.cert, caPath: paths.ca }
}

/** Makes this process trust the local authority beside the ones it trusts already (fetch, https, TLS sockets). */
export function trustLocalCa(caPem: string): void {
  setDefaultCACertificates([...getCACertificates('default'), caPem])
}

/** localhost, the loopback addresses, then the hosts: without ports and brackets, in lower case, each once. */
function servedNames(hosts: string[]): string[] {
  const bare = hosts.map((host) => new URL(`https://${host}`).hostname.replace(/^\[|\]$/g, ''))
  return [...new Set(['localhost', '127.0.0.1', '::1', ...bare])]
}

function isUsable(server: string, ca: string, names: string[], now: number): boolean {
  try {
    const leaf = new X509Certificate(server)
    const authority = new X509Certificate(ca)
    return (
      leaf.checkPrivateKey(createPrivateKey(server)) &&
      leaf.checkIssued(authority) &&
      leaf.verify(authority.publicKey) &&
      isCurrent(leaf, now) &&
      isCurrent(authority, now) &&
      leaf.subjectAltName?.split(', ').length === names.length &&
      names.every((name) => (isIP(name) ? leaf.checkIP(name) : leaf.checkHost(name)) !== undefined)
    )
  } catch {
    return false // Cut short or edited by hand: made anew.
  }
}

const isCurrent = (cert: X509Certificate, now: number): boolean =>
  cert.validFromDate.getTime() <= now && cert.validToDate.getTime() - now > renewBefore

/** The authority on disk, when it is whole and outlives a leaf that begins now. */
async function readAuthority(cert: string | undefined, keyPath: string, now: number): Promise<Pair | undefined> {
  const key = await readText(keyPath)
  if (cert === undefined || key === undefined) return undefined
  try {
    const parsed = new X509Certificate(cert)
    const outlives = isCurrent(parsed, now) && parsed.validToDate.getTime() - now > leafLifetime
    return outlives && parsed.checkPrivateKey(createPrivateKey(key)) ? { cert, key } : undefined
  } catch {
    return undefined
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function replaceFile(path: string, text: string, mode = 0o600): Promise<void> {
  await writeFile(`${path}.new`, text, { mode, flush: true })
  await rename(`${path}.new`, path)
}
