import {
  type DefaultConfiguration,
  defaultPolicyRoot,
  type PartnerConfiguration,
  type PolicyRoot,
  parseDefaultPatch,
  parseNewPartner,
  parsePartnerPatch,
  parsePolicyPatch,
  type SettingWarning,
  systemDefault,
  warningsOf,
} from '../cross-tenant-access/index.ts'
import { role } from '../directory/role-templates.ts'
import type { Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import { isGuid, type TenantId } from '../ids.ts'
import { auditOf, type Change, changesBetween } from './audit.ts'
import { hasReadingRole, hasRole } from './caller.ts'
import { listOf } from './collection.ts'
import { property, type Resource } from './model/resource.ts'
import { entity } from './present.ts'
import {
  created,
  type GraphAnswer,
  type GraphRequest,
  type GraphRoute,
  noContent,
  ok,
  type Permissions,
} from './route.ts'

/** Cross-tenant access settings on Graph: graph.md 2.9. */

const root = '/policies/crossTenantAccessPolicy'
const context = 'policies/crossTenantAccessPolicy'
/** Of the policy store: the policy above its default and partners. */
const rootKind = 'crossTenantAccessPolicy'

const reading: Permissions = {
  delegated: ['Policy.Read.All', 'Policy.ReadWrite.CrossTenantAccess'],
  application: ['Policy.Read.All', 'Policy.ReadWrite.CrossTenantAccess'],
  refusal: 'scopesMissing',
}
const writing: Permissions = {
  delegated: ['Policy.ReadWrite.CrossTenantAccess'],
  application: ['Policy.ReadWrite.CrossTenantAccess'],
  refusal: 'scopesMissing',
}

/** An application needs its permission only; a person also a role. */
function admitReader({ caller }: GraphRequest): void {
  if (caller.kind === 'application') return
  const { securityAdministrator, securityReader, teamsAdministrator } = role
  if (!hasReadingRole(caller, securityAdministrator, securityReader, teamsAdministrator))
    refuse('insufficientPrivileges')
}

function admitWriter({ caller }: GraphRequest): void {
  if (caller.kind === 'application') return
  if (!hasRole(caller, role.securityAdministrator, role.teamsAdministrator)) refuse('insufficientPrivileges')
}

const policy: Resource<PolicyRoot> = {
  type: 'crossTenantAccessPolicy',
  label: 'CrossTenantAccessPolicy',
  set: context,
  properties: [
    property('id', 'string', '-', 'D', { read: () => 'crossTenantAccessPolicy' }),
    property('displayName', 'string', 'U', 'D'),
    property('description', 'string', '-', 'D'),
    property('allowedCloudEndpoints', 'strings', 'U', 'D'),
    property('deletedDateTime', 'dateTime', '-', 'D', { read: () => null }),
  ],
  open: false,
  directory: false,
  defaultTop: 1,
  maxTop: 1,
}

const settings = [
  'inboundTrust',
  'b2bCollaborationOutbound',
  'b2bCollaborationInbound',
  'b2bDirectConnectOutbound',
  'b2bDirectConnectInbound',
  'tenantRestrictions',
  'automaticUserConsentSettings',
] as const
/** Take no part in decisions: shown to who asks for them. */
const opaque = ['m365CollaborationInbound', 'm365CollaborationOutbound', 'appServiceConnectInbound'] as const

const defaults: Resource<DefaultConfiguration> = {
  ...policy,
  type: 'crossTenantAccessPolicyConfigurationDefault',
  label: 'CrossTenantAccessPolicyConfigurationDefault',
  set: `${context}/default`,
  properties: [
    property('isServiceDefault', 'boolean', '-', 'D'),
    ...settings.map((name) => property<DefaultConfiguration>(name, 'object', 'U', 'D')),
    property('invitationRedemptionIdentityProviderConfiguration', 'object', 'U', 'D'),
    ...opaque.map((name) => property<DefaultConfiguration>(name, 'object', 'U', 'S')),
  ],
}

const partners: Resource<PartnerConfiguration> = {
  ...policy,
  type: 'crossTenantAccessPolicyConfigurationPartner',
  label: 'CrossTenantAccessPolicyConfigurationPartner',
  set: `${context}/partners`,
  properties: [
    property('tenantId', 'guid', 'C!', 'D', { filter: 'eq in' }),
    property('isServiceProvider', 'boolean', 'C', 'D', { filter: 'eq ne' }),
    property('isInMultiTenantOrganization', 'boolean', '-', 'D', { filter: 'eq ne' }),
    ...settings.map((name) => property<PartnerConfiguration>(name, 'object', 'CU', 'D')),
    ...opaque.map((name) => property<PartnerConfiguration>(name, 'object', 'CU', 'S')),
  ],
  defaultTop: 100,
  maxTop: 999,
}

const rootOf = async ({ deps }: GraphRequest, door: Door): Promise<PolicyRoot> =>
  (await deps.store.policies.get<PolicyRoot>(door, rootKind)) ?? defaultPolicyRoot

const defaultOf = async ({ deps }: GraphRequest, door: Door): Promise<DefaultConfiguration> =>
  (await deps.store.crossTenantAccess.getDefault<DefaultConfiguration>(door)) ?? systemDefault

async function partnerAt({ deps, params }: GraphRequest, door: Door): Promise<PartnerConfiguration | undefined> {
  const id = params.tenantId ?? ''
  if (!isGuid(id)) return undefined
  return deps.store.crossTenantAccess.partner<PartnerConfiguration>(door, id.toLowerCase() as TenantId)
}

const partnerOf = async (request: GraphRequest, door: Door): Promise<PartnerConfiguration> =>
  (await partnerAt(request, door)) ?? refuse('resourceNotFound', { id: request.params.tenantId ?? '' })

async function allPartners({ deps, door }: GraphRequest): Promise<PartnerConfiguration[]> {
  const found: PartnerConfiguration[] = []
  for (let after: string | undefined; ; after = found.at(-1)?.tenantId) {
    const some = await deps.store.crossTenantAccess.partners<PartnerConfiguration>(door, { top: 1000, after })
    found.push(...some.map(({ value }) => value))
    if (some.length < 1000) return found
  }
}

const changeOf = (
  activity: string,
  operation: Change['operation'],
  target: { id: string; displayName: string },
  before: object | null,
  after: object | null,
): Change => ({
  activity,
  category: 'CrossTenantAccessSettings',
  operation,
  targets: [{ ...target, type: 'Policy' }],
  modified: changesBetween(before, after),
})

const ofPartner = ({ tenantId }: PartnerConfiguration) => ({ id: tenantId, displayName: tenantId })
const ofDefault = { id: 'default', displayName: 'default' }

/** What was saved and is probably not meant (external-identities.md 3.1) is said in a header: clients may show or ignore it. */
function warned(answer: GraphAnswer, warnings: readonly SettingWarning[]): GraphAnswer {
  if (warnings.length === 0) return answer
  const warning = warnings.map(({ setting, says }) => `299 gatehouse "${setting}: ${says}"`).join(', ')
  return { ...answer, headers: { ...answer.headers, warning } }
}

export const crossTenantPolicyRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: root,
    state: rootOf,
    permissions: reading,
    async handle(request) {
      admitReader(request)
      return ok(entity(request, policy, await rootOf(request, request.door)))
    },
  },
  {
    method: 'PATCH',
    path: root,
    state: rootOf,
    permissions: writing,
    async handle(request) {
      const { deps, caller, body } = request
      admitWriter(request)
      await deps.store.write(caller.tenant, async (tx) => {
        const before = await rootOf(request, tx)
        const after = parsePolicyPatch(body, before)
        await deps.store.policies.put(tx, rootKind, after)
        const target = { id: rootKind, displayName: after.displayName }
        const change = changeOf('Update the cross-tenant access policy', 'Update', target, before, after)
        await deps.store.audit.add(tx, auditOf(request, change))
      })
      return noContent
    },
  },
  {
    method: 'GET',
    path: `${root}/default`,
    state: defaultOf,
    permissions: reading,
    async handle(request) {
      admitReader(request)
      return ok(entity(request, defaults, await defaultOf(request, request.door)))
    },
  },
  {
    method: 'PATCH',
    path: `${root}/default`,
    state: defaultOf,
    permissions: writing,
    async handle(request) {
      const { deps, caller, body } = request
      admitWriter(request)
      const saved = await deps.store.write(caller.tenant, async (tx) => {
        const before = await defaultOf(request, tx)
        const after = parseDefaultPatch(body, before)
        await deps.store.crossTenantAccess.putDefault(tx, after)
        const activity = 'Update the company default cross-tenant access setting'
        await deps.store.audit.add(tx, auditOf(request, changeOf(activity, 'Update', ofDefault, before, after)))
        return after
      })
      return warned(noContent, warningsOf(saved, null))
    },
  },
  {
    method: 'POST',
    path: `${root}/default/resetToSystemDefault`,
    permissions: writing,
    body: 'optional',
    async handle(request) {
      const { deps, caller } = request
      admitWriter(request)
      await deps.store.write(caller.tenant, async (tx) => {
        const before = await defaultOf(request, tx)
        await deps.store.crossTenantAccess.removeDefault(tx)
        const activity = 'Reset the cross-tenant access default setting'
        await deps.store.audit.add(tx, auditOf(request, changeOf(activity, 'Update', ofDefault, before, systemDefault)))
      })
      return noContent
    },
  },
  {
    method: 'GET',
    path: `${root}/partners`,
    permissions: reading,
    async handle(request) {
      admitReader(request)
      return listOf(request, partners, await allPartners(request))
    },
  },
  {
    method: 'POST',
    path: `${root}/partners`,
    permissions: writing,
    async handle(request) {
      const { deps, caller, body, base } = request
      admitWriter(request)
      const partner = parseNewPartner(body, caller.tenant)
      const { tenantId } = partner
      if (!(await deps.store.tenants.get(deps.store.at(tenantId)))) {
        const reason = 'No organization of this deployment has this id.'
        refuse(
          'propertyInvalidBecause',
          { property: 'tenantId', resource: partners.label, reason },
          { target: 'tenantId' },
        )
      }
      const general = await deps.store.write(caller.tenant, async (tx) => {
        if (await deps.store.crossTenantAccess.partner(tx, tenantId)) refuse('partnerExists', { tenantId })
        await deps.store.crossTenantAccess.putPartner(tx, tenantId, partner)
        const activity = 'Add a partner to cross-tenant access setting'
        await deps.store.audit.add(tx, auditOf(request, changeOf(activity, 'Add', ofPartner(partner), null, partner)))
        return defaultOf(request, tx)
      })
      const answer = created(entity(request, partners, partner), `${base}${root}/partners/${tenantId}`)
      return warned(answer, warningsOf(general, partner))
    },
  },
  {
    method: 'GET',
    path: `${root}/partners/{tenantId}`,
    state: partnerAt,
    permissions: reading,
    async handle(request) {
      admitReader(request)
      return ok(entity(request, partners, await partnerOf(request, request.door)))
    },
  },
  {
    method: 'PATCH',
    path: `${root}/partners/{tenantId}`,
    state: partnerAt,
    permissions: writing,
    async handle(request) {
      const { deps, caller, body } = request
      admitWriter(request)
      const saved = await deps.store.write(caller.tenant, async (tx) => {
        const before = await partnerOf(request, tx)
        const after = parsePartnerPatch(body, before)
        await deps.store.crossTenantAccess.putPartner(tx, before.tenantId, after)
        const activity = 'Update a partner cross-tenant access setting'
        await deps.store.audit.add(tx, auditOf(request, changeOf(activity, 'Update', ofPartner(before), before, after)))
        return { general: await defaultOf(request, tx), partner: after }
      })
      return warned(noContent, warningsOf(saved.general, saved.partner))
    },
  },
  {
    method: 'DELETE',
    path: `${root}/partners/{tenantId}`,
    state: partnerAt,
    permissions: writing,
    async handle(request) {
      const { deps, caller } = request
      admitWriter(request)
      await deps.store.write(caller.tenant, async (tx) => {
        const before = await partnerOf(request, tx)
        await deps.store.crossTenantAccess.removePartner(tx, before.tenantId)
        const activity = 'Delete partner specific cross-tenant access setting'
        await deps.store.audit.add(tx, auditOf(request, changeOf(activity, 'Delete', ofPartner(before), before, null)))
      })
      return noContent
    },
  },
]
