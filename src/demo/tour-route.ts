import { role } from '../directory/role-templates.ts'
import { refuse } from '../errors/index.ts'
import { type GraphRoute, ok } from '../graph/route.ts'
import type { ApplicationId } from '../ids.ts'
import { hasPortal } from './portal-link.ts'
import type { AnyWorld } from './world.ts'

/**
 * `GET /gatehouse/v1/demo/tour`: who plays which part in the ten minutes that the Overview page leads through. For the
 * administrator of the demo's own Contoso; in any other tenant or world there is no tour. What it tells stands on the
 * terminal and in `demo.json` too.
 */
export const tourRoute = (world: AnyWorld): GraphRoute => ({
  method: 'GET',
  path: '/demo/tour',
  at: ['gatehouse/v1'],
  permissions: { delegated: ['User.Read', 'User.ReadWrite'], application: [] },
  async handle({ caller, deps, door }) {
    const partner = world.tenants.fabrikam
    const guest = partner?.people.employee
    const isHost = caller.tenant === world.tenants.contoso?.id && caller.roles.has(role.globalAdministrator)
    const portal = world.tenants.contoso?.apps.portal
    if (!hasPortal(world) || !portal || !partner || !guest || !isHost) return refuse('resourceNotFound', { id: 'tour' })
    const app = await deps.store.applications.find(door, portal.objectId as ApplicationId)
    return ok({
      guest: { displayName: guest.displayName, mail: guest.userPrincipalName, password: guest.password },
      partner: { tenantId: partner.id, displayName: partner.displayName },
      portal: { appId: portal.appId, displayName: portal.displayName, url: app?.web.homePageUrl ?? null },
    })
  },
})
