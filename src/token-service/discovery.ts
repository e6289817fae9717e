import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'
import { publishedKeys } from '../tenants/keys.ts'
import { resolveSegment, shapeOfSegment } from '../tenants/segment.ts'
import type { SigningKey } from '../tenants/tenant.ts'
import {
  cloudName,
  type DiscoveryPlace,
  issuerAt,
  openIdConfiguration,
  openIdConfigurationV1,
} from './discovery-documents.ts'
import { jsonSurface, queryValue, refuseOtherVerbs } from './json-surface.ts'
import { originOf, servedOrigins } from './origins.ts'

type Segment = { Params: { tenant: string } }

/** Discovery documents, key sets and instance discovery (sts.md 1.4 to 1.6). */
export function registerDiscovery(app: FastifyInstance, deps: Deps): void {
  jsonSurface(app, deps, 'discovery', (scope) => {
    const documents = [
      ['/:tenant/v2.0/.well-known/openid-configuration', openIdConfiguration],
      ['/:tenant/.well-known/openid-configuration', openIdConfigurationV1],
    ] as const
    for (const [url, write] of documents) {
      open(scope, url, async (request) => write(await placeOf(deps, request)))
    }
    open(scope, '/:tenant/discovery/v2.0/keys', (request) => keySet(deps, request, 2))
    open(scope, '/:tenant/discovery/keys', (request) => keySet(deps, request, 1))
    open(scope, '/common/discovery/instance', async (request) => instance(deps, request))
  })
}

/** A GET that every page may read. */
function open(
  scope: FastifyInstance,
  url: string,
  answer: (request: FastifyRequest<Segment>) => Promise<Record<string, unknown>>,
): void {
  scope.get<Segment>(url, async (request, reply) => {
    anybody(reply)
    const body = await answer(request)
    return reply.header('cache-control', 'max-age=86400, private').send(body)
  })
  scope.options(url, async (_, reply) => anybody(reply).code(204).send())
  refuseOtherVerbs(scope, url, ['GET', 'OPTIONS'])
}

const anybody = (reply: FastifyReply): FastifyReply =>
  reply.headers({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, OPTIONS',
    'access-control-allow-headers': '*',
  })

async function placeOf(deps: Deps, request: FastifyRequest<Segment>): Promise<DiscoveryPlace> {
  const origin = originOf(deps.config, request)
  const segment = await resolveSegment(deps, request.params.tenant)
  if (segment.kind === 'consumers') {
    refuse('appAtConsumersEndpoint', { appId: queryValue(request, 'appid') ?? 'of this request' })
  }
  // A domain comes back as the GUID: clients take the tenant from the endpoints (sts.md 0, rule 6).
  if (segment.kind === 'tenant') return { origin, segment: segment.tenant, tenant: segment.tenant, region: 'WW' }
  return { origin, segment: segment.kind, tenant: null, region: null }
}

async function keySet(deps: Deps, request: FastifyRequest<Segment>, version: 1 | 2): Promise<Record<string, unknown>> {
  const place = await placeOf(deps, request)
  const tenants = place.tenant
    ? [place.tenant as SigningTenant]
    : (await deps.store.across.tenants()).flatMap(({ id, kind }) => (kind === 'workforce' ? [id] : []))
  const sets = await Promise.all(
    tenants.map(async (tenant) => {
      const keys = await publishedKeys(deps, tenant)
      // The exact issuer: this key signs for no other tenant.
      return keys.map((key) => presentKey(key, issuerAt({ origin: place.origin, tenant }, version), place.origin))
    }),
  )
  return { keys: sets.flat() }
}

type SigningTenant = Parameters<typeof publishedKeys>[1]

const presentKey = ({ kid, jwk, certificate }: SigningKey, issuer: string, origin: string) => ({
  kty: jwk.kty,
  use: 'sig',
  kid,
  x5t: kid,
  n: jwk.n,
  e: jwk.e,
  x5c: [certificate],
  cloud_instance_name: cloudName(origin),
  issuer,
})

/** Whether the host of an authority is one of ours (sts.md 1.4). */
function instance(deps: Deps, request: FastifyRequest): Record<string, unknown> {
  const asked = queryValue(request, 'authorization_endpoint')
  const version = queryValue(request, 'api-version') ?? '1.1'
  const url = asked === undefined ? null : URL.parse(asked)
  if (url?.protocol !== 'https:') refuse('discoveryMalformed')
  if (!servedOrigins(deps.config).includes(url.origin)) refuse('instanceUnknown')
  const segment = url.pathname.split('/')[1] ?? ''
  if (shapeOfSegment(segment).kind === 'invalid') refuse('discoveryMalformed')
  const aliases = [...new Set([url.host, ...servedOrigins(deps.config).map((origin) => new URL(origin).host)])]
  return {
    tenant_discovery_endpoint: `${url.origin}/${segment}/v2.0/.well-known/openid-configuration`,
    'api-version': /^1\.[01]$/.test(version) ? version : '1.1',
    metadata: [{ preferred_network: url.host, preferred_cache: url.host, aliases }],
  }
}
