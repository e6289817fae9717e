import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:https'
import { type AddressInfo, isIP } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import { systemClock } from '../clock.ts'
import { makeAuthority, makeLeaf, permits } from './local-ca.ts'
import { type LocalTls, localTls, trustLocalCa } from './tls.ts'

const day = 86_400_000
const now = systemClock.now()

async function dataFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-tls-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'data')
}

async function serve(t: TestContext, pair: { key: string; cert: string }): Promise<number> {
  const server = createServer(pair, (_request, response) => response.end('hello'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return (server.address() as AddressInfo).port
}

/** Asks the loopback server as if it were `name`; the client trusts `ca` only, or what the process trusts. */
async function ask(port: number, name: string, ca?: string): Promise<string> {
  const identity = {
    servername: isIP(name) ? '' : name,
    checkServerIdentity: (_host: string, cert: PeerCertificate) => checkServerIdentity(name, cert),
  }
  const call = request({ host: '127.0.0.1', port, agent: false, ...identity, ...(ca ? { ca } : {}) })
  call.end()
  const [response] = await once(call, 'response')
  return text(response)
}

const leafOf = (made: LocalTls) => new X509Certificate(made.cert)

test('a client that trusts the authority reaches localhost, the loopback address and the extra hosts', async (t) => {
  const made = await localTls(await dataFolder(t), ['login.gatehouse.test', 'graph.gatehouse.test:8443'], now)
  const port = await serve(t, made)
  for (const name of ['localhost', '127.0.0.1', 'login.gatehouse.test', 'graph.gatehouse.test'])
    assert.equal(await ask(port, name, made.ca), 'hello', name)
  await assert.rejects(ask(port, 'other.gatehouse.test', made.ca), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  assert.match(leafOf(made).subjectAltName ?? '', /IP Address:0:0:0:0:0:0:0:1/)
})

test('a process trusts the authority only after it was told to', async (t) => {
  const made = await localTls(await dataFolder(t), [], now)
  const port = await serve(t, made)
  await assert.rejects(ask(port, 'localhost'), /unable to verify|self.signed|local issuer/i)
  trustLocalCa(made.ca)
  assert.equal(await ask(port, 'localhost'), 'hello')
  assert.equal(await (await fetch(`https://localhost:${port}/`)).text(), 'hello')
})

test('the authority cannot vouch for a name or address that is not served', async (t) => {
  const authority = await makeAuthority(['localhost', '127.0.0.1', '::1'], now, day)
  for (const name of ['login.microsoftonline.com', '10.0.0.1', '::2']) {
    const port = await serve(t, await makeLeaf(authority, [name], now, day))
    await assert.rejects(ask(port, name, authority.cert), /permitted subtree violation/i, name)
  }
  const port = await serve(t, await makeLeaf(authority, ['localhost'], now, day))
  assert.equal(await ask(port, 'localhost', authority.cert), 'hello')
  assert.equal(permits(authority.cert, ['localhost', '::1', '0:0:0:0:0:0:0:1']), true)
  assert.equal(permits(authority.cert, ['localhost', 'gatehouse.test']), false)
})

test('the second start reads what the first one made', async (t) => {
  const folder = await dataFolder(t)
  const first = await localTls(folder, ['gatehouse.test'], now)
  assert.deepEqual(await localTls(folder, ['gatehouse.test'], now + 300 * day), first)
})

test('only the owner can read the keys', async (t) => {
  const folder = await dataFolder(t)
  const { caPath } = await localTls(folder, [], now)
  const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)
  assert.equal(await mode(join(folder, 'tls')), '700')
  assert.equal(await mode(join(folder, 'tls', 'ca-key.pem')), '600')
  assert.equal(await mode(join(folder, 'tls', 'server.pem')), '600')
  assert.doesNotMatch(await readFile(caPath, 'utf8'), /PRIVATE/)
})

const changes: { when: string; hosts?: string[]; at?: number; harm?: string; leaf: string; authority: string }[] = [
  { when: 'nothing changed', leaf: 'kept', authority: 'kept' },
  { when: 'a host was added', hosts: ['a.test', 'b.test'], leaf: 'new', authority: 'new' },
  { when: 'a host was removed', hosts: [], leaf: 'new', authority: 'kept' },
  { when: 'a host below a known one was added', hosts: ['a.test', 'x.a.test'], leaf: 'new', authority: 'new' },
  { when: 'the leaf ends in 29 days', at: now + 368 * day, leaf: 'new', authority: 'kept' },
  { when: 'the authority would end before a new leaf', at: now + 9 * 365 * day, leaf: 'new', authority: 'new' },
  { when: 'the clock was set back before the leaf', at: now - 2 * day, leaf: 'new', authority: 'new' },
  { when: 'the leaf file was cut short', harm: 'server.pem', leaf: 'new', authority: 'kept' },
  { when: 'the authority was lost', harm: 'ca.pem', leaf: 'new', authority: 'new' },
  {
    when: 'the key of the authority was lost, which only the next renewal needs',
    harm: 'ca-key.pem',
    leaf: 'kept',
    authority: 'kept',
  },
]
for (const { when, hosts = ['a.test'], at = now, harm, leaf, authority } of changes)
  test(`when ${when}: leaf ${leaf}, authority ${authority}`, async (t) => {
    const folder = await dataFolder(t)
    const before = await localTls(folder, ['a.test'], now)
    if (harm) {
      const path = join(folder, 'tls', harm)
      await writeFile(path, (await readFile(path, 'utf8')).slice(0, 100))
    }
    const after = await localTls(folder, hosts, at)
    assert.equal(after.cert === before.cert ? 'kept' : 'new', leaf)
    assert.equal(after.ca === before.ca ? 'kept' : 'new', authority)
    assert.equal(leafOf(after).checkIssued(new X509Certificate(after.ca)), true)
    assert.equal(await readFile(after.caPath, 'utf8'), after.ca)
  })
