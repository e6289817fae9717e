import { object, oneOf, place, text } from '../../cross-tenant-access/parse-parts.ts'
import type { Deps } from '../../deps.ts'
import { role } from '../../directory/role-templates.ts'
import { newUser } from '../../directory/user.ts'
import { Conflict } from '../../door.ts'
import { refuse } from '../../errors/index.ts'
import type { JsonObject } from '../../graph/route.ts'
import type { UserId } from '../../ids.ts'
import { createTenant } from '../../tenants/create.ts'
import { newDomain, parseDomainName, verificationText } from '../../tenants/domain-names.ts'
import type { Domain, Tenant } from '../../tenants/tenant.ts'
import { type OperatorAnswer, type OperatorRequest, operatorAudit, tenantOf } from './requests.ts'

/** Tenants and their domains, for the operator. */

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

const presentTenant = (tenant: Tenant) => ({
  id: tenant.id,
  kind: tenant.kind,
  displayName: tenant.displayName,
  initialDomain: tenant.initialDomain,
  createdDateTime: iso(tenant.createdAt),
  suspendedDateTime: iso(tenant.suspendedAt),
})

const presentDomain = (domain: Domain) => ({
  id: domain.name,
  isInitial: domain.isInitial,
  isDefault: domain.isDefault,
  isVerified: domain.verifiedAt !== null,
  verificationRecord: domain.verifiedAt === null ? verificationText(domain) : null,
})

export async function listTenants({ deps }: OperatorRequest): Promise<OperatorAnswer> {
  return { status: 200, body: { value: (await deps.store.across.tenants()).map(presentTenant) } }
}

export async function showTenant(request: OperatorRequest): Promise<OperatorAnswer> {
  return { status: 200, body: presentTenant(await tenantOf(request)) }
}

type Administrator = { name: string; displayName: string; password: string; given: boolean }

/** Refuses with the property's name. Without `initialDomain` the name is made from `name` and the deployment's suffix. */
function parseTenantWish(body: JsonObject, deps: Deps) {
  const at = place('tenant')
  const wish = object(body, at, ['kind', 'displayName', 'initialDomain', 'countryLetterCode', 'administrator'])
  const kind = oneOf(wish.get('kind') ?? 'workforce', at.in('kind'), ['workforce', 'external'])
  const displayName = text(wish.get('displayName'), at.in('displayName'), 256)
  const label = displayName.toLowerCase().replaceAll(/[^a-z\d]+/g, '')
  const domain = parseDomainName(
    wish.has('initialDomain')
      ? text(wish.get('initialDomain'), at.in('initialDomain'), 253)
      : `${label}.${deps.config.domainSuffix}`,
  )
  if (domain === undefined) return at.in('initialDomain').refuse('It must be a domain name such as contoso.example.')
  const country = wish.get('countryLetterCode') ?? null
  if (country !== null && !(typeof country === 'string' && /^[A-Z]{2}$/.test(country))) {
    at.in('countryLetterCode').refuse('It must be two capital letters.')
  }
  return {
    kind,
    displayName,
    initialDomain: domain,
    countryLetterCode: country as string | null,
    administrator: wish.has('administrator') ? parseAdministrator(wish.get('administrator'), deps) : null,
  }
}

function parseAdministrator(value: unknown, { random }: Deps): Administrator {
  const at = place('administrator')
  const wish = object(value, at, ['name', 'displayName', 'password'])
  const name = text(wish.get('name') ?? 'admin', at.in('name'), 64)
  if (!/^[a-z\d][a-z\d._-]*$/i.test(name))
    at.in('name').refuse('It may hold letters, digits, dots, dashes, underscores.')
  const given = wish.has('password')
  const password = given ? text(wish.get('password'), at.in('password'), 256) : random.token(18)
  if (password.length < 8) at.in('password').refuse('It has at least 8 characters.')
  return { name, displayName: text(wish.get('displayName') ?? name, at.in('displayName'), 256), password, given }
}

