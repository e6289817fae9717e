import { object, place } from '../cross-tenant-access/parse-parts.ts'
import { role } from '../directory/role-templates.ts'
import type { Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { auditOf, changesBetween } from './audit.ts'
import { hasReadingRole, hasRole } from './caller.ts'
import {
  type GraphRequest,
  type GraphRoute,
  type JsonObject,
  noContent,
  ok,
  type Permissions,
  type StateOf,
} from './route.ts'

/**
 * How long a redemption link works. The public product has no such setting, so it is on our own API beside Graph:
 * `{ "redemptionLinkDays": 7 | 14 | 30 | 90 | null }`, null meaning for ever. It counts for links made from then on.
 */

const path = '/policies/redemption'
const label = 'RedemptionPolicy'
type Days = Tenant['redemptionLinkDays']
const offered: readonly Days[] = [7, 14, 30, 90, null]

const reading: Permissions = {
  delegated: ['Policy.Read.All', 'Policy.ReadWrite.Authorization'],
  application: ['Policy.Read.All', 'Policy.ReadWrite.Authorization'],
  refusal: 'scopesMissing',
}
const writing: Permissions = {
  delegated: ['Policy.ReadWrite.Authorization'],
  application: ['Policy.ReadWrite.Authorization'],
  refusal: 'scopesMissing',
}

/** The collaboration settings' roles (design 8, "Who may"). */
const keepers = [role.privilegedRoleAdministrator, role.externalIdentityProviderAdministrator]

async function tenantOf({ deps }: GraphRequest, door: Door): Promise<Tenant> {
  const tenant = await deps.store.tenants.get(door)
  return tenant ?? refuse('resourceNotFound', { id: door.tenant })
}

const present = ({ redemptionLinkDays }: Tenant): JsonObject => ({ redemptionLinkDays })

function parse(body: JsonObject): Days {
  const at = place(label)
  const wish = object(body, at, ['redemptionLinkDays'])
  const days = wish.get('redemptionLinkDays')
  const known = offered.find((one) => one === days)
  if (known === undefined) return at.in('redemptionLinkDays').refuse('It must be 7, 14, 30, 90, or null for ever.')
  return known
}

const state: StateOf = async (request, door) => present(await tenantOf(request, door))

export const redemptionSettingsRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path,
    at: ['gatehouse/v1'],
    state,
    permissions: reading,
    async handle(request) {
      const { caller } = request
      if (caller.kind === 'delegated' && !hasReadingRole(caller, ...keepers, role.securityReader)) {
        refuse('insufficientPrivileges')
      }
      return ok(present(await tenantOf(request, request.door)))
    },
  },
  {
    method: 'PATCH',
    path,
    at: ['gatehouse/v1'],
    state,
    permissions: writing,
    body: 'object',
    async handle(request) {
      const { deps, caller, body } = request
      if (caller.kind === 'delegated' && !hasRole(caller, ...keepers)) refuse('insufficientPrivileges')
      const redemptionLinkDays = parse(body)
      await deps.store.write(caller.tenant, async (tx) => {
        const before = await tenantOf(request, tx)
        const after = await deps.store.tenants.update(tx, (old) => ({ ...old, redemptionLinkDays }))
        await deps.store.audit.add(
          tx,
          auditOf(request, {
            activity: 'Update redemption policy',
            category: 'Policy',
            operation: 'Update',
            targets: [{ id: caller.tenant, displayName: after.displayName, type: 'Policy' }],
            modified: changesBetween(present(before), present(after)),
          }),
        )
      })
      return noContent
    },
  },
]
