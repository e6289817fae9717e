import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as client from 'openid-client'
import { firstPartyApps } from '../applications/first-party.ts'
import { type Api, apiClient, bodyOf, reach, refusedByTokenService, trustAuthority } from './api.ts'
import type { Connection } from './connection.ts'
import { CommandFailure, exitCodes } from './failure.ts'
import type { Terminal } from './terminal.ts'

const graph = 'https://graph.microsoft.com'
const patience = 5 * 60_000

/** Signs in and answers the client. `scopes` are what a person is asked to consent to; an app has what it was granted. */
export async function connect(
  { origin, tenant, ca, credentials }: Connection,
  scopes: string[],
  terminal: Terminal,
): Promise<Api> {
  trustAuthority(ca)
  if (credentials.kind === 'secret') return apiClient(origin, await asApp(origin, tenant, credentials))
  if (!terminal.interactive)
    throw new CommandFailure('There are no credentials, and nobody here to sign in.', {
      fix: 'Set GATEHOUSE_TENANT, GATEHOUSE_CLIENT_ID and GATEHOUSE_CLIENT_SECRET to an app with the permissions for this.',
      exitCode: exitCodes.usage,
    })
  return apiClient(origin, await asPerson(origin, tenant, scopes, terminal))
}

async function asApp(
  origin: string,
  tenant: string,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
): Promise<string> {
  const response = await reach(`${origin}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${graph}/.default`,
    }),
  })
  const body = await bodyOf(response)
  const { access_token } = (typeof body === 'object' && body !== null ? body : {}) as { access_token?: string }
  if (!response.ok || typeof access_token !== 'string') throw refusedByTokenService(body)
  return access_token
}

/** Code and PKCE through the person's browser, back to a port of this machine (RFC 8252), as the first-party app. */
async function asPerson(origin: string, tenant: string, scopes: string[], terminal: Terminal): Promise<string> {
  // Written out, not discovered: under `organizations` the issuer is a template, and only an access token is asked for.
  const base = `${origin}/${encodeURIComponent(tenant)}/oauth2/v2.0`
  const server = { issuer: origin, authorization_endpoint: `${base}/authorize`, token_endpoint: `${base}/token` }
  const config = new client.Configuration(server, firstPartyApps.commandLine, undefined, client.None())
  const state = client.randomState()
  const answer = await loopback(state)
  try {
    const verifier = client.randomPKCECodeVerifier()
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: answer.redirectUri,
      scope: scopes.map((scope) => `${graph}/${scope}`).join(' '),
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      prompt: 'select_account',
      state,
    })
    terminal.note(`Sign in in your browser. If it does not open, open this address yourself:\n${address.href}`)
    terminal.openBrowser(address.href)
    const returned = await answer.returned
    if (returned.searchParams.get('error') === null) {
      const tokens = await client.authorizationCodeGrant(config, returned, {
        pkceCodeVerifier: verifier,
        expectedState: state,
      })
      return tokens.access_token
    }
    throw refusedByTokenService(Object.fromEntries(returned.searchParams))
  } catch (error) {
    if (error instanceof client.ResponseBodyError) throw refusedByTokenService(error.cause)
    throw error
  } finally {
    answer.close()
  }
}

/**
 * Waits on a free port of this machine for the one answer, which bears the state that was sent. Whatever else knocks (a
 * page in some browser, a program that tries ports) is turned away, and changes nothing.
 */
async function loopback(state: string): Promise<{ redirectUri: string; returned: Promise<URL>; close(): void }> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  // With the slash: the library names the address that the answer came to in its second request.
  const redirectUri = `http://localhost:${(server.address() as AddressInfo).port}/`
  const { promise, resolve, reject } = Promise.withResolvers<URL>()
  const limit = setTimeout(
    () => reject(new CommandFailure('Nobody signed in within 5 minutes.', { fix: 'Run the command again.' })),
    patience,
  )
  server.on('request', (request, response) => {
    const url = URL.parse(request.url ?? '/', redirectUri)
    const { pathname, searchParams } = url ?? new URL('/nowhere', redirectUri)
    const isAnswer =
      pathname === '/' && searchParams.get('state') === state && (searchParams.has('code') || searchParams.has('error'))
    response.writeHead(isAnswer ? 200 : 404, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'close',
    })
    response.end(isAnswer ? 'Back to your terminal: this window can be closed.' : 'Nothing here.')
    if (isAnswer && url) resolve(url)
  })
  return {
    redirectUri,
    returned: promise,
    close() {
      clearTimeout(limit)
      server.close()
      server.closeAllConnections()
    },
  }
}
