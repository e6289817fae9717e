import 'reflect-metadata' // What @peculiar/x509 needs to be loaded before it.
import { randomBytes, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** A certificate and its private key, both PEM. */
export type Pair = { cert: string; key: string }

const curve = { name: 'ECDSA', namedCurve: 'P-256' }
const signature = { name: 'ECDSA', hash: 'SHA-256' }
const nameConstraints = '2.5.29.30'
/** Other machines' clocks may run behind ours. */
const leeway = 3_600_000

/**
 * A root that can vouch for `names` (and their subdomains) only: whoever steals its key from a data folder cannot pose as
 * any other site to a browser that trusts it (name constraints, RFC 5280 4.2.1.10). Times in milliseconds.
 */
export async function makeAuthority(names: string[], now: number, lifetime: number): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const serial = serialNumber()
  const cert = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial,
    // Each authority has a name of its own: trust stores look issuers up by name.
    name: [{ CN: [`Gatehouse local CA ${serial.slice(0, 8)}`] }],
    notBefore: new Date(now - leeway),
    notAfter: new Date(now + lifetime),
    keys,
    signingAlgorithm: signature,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new Extension(nameConstraints, true, permittedOnly(names)),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { cert: pem(cert), key: await exportKey(keys.privateKey) }
}

/** A server certificate for exactly these names, signed by the authority. */
export async function makeLeaf(authority: Pair, names: string[], now: number, lifetime: number): Promise<Pair> {
  const issuer = new X509Certificate(authority.cert)
  const pkcs8 = PemConverter.decodeFirst(authority.key)
  const signingKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, curve, false, ['sign'])
  const keys = await webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const cert = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: ['Gatehouse'] }],
    issuer: issuer.subjectName,
    notBefore: new Date(now - leeway),
    notAfter: new Date(now + lifetime),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: signature,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value }))),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { cert: pem(cert), key: await exportKey(keys.privateKey) }
}

/** Whether the authority may vouch for all of these names. */
export function permits(cert: string, names: string[]): boolean {
  const constraints = new X509Certificate(cert).getExtension(nameConstraints)
  return constraints !== null && names.every((name) => Buffer.from(constraints.value).includes(subtree(name)))
}

/** NameConstraints in DER: SEQUENCE { [0] permittedSubtrees }. The library has no builder for it. */
const permittedOnly = (names: string[]): Buffer => der(0x30, der(0xa0, Buffer.concat(names.map(subtree))))

/** GeneralSubtree with a dNSName [2], or an iPAddress [7] followed by a mask of ones (this one address). */
function subtree(name: string): Buffer {
  if (!isIP(name)) return der(0x30, der(0x82, Buffer.from(name, 'ascii')))
  const address = addressBytes(name)
  return der(0x30, der(0x87, Buffer.concat([address, Buffer.alloc(address.length, 0xff)])))
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  // The URL parser brings every IPv6 spelling to groups of hex digits with at most one `::`.
  const [head = '', tail = ''] = new URL(`https://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text: string) => text.split(':').filter(Boolean)
  const zeros = Array.from({ length: 8 - groups(head).length - groups(tail).length }, () => '0')
  const hex = [...groups(head), ...zeros, ...groups(tail)].map((group) => group.padStart(4, '0')).join('')
  return Buffer.from(hex, 'hex')
}

function der(tag: number, content: Buffer): Buffer {
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

/** Sixteen random bytes in hex, positive as the standard wants it. */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x7f) | 0x40
  return bytes.toString('hex')
}

const pem = (cert: X509Certificate): string => `${cert.toString('pem')}\n`

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`
}
