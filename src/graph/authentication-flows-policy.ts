import { boolean, object, place } from '../cross-tenant-access/parse-parts.ts'
import { role } from '../directory/role-templates.ts'
import type { Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import {
  type AuthenticationFlowsPolicy,
  authenticationFlowsPolicyKind,
  defaultAuthenticationFlowsPolicy,
} from '../tenants/authentication-flows-policy.ts'
import { auditOf, changesBetween } from './audit.ts'
import { hasReadingRole, hasRole } from './caller.ts'
import { property, type Resource } from './model/resource.ts'
import { entity } from './present.ts'
import { type GraphRequest, type GraphRoute, type JsonObject, noContent, ok, type Permissions } from './route.ts'

/** "Guest self-service sign up": the table of policies in graph.md. Stored; user flows, which it switches, are not there yet. */

const path = '/policies/authenticationFlowsPolicy'
const label = 'AuthenticationFlowsPolicy'
const names = ['Policy.ReadWrite.AuthenticationFlows'] as const
const reading: Permissions = {
  delegated: ['Policy.Read.All', ...names],
  application: ['Policy.Read.All', ...names],
  refusal: 'scopesMissing',
}
const writing: Permissions = { delegated: names, application: names, refusal: 'scopesMissing' }

const resource: Resource<AuthenticationFlowsPolicy> = {
  type: 'authenticationFlowsPolicy',
  label,
  set: 'policies/authenticationFlowsPolicy',
  properties: [
    property('id', 'string', '-', 'D', { read: () => 'authenticationFlowsPolicy' }),
    property('displayName', 'string', '-', 'D'),
    property('description', 'string', '-', 'D'),
    property('selfServiceSignUp', 'object', 'U', 'D'),
  ],
  open: false,
  directory: false,
  defaultTop: 1,
  maxTop: 1,
}

const policyOf = async ({ deps }: GraphRequest, door: Door): Promise<AuthenticationFlowsPolicy> =>
  (await deps.store.policies.get<AuthenticationFlowsPolicy>(door, authenticationFlowsPolicyKind)) ??
  defaultAuthenticationFlowsPolicy

/** PATCH: omitted properties stay, null puts the default back. Pure. */
function parsePatch(body: JsonObject, before: AuthenticationFlowsPolicy): AuthenticationFlowsPolicy {
  const at = place(label)
  const { displayName, description } = before
  const readOnly = { id: 'authenticationFlowsPolicy', displayName, description }
  const wish = object(body, at, ['selfServiceSignUp'], readOnly, Object.keys(readOnly))
  if (!wish.has('selfServiceSignUp')) return before
  const given = wish.get('selfServiceSignUp')
  const here = at.in('selfServiceSignUp')
  if (given === null) return { ...before, selfServiceSignUp: defaultAuthenticationFlowsPolicy.selfServiceSignUp }
  const flag = object(given, here, ['isEnabled'])
  if (!flag.has('isEnabled')) return before
  return { ...before, selfServiceSignUp: { isEnabled: boolean(flag.get('isEnabled'), here.in('isEnabled')) } }
}

/** The role whose the policy is; it is on a page of the collaboration settings, whose keepers change it too (design 8). */
const keepers = [role.userFlowAdministrator, role.externalIdentityProviderAdministrator]

export const authenticationFlowsPolicyRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path,
    state: policyOf,
    permissions: reading,
    async handle(request) {
      const { caller } = request
      if (caller.kind === 'delegated' && !hasReadingRole(caller, ...keepers, role.securityReader)) {
        refuse('insufficientPrivileges')
      }
      return ok(entity(request, resource, await policyOf(request, request.door)))
    },
  },
  {
    method: 'PATCH',
    path,
    state: policyOf,
    permissions: writing,
    async handle(request) {
      const { deps, caller, body } = request
      if (caller.kind === 'delegated' && !hasRole(caller, ...keepers)) refuse('insufficientPrivileges')
      await deps.store.write(caller.tenant, async (tx) => {
        const before = await policyOf(request, tx)
        const after = parsePatch(body, before)
        await deps.store.policies.put(tx, authenticationFlowsPolicyKind, after)
        await deps.store.audit.add(
          tx,
          auditOf(request, {
            activity: 'Update authentication flows policy',
            category: 'Policy',
            operation: 'Update',
            targets: [{ id: 'authenticationFlowsPolicy', displayName: after.displayName, type: 'Policy' }],
            modified: changesBetween(before, after),
          }),
        )
      })
      return noContent
    },
  },
]
