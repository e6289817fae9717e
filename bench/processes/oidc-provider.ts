/** npm oidc-provider with its in-memory adapter: client credentials, access tokens as RS256 JWTs. */
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import Provider from 'oidc-provider'
import { takePart } from './take-part.ts'

export type ProviderPlan = { key: string; cert: string; clientId: string; clientSecret: string; audience: string }

const operations = {
  async start({ key, cert, clientId, clientSecret, audience }: ProviderPlan): Promise<{ origin: string }> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true })
    const server = createServer({ key, cert })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `https://localhost:${(server.address() as AddressInfo).port}`
    const provider = new Provider(origin, {
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'bench', alg: 'RS256', use: 'sig' }] },
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => audience,
          getResourceServerInfo: () => ({
            scope: '',
            audience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: 3600,
            jwt: { sign: { alg: 'RS256' } },
          }),
        },
      },
    })
    server.on('request', provider.callback())
    return { origin }
  },
}

export type OidcProvider = typeof operations
takePart(operations)
