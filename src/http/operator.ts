import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { requireOperator } from '../tenants/operator.ts'
import { listKeys, rotateTenantKeys } from './operator/keys.ts'
import { collectMetrics } from './operator/metrics.ts'
import { operatorRoute } from './operator/requests.ts'
import {
  addDomain,
  addTenant,
  listDomains,
  listTenants,
  resumeTenant,
  showTenant,
  suspendTenant,
} from './operator/tenants.ts'

/**
 * The operator's own API (design 2): tenants, their domains and keys, figures. Opened by the operator's credential only,
 * never by a tenant's token. Call before the other surfaces, so that their requests are counted.
 */
export function registerOperator(app: FastifyInstance, deps: Deps): void {
  const registry = collectMetrics(app)

  /** Open, and says nothing but whether the data can be read. */
  app.get('/gatehouse/health', async (_, reply) => {
    reply.header('cache-control', 'no-store')
    try {
      await deps.store.across.instance('operator')
      return { status: 'ok' }
    } catch (error) {
      deps.log.error(
        { error: error instanceof Error ? error.message : String(error) },
        'health: the store is unreadable',
      )
      return reply.code(503).send({ status: 'unavailable' })
    }
  })

  app.get('/gatehouse/metrics', async (request, reply) => {
    await requireOperator(deps, request)
    return reply
      .header('cache-control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics())
  })

  app.register(async (scope) => {
    // The body is read after the credential is checked.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_, payload, done) => done(null, payload))
    const tenants = '/gatehouse/v1/tenants'
    operatorRoute(scope, deps, 'GET', tenants, listTenants)
    operatorRoute(scope, deps, 'POST', tenants, addTenant)
    operatorRoute(scope, deps, 'GET', `${tenants}/:tenant`, showTenant)
    operatorRoute(scope, deps, 'POST', `${tenants}/:tenant/suspend`, suspendTenant)
    operatorRoute(scope, deps, 'POST', `${tenants}/:tenant/resume`, resumeTenant)
    operatorRoute(scope, deps, 'GET', `${tenants}/:tenant/domains`, listDomains)
    operatorRoute(scope, deps, 'POST', `${tenants}/:tenant/domains`, addDomain)
    operatorRoute(scope, deps, 'GET', `${tenants}/:tenant/keys`, listKeys)
    operatorRoute(scope, deps, 'POST', `${tenants}/:tenant/keys/rotate`, rotateTenantKeys)
  })
}