/** A generated password of the first administrator is in the answer, once, and nowhere else. */
export async function addTenant(request: OperatorRequest): Promise<OperatorAnswer> {
  const { deps, body } = request
  const { administrator, ...wish } = parseTenantWish(body, deps)
  const { initialDomain } = wish
  const hash = administrator && (await deps.passwords.hash(administrator.password))
  const userId = deps.random.uuid() as UserId
  const userPrincipalName = administrator && `${administrator.name}@${initialDomain}`
  const tenant = await orDomainTaken(initialDomain, () =>
    createTenant(deps, wish, async (tx, made) => {
      if (administrator && userPrincipalName && hash) {
        const { displayName, name: mailNickname } = administrator
        const createdAt = deps.clock.now()
        await deps.store.users.add(tx, newUser({ id: userId, userPrincipalName, displayName, mailNickname, createdAt }))
        await deps.store.passwords.put(tx, {
          userId,
          hash,
          changedAt: createdAt,
          failures: 0,
          lockedUntil: null,
          locks: 0,
          recentWrong: [],
        })
        await deps.store.roles.add(tx, {
          id: deps.random.uuid(),
          principalId: userId,
          principalKind: 'user',
          roleTemplateId: role.globalAdministrator,
          assignedAt: createdAt,
        })
      }
      const target = { id: made.id, displayName: made.displayName }
      const change = { activity: 'Create Company', operation: 'Add' as const, target }
      await deps.store.audit.add(tx, operatorAudit(request, change))
    }),
  )
  return {
    status: 201,
    body: {
      ...presentTenant(tenant),
      ...(administrator && {
        administrator: {
          id: userId,
          userPrincipalName,
          ...(administrator.given ? {} : { password: administrator.password }),
        },
      }),
    },
  }
}

export const suspendTenant = (request: OperatorRequest): Promise<OperatorAnswer> => setSuspended(request, true)
export const resumeTenant = (request: OperatorRequest): Promise<OperatorAnswer> => setSuspended(request, false)

async function setSuspended(request: OperatorRequest, suspended: boolean): Promise<OperatorAnswer> {
  const { deps } = request
  const { id, displayName } = await tenantOf(request)
  await deps.store.write(id, async (tx) => {
    const at = deps.clock.now()
    await deps.store.tenants.update(tx, (old) => ({ ...old, suspendedAt: suspended ? (old.suspendedAt ?? at) : null }))
    const activity = suspended ? 'Suspend company' : 'Resume company'
    await deps.store.audit.add(
      tx,
      operatorAudit(request, { activity, operation: 'Update', target: { id, displayName } }),
    )
  })
  return { status: 204 }
}

export async function listDomains(request: OperatorRequest): Promise<OperatorAnswer> {
  const { id } = await tenantOf(request)
  const domains = await request.deps.store.tenants.domains(request.deps.store.at(id))
  return { status: 200, body: { value: domains.map(presentDomain) } }
}

/** Verified by the operator's word: an existing unverified domain too. */
export async function addDomain(request: OperatorRequest): Promise<OperatorAnswer> {
  const { deps, body } = request
  const { id } = await tenantOf(request)
  const at = place('domain')
  const wish = object(body, at, ['id', 'name'])
  const name = parseDomainName(text(wish.get('id') ?? wish.get('name'), at.in('id'), 253))
  if (name === undefined) return at.in('id').refuse('It must be a domain name such as contoso.example.')
  const token = deps.random.token(16)
  const domain = await orDomainTaken(name, () =>
    deps.store.write(id, async (tx) => {
      const known = (await deps.store.tenants.domains(tx)).find((one) => one.name === name)
      const now = deps.clock.now()
      const verified: Domain = { ...(known ?? newDomain(name, token, now)), verifiedAt: known?.verifiedAt ?? now }
      await deps.store.tenants.putDomain(tx, verified)
      const change = {
        activity: 'Verify domain',
        operation: 'Update' as const,
        target: { id: name, displayName: name },
      }
      await deps.store.audit.add(tx, operatorAudit(request, change))
      return verified
    }),
  )
  return { status: 201, body: presentDomain(domain) }
}

async function orDomainTaken<T>(domain: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Conflict) return refuse('domainTaken', { domain })
    throw error
  }
}
