import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { html } from '../sign-in/pages/html.ts'
import { page, sendPage } from '../sign-in/pages/layout.ts'
import { cloudName } from './discovery-documents.ts'
import { jsonSurface, refuseOtherVerbs } from './json-surface.ts'
import { originOf } from './origins.ts'

/**
 * What clients ask beside the protocol: how a name signs in (sts.md 1.8), and the blank page on which desktop apps end.
 * The realm tells about the domain only, which discovery tells anybody as well: never whether the account exists.
 */
export function registerUserRealm(app: FastifyInstance, deps: Deps): void {
  jsonSurface(app, deps, 'discovery', (scope) => {
    const url = '/common/userrealm/:user'
    scope.get<{ Params: { user: string } }>(url, async (request, reply) => {
      const { user } = request.params
      const domain = user.slice(user.lastIndexOf('@') + 1).toLowerCase()
      const tenant = user.includes('@') ? await deps.store.across.tenantOfDomain(domain) : undefined
      return reply.header('cache-control', 'no-store').send({
        ver: '1.0',
        account_type: tenant ? 'Managed' : 'Unknown',
        domain_name: domain,
        cloud_instance_name: cloudName(originOf(deps.config, request)),
        cloud_audience_urn: 'urn:federation:MicrosoftOnline',
      })
    })
    refuseOtherVerbs(scope, url, ['GET'])
  })

  // The code stays in the address bar, where the app that opened the window reads it (sts.md 1.2).
  app.get('/common/oauth2/nativeclient', async (_, reply) =>
    sendPage(
      reply,
      page({ title: 'Signed in', body: html`<h1>Signed in</h1><p>Return to the app. This window can be closed.</p>` }),
    ),
  )
}
