import { role } from '../directory/role-templates.ts'
import { Conflict, type Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import { findVerification, newDomain, parseDomainName, verificationText } from '../tenants/domain-names.ts'
import type { Domain } from '../tenants/tenant.ts'
import { auditOf, changesBetween } from './audit.ts'
import { parseBody } from './body.ts'
import { hasRole } from './caller.ts'
import { listOf } from './collection.ts'
import { property, type Resource } from './model/resource.ts'
import { entity } from './present.ts'
import { created, type GraphRequest, type GraphRoute, noContent, ok, type Permissions } from './route.ts'

/** Domains on Graph: graph.md 2.20. A domain routes nothing before it is verified (design 8, Domains). */

const reading: Permissions = {
  delegated: ['Domain.Read.All', 'Domain.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  application: ['Domain.Read.All', 'Domain.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
}
const writing: Permissions = { delegated: ['Domain.ReadWrite.All'], application: ['Domain.ReadWrite.All'] }

const fixed = (name: string, type: 'string' | 'boolean' | 'int32' | 'strings' | 'object', value: () => never | Fixed) =>
  property<Domain>(name, type, '-', 'D', { column: null, read: value })
type Fixed = string | number | boolean | null | string[]

const resource: Resource<Domain> = {
  type: 'domain',
  label: 'Domain',
  set: 'domains',
  properties: [
    property('id', 'string', 'C!', 'D', { column: null, read: ({ name }) => name, max: 253, notNull: true }),
    fixed('authenticationType', 'string', () => 'Managed'),
    fixed('availabilityStatus', 'string', () => null),
    fixed('isAdminManaged', 'boolean', () => true),
    property('isDefault', 'boolean', 'U', 'D', { column: null, read: ({ isDefault }) => isDefault, notNull: true }),
    property('isInitial', 'boolean', '-', 'D', { column: null, read: ({ isInitial }) => isInitial }),
    fixed('isRoot', 'boolean', () => true),
    property('isVerified', 'boolean', '-', 'D', { column: null, read: ({ verifiedAt }) => verifiedAt !== null }),
    fixed('passwordNotificationWindowInDays', 'int32', () => 14),
    // Never: passwords do not expire by age.
    fixed('passwordValidityPeriodInDays', 'int32', () => 2_147_483_647),
    fixed('state', 'object', () => null),
    fixed('supportedServices', 'strings', () => ['Email']),
  ],
  open: false,
  directory: false,
  defaultTop: 999,
  maxTop: 999,
}

function admitWriter({ caller }: GraphRequest): void {
  if (caller.kind === 'delegated' && !hasRole(caller, role.domainNameAdministrator)) refuse('insufficientPrivileges')
}

async function domainOf({ deps, params }: GraphRequest, door: Door): Promise<Domain> {
  const { id = '' } = params
  const wanted = parseDomainName(id)
  const found = (await deps.store.tenants.domains(door)).find(({ name }) => name === wanted)
  return found ?? refuse('resourceNotFound', { id })
}

const target = ({ name }: Domain) => [{ id: name, displayName: name, type: 'Domain' }]

async function add(request: GraphRequest) {
  const { deps, caller, base } = request
  admitWriter(request)
  const { id } = parseBody(resource, request.body, 'create').values
  const name = parseDomainName(String(id))
  if (name === undefined) return refuse('propertyInvalid', { property: 'id', resource: resource.label })
  const owner = await deps.store.across.tenantOfDomain(name)
  if (owner !== undefined && owner !== caller.tenant) refuse('domainTaken', { domain: name })
  const domain = newDomain(name, deps.random.token(16), deps.clock.now())
  await deps.store.write(caller.tenant, async (tx) => {
    const known = await deps.store.tenants.domains(tx)
    if (known.some((one) => one.name === name)) refuse('domainExists', { domain: name })
    await deps.store.tenants.putDomain(tx, domain)
    await deps.store.audit.add(
      tx,
      auditOf(request, {
        activity: 'Add unverified domain',
        category: 'DirectoryManagement',
        operation: 'Add',
        targets: target(domain),
      }),
    )
  })
  return created(entity(request, resource, domain), `${base}/domains/${name}`)
}

async function verify(request: GraphRequest) {
  const { deps, caller } = request
  admitWriter(request)
  const domain = await domainOf(request, request.door)
  if (domain.verifiedAt !== null) return ok(entity(request, resource, domain))
  const answer = await findVerification(deps.config, domain)
  if (!answer.found) refuse('domainNotVerified', { reason: answer.reason })
  try {
    const verified = await deps.store.write(caller.tenant, async (tx) => {
      const current = await domainOf(request, tx)
      const after: Domain = { ...current, verifiedAt: current.verifiedAt ?? deps.clock.now() }
      await deps.store.tenants.putDomain(tx, after)
      await deps.store.audit.add(
        tx,
        auditOf(request, {
          activity: 'Verify domain',
          category: 'DirectoryManagement',
          operation: 'Update',
          targets: target(after),
          modified: changesBetween({ isVerified: false }, { isVerified: true }),
        }),
      )
      return after
    })
    return ok(entity(request, resource, verified))
  } catch (error) {
    // The database's own uniqueness decides a race between two tenants.
    if (error instanceof Conflict) return refuse('domainTaken', { domain: domain.name })
    throw error
  }
}

async function change(request: GraphRequest) {
  const { deps, caller, body } = request
  admitWriter(request)
  const { values } = parseBody(resource, body, 'update')
  await deps.store.write(caller.tenant, async (tx) => {
    const domain = await domainOf(request, tx)
    if (values.isDefault === undefined || values.isDefault === domain.isDefault) return
    if (values.isDefault !== true || domain.verifiedAt === null) {
      const reason = 'Make another domain the default instead; a default domain must be verified.'
      refuse('propertyInvalidBecause', { property: 'isDefault', resource: resource.label, reason })
    }
    for (const one of await deps.store.tenants.domains(tx)) {
      const isDefault = one.name === domain.name
      if (one.isDefault !== isDefault) await deps.store.tenants.putDomain(tx, { ...one, isDefault })
    }
    await deps.store.audit.add(
      tx,
      auditOf(request, {
        activity: 'Update domain',
        category: 'DirectoryManagement',
        operation: 'Update',
        targets: target(domain),
        modified: changesBetween({ isDefault: false }, { isDefault: true }),
      }),
    )
  })
  return noContent
}

async function remove(request: GraphRequest) {
  const { deps, caller } = request
  admitWriter(request)
  await deps.store.write(caller.tenant, async (tx) => {
    const domain = await domainOf(request, tx)
    const reason = await stillNeeded(request, tx, domain)
    if (reason) refuse('domainInUse', { domain: domain.name, reason })
    await deps.store.tenants.removeDomain(tx, domain.name)
    await deps.store.audit.add(
      tx,
      auditOf(request, {
        activity: domain.verifiedAt === null ? 'Remove unverified domain' : 'Remove verified domain',
        category: 'DirectoryManagement',
        operation: 'Delete',
        targets: target(domain),
      }),
    )
  })
  return noContent
}

async function stillNeeded({ deps }: GraphRequest, door: Door, domain: Domain): Promise<string | undefined> {
  if (domain.isInitial) return 'it is the initial domain.'
  if (domain.isDefault) return 'it is the default domain.'
  const users = await deps.store.users.page(door, {
    where: { op: 'endsWith', column: 'userPrincipalName', value: `@${domain.name}` },
    top: 1,
  })
  if (users.items.length > 0) return 'users have it in their user principal names.'
  const apps = await deps.store.applications.page(door, {
    where: { op: 'any', column: 'identifierUris', match: 'startsWith', value: `https://${domain.name}` },
    top: 1,
  })
  return apps.items.length > 0 ? 'applications have it in their identifier URIs.' : undefined
}

export const domainRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/domains',
    permissions: reading,
    handle: async (request) => listOf(request, resource, await request.deps.store.tenants.domains(request.door)),
  },
  { method: 'POST', path: '/domains', permissions: writing, handle: add },
  {
    method: 'GET',
    path: '/domains/{id}',
    permissions: reading,
    handle: async (request) => ok(entity(request, resource, await domainOf(request, request.door))),
  },
  { method: 'PATCH', path: '/domains/{id}', permissions: writing, handle: change },
  { method: 'DELETE', path: '/domains/{id}', permissions: writing, handle: remove },
  { method: 'POST', path: '/domains/{id}/verify', permissions: writing, body: 'optional', handle: verify },
  {
    method: 'GET',
    path: '/domains/{id}/verificationDnsRecords',
    permissions: reading,
    async handle(request) {
      const domain = await domainOf(request, request.door)
      return ok({
        '@odata.context': `${request.base}/$metadata#domains('${domain.name}')/verificationDnsRecords`,
        value: [
          {
            '@odata.type': '#microsoft.graph.domainDnsTxtRecord',
            id: domain.verificationToken,
            isOptional: false,
            label: domain.name,
            recordType: 'Txt',
            supportedService: 'Email',
            ttl: 3600,
            text: verificationText(domain),
          },
        ],
      })
    },
  },
]
