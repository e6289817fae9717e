import { boolean, nullable, object, place } from '../cross-tenant-access/parse-parts.ts'
import { role } from '../directory/role-templates.ts'
import type { Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import {
  defaultExternalIdentitiesPolicy,
  type ExternalIdentitiesPolicy,
  externalIdentitiesPolicyKind,
} from '../tenants/external-identities-policy.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { auditOf, changesBetween } from './audit.ts'
import { hasReadingRole, hasRole } from './caller.ts'
import { property, type Resource } from './model/resource.ts'
import { entity } from './present.ts'
import { type GraphRequest, type GraphRoute, type JsonObject, noContent, ok, type Permissions } from './route.ts'

/** "External user leave settings", in beta only: the table of policies in graph.md, external-identities.md 2.15. */

const path = '/policies/externalIdentitiesPolicy'
const label = 'ExternalIdentitiesPolicy'
const names = ['Policy.ReadWrite.ExternalIdentities'] as const
const reading: Permissions = {
  delegated: ['Policy.Read.All', ...names],
  application: ['Policy.Read.All', ...names],
  refusal: 'scopesMissing',
}
const writing: Permissions = { delegated: names, application: names, refusal: 'scopesMissing' }

const resource: Resource<ExternalIdentitiesPolicy> = {
  type: 'externalIdentitiesPolicy',
  label,
  set: 'policies/externalIdentitiesPolicy',
  properties: [
    property('id', 'string', '-', 'D', { read: () => 'externalidentitiespolicy' }),
    property('displayName', 'string', '-', 'D'),
    property('description', 'string', '-', 'D'),
    property('allowExternalIdentitiesToLeave', 'boolean', 'U', 'D'),
    property('allowDeletedIdentitiesDataRemoval', 'boolean', 'U', 'D'),
    property('deletedDateTime', 'dateTime', '-', 'D', { read: () => null }),
  ],
  open: false,
  directory: false,
  defaultTop: 1,
  maxTop: 1,
}

const policyOf = async ({ deps }: GraphRequest, door: Door): Promise<ExternalIdentitiesPolicy> =>
  (await deps.store.policies.get<ExternalIdentitiesPolicy>(door, externalIdentitiesPolicyKind)) ??
  defaultExternalIdentitiesPolicy

/** PATCH: omitted properties stay, null puts the default back. Pure. */
function parsePatch(
  body: JsonObject,
  before: ExternalIdentitiesPolicy,
  { privacyProfile }: Tenant,
): ExternalIdentitiesPolicy {
  const at = place(label)
  const { displayName, description } = before
  const readOnly = { id: 'externalidentitiespolicy', displayName, description, deletedDateTime: null }
  const flags = ['allowExternalIdentitiesToLeave', 'allowDeletedIdentitiesDataRemoval'] as const
  const wish = object(body, at, flags, readOnly, Object.keys(readOnly))
  const after = { ...before }
  for (const flag of flags) {
    if (!wish.has(flag)) continue
    const given = nullable(wish.get(flag), (value) => boolean(value, at.in(flag)))
    after[flag] = given ?? defaultExternalIdentitiesPolicy[flag]
  }
  if (after.allowDeletedIdentitiesDataRemoval) {
    return at.in('allowDeletedIdentitiesDataRemoval').refuse('It is reserved and must be false.')
  }
  const isKnown = privacyProfile.contactEmail !== null && privacyProfile.statementUrl !== null
  if (!after.allowExternalIdentitiesToLeave && before.allowExternalIdentitiesToLeave && !isKnown) {
    return at
      .in('allowExternalIdentitiesToLeave')
      .refuse(
        'Whoever cannot leave must be told whom to ask: set contactEmail and statementUrl of the organization’s privacyProfile first.',
      )
  }
  return after
}

const { externalIdentityProviderAdministrator, securityReader } = role

export const externalIdentitiesPolicyRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path,
    at: ['beta'],
    state: policyOf,
    permissions: reading,
    async handle(request) {
      const { caller } = request
      if (
        caller.kind === 'delegated' &&
        !hasReadingRole(caller, externalIdentityProviderAdministrator, securityReader)
      ) {
        refuse('insufficientPrivileges')
      }
      return ok(entity(request, resource, await policyOf(request, request.door)))
    },
  },
  {
    method: 'PATCH',
    path,
    at: ['beta'],
    state: policyOf,
    permissions: writing,
    async handle(request) {
      const { deps, caller, body } = request
      if (caller.kind === 'delegated' && !hasRole(caller, externalIdentityProviderAdministrator)) {
        refuse('insufficientPrivileges')
      }
      await deps.store.write(caller.tenant, async (tx) => {
        const before = await policyOf(request, tx)
        const after = parsePatch(body, before, (await deps.store.tenants.get(tx)) ?? caller.tenantFacts)
        await deps.store.policies.put(tx, externalIdentitiesPolicyKind, after)
        await deps.store.audit.add(
          tx,
          auditOf(request, {
            activity: 'Update external identities policy',
            category: 'Policy',
            operation: 'Update',
            targets: [{ id: 'externalidentitiespolicy', displayName: after.displayName, type: 'Policy' }],
            modified: changesBetween(before, after),
          }),
        )
      })
      return noContent
    },
  },
]
