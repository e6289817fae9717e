import { isoSeconds } from '../clock.ts'
import { object, place } from '../cross-tenant-access/parse-parts.ts'
import { refuse } from '../errors/index.ts'
import type { Domain, Tenant } from '../tenants/tenant.ts'
import { see } from './access.ts'
import { auditOf, changesBetween } from './audit.ts'
import { hasRole, holds } from './caller.ts'
import { listOf } from './collection.ts'
import { property, type Resource } from './model/resource.ts'
import { entity } from './present.ts'
import {
  type GraphRequest,
  type GraphRoute,
  type Json,
  noContent,
  ok,
  type Permissions,
  type StateOf,
} from './route.ts'

/** The tenant as its own people see it: graph.md 2.20. */

const reading: Permissions = {
  delegated: [
    'User.Read',
    'User.ReadBasic.All',
    'User.Read.All',
    'Organization.Read.All',
    'Organization.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
  application: ['Organization.Read.All', 'Organization.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
}
const writing: Permissions = { delegated: ['Organization.ReadWrite.All'], application: ['Organization.ReadWrite.All'] }

type Organization = { tenant: Tenant; domains: Domain[] }

const value = (name: string, type: 'string' | 'strings' | 'object' | 'objects', read: (one: Organization) => Json) =>
  property<Organization>(name, type, '-', 'D', { column: null, read })

const resource: Resource<Organization> = {
  type: 'organization',
  label: 'Organization',
  set: 'organization',
  properties: [
    value('id', 'string', ({ tenant }) => tenant.id),
    value('deletedDateTime', 'string', () => null),
    value('businessPhones', 'strings', () => []),
    value('city', 'string', () => null),
    value('country', 'string', () => null),
    value('countryLetterCode', 'string', ({ tenant }) => tenant.countryLetterCode),
    value('createdDateTime', 'string', ({ tenant }) => isoSeconds(tenant.createdAt)),
    value('defaultUsageLocation', 'string', () => null),
    value('displayName', 'string', ({ tenant }) => tenant.displayName),
    value('marketingNotificationEmails', 'strings', () => []),
    value('onPremisesSyncEnabled', 'string', () => null),
    value('partnerTenantType', 'string', () => null),
    value('postalCode', 'string', () => null),
    value('preferredLanguage', 'string', ({ tenant }) => tenant.preferredLanguage),
    value('privacyProfile', 'object', ({ tenant }) => tenant.privacyProfile),
    value('securityComplianceNotificationMails', 'strings', () => []),
    value('securityComplianceNotificationPhones', 'strings', () => []),
    value('state', 'string', () => null),
    value('street', 'string', () => null),
    value('technicalNotificationMails', 'strings', ({ tenant }) => tenant.technicalNotificationMails),
    value('tenantType', 'string', ({ tenant }) => (tenant.kind === 'external' ? 'CIAM' : 'AAD')),
    value('assignedPlans', 'objects', () => []),
    value('provisionedPlans', 'objects', () => []),
    value('verifiedDomains', 'objects', ({ domains }) =>
      domains
        .filter(({ verifiedAt }) => verifiedAt !== null)
        .map(({ name, isDefault, isInitial }) => ({
          capabilities: 'Email',
          isDefault,
          isInitial,
          name,
          type: 'Managed',
        })),
    ),
  ],
  open: false,
  directory: false,
  defaultTop: 100,
  maxTop: 999,
}

const basics: ReadonlySet<string> = new Set(['id', 'displayName', 'verifiedDomains'])

/** With a user's scope only, and for guests below the level of members, the rest is null (graph.md 2.20, 4). */
function viewOf({ caller }: GraphRequest): { visible?: ReadonlySet<string> } {
  const broad = holds(
    caller,
    'Organization.Read.All',
    'Organization.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  )
  return broad && see(caller, 'readOrganization') === 'yes' ? {} : { visible: basics }
}

const organizationOf = async ({ deps, door, caller }: GraphRequest): Promise<Organization> => ({
  tenant: caller.tenantFacts,
  domains: await deps.store.tenants.domains(door),
})

/** The only key is the caller's own tenant. */
function admitId({ params, caller }: GraphRequest): void {
  const { id = '' } = params
  if (id.toLowerCase() !== caller.tenant) refuse('resourceNotFound', { id })
}

const label = 'Organization'

/** The few properties that an organization may change of itself. Refuses with the property's name. */
function parseOrganizationPatch(body: unknown, before: Tenant): Tenant {
  const at = place(label)
  const names = ['displayName', 'technicalNotificationMails', 'privacyProfile', 'preferredLanguage']
  const wish = object(body, at, names)
  const after = { ...before }
  if (wish.has('displayName')) {
    const given = wish.get('displayName')
    if (typeof given !== 'string' || given.trim() === '' || given.length > 256) {
      return at.in('displayName').refuse('It must be a text of 1 to 256 characters.')
    }
    after.displayName = given
  }
  if (wish.has('technicalNotificationMails')) {
    const here = at.in('technicalNotificationMails')
    const given = wish.get('technicalNotificationMails')
    if (!Array.isArray(given) || given.length > 100) return here.refuse('It must be a list of mail addresses.')
    after.technicalNotificationMails = given.map((one: unknown, index) =>
      typeof one === 'string' && /^[^\s@]+@[^\s@]+$/.test(one) && one.length <= 254
        ? one
        : here.in(index).refuse('It must be a mail address.'),
    )
  }
  if (wish.has('preferredLanguage')) {
    const given = wish.get('preferredLanguage')
    if (given !== null && !(typeof given === 'string' && /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i.test(given))) {
      return at.in('preferredLanguage').refuse('It must be a language tag such as en or de-AT.')
    }
    after.preferredLanguage = given as string | null
  }
  if (wish.has('privacyProfile')) {
    const here = at.in('privacyProfile')
    const profile = object(wish.get('privacyProfile') ?? {}, here, ['contactEmail', 'statementUrl'])
    const text = (name: 'contactEmail' | 'statementUrl', form: RegExp) => {
      const given = profile.has(name) ? profile.get(name) : before.privacyProfile[name]
      if (given === null || given === '') return null
      if (typeof given === 'string' && given.length <= 2048 && form.test(given)) return given
      return here.in(name).refuse('It has not the right form.')
    }
    after.privacyProfile = {
      contactEmail: text('contactEmail', /^[^\s@]+@[^\s@]+$/),
      // Shown as a link on the sign-in and redemption pages.
      statementUrl: text('statementUrl', /^https?:\/\/[^/\s]+\S*$/i),
    }
  }
  return after
}

/** Of the tenant, without what is another entity's: domains, and the life of redemption links. */
const state: StateOf = async ({ deps }, door) => {
  const tenant = await deps.store.tenants.get(door)
  return tenant && { ...tenant, redemptionLinkDays: undefined }
}

export const organizationRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/organization',
    permissions: reading,
    handle: async (request) =>
      listOf(request, resource, [await organizationOf(request)], { view: () => viewOf(request) }),
  },
  {
    method: 'GET',
    path: '/organization/{id}',
    state,
    permissions: reading,
    async handle(request) {
      admitId(request)
      return ok(entity(request, resource, await organizationOf(request), viewOf(request)))
    },
  },
  {
    method: 'PATCH',
    path: '/organization/{id}',
    state,
    permissions: writing,
    async handle(request) {
      const { deps, caller, body } = request
      admitId(request)
      // Global Administrator: `hasRole` holds for that role alone when no other is named.
      if (caller.kind === 'delegated' && !hasRole(caller)) refuse('insufficientPrivileges')
      await deps.store.write(caller.tenant, async (tx) => {
        const before = (await deps.store.tenants.get(tx)) ?? caller.tenantFacts
        const after = parseOrganizationPatch(body, before)
        await deps.store.tenants.update(tx, () => after)
        await deps.store.audit.add(
          tx,
          auditOf(request, {
            activity: 'Set Company Information',
            category: 'DirectoryManagement',
            operation: 'Update',
            targets: [{ id: after.id, displayName: after.displayName, type: 'Directory' }],
            modified: changesBetween(before, after),
          }),
        )
      })
      return noContent
    },
  },
]
