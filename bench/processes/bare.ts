/** The limit: Fastify on the same transport. Its token endpoint reads a body and signs a JWT, and nothing else. */
import Fastify from 'fastify'
import { generateKeyPair, SignJWT } from 'jose'
import { takePart } from './take-part.ts'

export type BarePlan = { key: string; cert: string; claims: Record<string, unknown> }

const operations = {
  async start({ key, cert, claims }: BarePlan): Promise<{ origin: string }> {
    const { privateKey } = await generateKeyPair('RS256')
    const app = Fastify({ https: { key, cert } })
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    const sign = () =>
      new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: 'bare' }).sign(privateKey)
    app.post('/token', async () => ({ token_type: 'Bearer', expires_in: 3599, access_token: await sign() }))
    app.post('/two-tokens', async () => {
      const [access_token, id_token] = await Promise.all([sign(), sign()])
      return { token_type: 'Bearer', expires_in: 3599, access_token, id_token }
    })
    app.get('/bare', async () => ({ bare: true }))
    const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
    return { origin: `https://localhost:${port}` }
  },
}

export type Bare = typeof operations
takePart(operations)
