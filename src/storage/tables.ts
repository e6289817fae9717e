import type { Application, ServicePrincipal } from '../applications/application.ts'
import type { AppRoleAssignment, DelegatedGrant } from '../consent/grant.ts'
import type { OneTimeCode, PasswordRecord } from '../credentials/store.ts'
import type { Group, Membership } from '../directory/group.ts'
import type { RoleAssignment } from '../directory/role.ts'
import type { User } from '../directory/user.ts'
import type { Invitation } from '../invitations/invitation.ts'
import type { AuditEntry } from '../logs/audit.ts'
import type { SignIn } from '../logs/sign-in.ts'
import type { OutgoingMail } from '../mail/store.ts'
import type { BrowserSession, Flow } from '../sign-in/store.ts'
import type { Domain, SigningKey, Tenant } from '../tenants/tenant.ts'
import type { AuthorizationCode, RefreshFamily } from '../token-service/store.ts'
import { documents } from './documents.ts'
import type { ColumnSpec } from './spec.ts'

const text = <T>(column: string, of: ColumnSpec<T>['of']): ColumnSpec<T> => ({ column, kind: 'text', of })
const folded = <T>(column: string, of: ColumnSpec<T>['of']): ColumnSpec<T> => ({ column, kind: 'folded', of })
const number = <T>(column: string, of: ColumnSpec<T>['of']): ColumnSpec<T> => ({ column, kind: 'number', of })
const flag = <T>(column: string, of: ColumnSpec<T>['of']): ColumnSpec<T> => ({ column, kind: 'flag', of })

export const users = documents<User>({
  table: 'users',
  key: ['id'],
  columns: {
    id: text('id', (u) => u.id),
    userPrincipalName: folded('upn_key', (u) => u.userPrincipalName),
    displayName: folded('display_name_key', (u) => u.displayName),
    givenName: folded('given_name_key', (u) => u.givenName),
    surname: folded('surname_key', (u) => u.surname),
    mail: { ...folded<User>('mail_key', (u) => u.mail), domainColumn: 'mail_domain_key' },
    mailNickname: folded('mail_nickname_key', (u) => u.mailNickname),
    userType: text('user_type', (u) => u.userType),
    accountEnabled: flag('account_enabled', (u) => u.accountEnabled),
    creationType: text('creation_type', (u) => u.creationType),
    externalUserState: text('external_user_state', (u) => u.externalUserState),
    externalUserStateChangedAt: number('external_user_state_changed_at', (u) => u.externalUserStateChangedAt),
    department: folded('department_key', (u) => u.department),
    companyName: folded('company_name_key', (u) => u.companyName),
    jobTitle: folded('job_title_key', (u) => u.jobTitle),
    officeLocation: folded('office_location_key', (u) => u.officeLocation),
    city: folded('city_key', (u) => u.city),
    state: folded('state_key', (u) => u.state),
    country: folded('country_key', (u) => u.country),
    postalCode: folded('postal_code_key', (u) => u.postalCode),
    streetAddress: folded('street_address_key', (u) => u.streetAddress),
    mobilePhone: folded('mobile_phone_key', (u) => u.mobilePhone),
    employeeId: folded('employee_id_key', (u) => u.employeeId),
    employeeType: folded('employee_type_key', (u) => u.employeeType),
    preferredLanguage: folded('preferred_language_key', (u) => u.preferredLanguage),
    usageLocation: text('usage_location', (u) => u.usageLocation),
    createdAt: number('created_at', (u) => u.createdAt),
    deletedAt: number('deleted_at', (u) => u.deletedAt),
    homeTenantId: text('home_tenant_id', (u) => (u.home?.kind === 'tenant' ? u.home.tenantId : null)),
  },
  lookups: [
    text('home_object_id', (u) => (u.home?.kind === 'tenant' ? u.home.objectId : null)),
    folded('home_email_key', (u) => (u.home?.kind === 'email' ? u.home.address : null)),
    folded('mail_domain_key', (u) => (u.mail?.includes('@') ? u.mail.slice(u.mail.lastIndexOf('@') + 1) : null)),
    number('sponsor_count', (u) => u.sponsors.length),
  ],
  values: {
    otherMails: { kind: 'user.otherMails', of: (u) => u.otherMails },
    proxyAddresses: { kind: 'user.proxyAddresses', of: (u) => u.proxyAddresses },
    /** `issuer|issuerAssignedId`, as Graph's `identities`. */
    identities: { kind: 'user.identities', of: identityValues },
    /** Every address that names the user, for look-ups. */
    addresses: { kind: 'user.addresses', of: addressesOf },
  },
  unique: { users_upn: 'userPrincipalName', upn_key: 'userPrincipalName' },
})

function identityValues(user: User): string[] {
  if (user.home?.kind === 'tenant') return [`ExternalAzureAD|${user.home.objectId}`]
  if (user.home?.kind === 'email') return [`mail|${user.home.address}`]
  if (user.home?.kind === 'federated') return [`${user.home.issuer}|${user.home.subject}`]
  return []
}

function addressesOf(user: User): string[] {
  const proxies = user.proxyAddresses.map((address) => address.replace(/^smtp:/i, ''))
  return [user.mail, ...user.otherMails, ...proxies].filter((address) => address !== null)
}

export const groups = documents<Group>({
  table: 'groups',
  key: ['id'],
  columns: {
    id: text('id', (g) => g.id),
    displayName: folded('display_name_key', (g) => g.displayName),
    mail: folded('mail_key', (g) => g.mail),
    mailNickname: folded('mail_nickname_key', (g) => g.mailNickname),
    description: folded('description_key', (g) => g.description),
    securityEnabled: flag('security_enabled', (g) => g.securityEnabled),
    mailEnabled: flag('mail_enabled', (g) => g.mailEnabled),
    isAssignableToRole: flag('is_assignable_to_role', (g) => g.isAssignableToRole),
    createdAt: number('created_at', (g) => g.createdAt),
    deletedAt: number('deleted_at', (g) => g.deletedAt),
  },
  values: {
    groupTypes: { kind: 'group.groupTypes', of: (g) => g.groupTypes },
    owners: { kind: 'group.owners', of: (g) => g.owners },
  },
})

export const memberships = documents<Membership>({
  table: 'memberships',
  key: ['group_id', 'member_id'],
  columns: {
    groupId: text('group_id', (m) => m.groupId),
    memberId: text('member_id', (m) => m.memberId),
  },
})

export const roleAssignments = documents<RoleAssignment>({
  table: 'role_assignments',
  key: ['principal_id', 'role_template_id'],
  columns: {
    principalId: text('principal_id', (r) => r.principalId),
    roleTemplateId: text('role_template_id', (r) => r.roleTemplateId),
  },
})

export const applications = documents<Application>({
  table: 'applications',
  key: ['id'],
  columns: {
    id: text('id', (a) => a.id),
    appId: text('app_id', (a) => a.appId),
    displayName: folded('display_name_key', (a) => a.displayName),
    signInAudience: text('sign_in_audience', (a) => a.signInAudience),
    publisherDomain: text('publisher_domain', (a) => a.publisherDomain),
    uniqueName: text('unique_name', (a) => a.uniqueName),
    createdAt: number('created_at', (a) => a.createdAt),
    deletedAt: number('deleted_at', (a) => a.deletedAt),
  },
  lookups: [number('credentials_end_at', firstEnd)],
  values: {
    identifierUris: { kind: 'application.identifierUris', of: (a) => a.identifierUris },
    tags: { kind: 'application.tags', of: (a) => a.tags },
    owners: { kind: 'application.owners', of: (a) => a.owners },
  },
  unique: { app_id: 'appId', applications_app: 'appId' },
})

/** When the first of its secrets and certificates ends. */
function firstEnd({ passwordCredentials, keyCredentials }: Application): number | null {
  const ends = [...passwordCredentials, ...keyCredentials].map(({ endAt }) => endAt)
  return ends.length === 0 ? null : Math.min(...ends)
}

export const servicePrincipals = documents<ServicePrincipal>({
  table: 'service_principals',
  key: ['id'],
  columns: {
    id: text('id', (s) => s.id),
    appId: text('app_id', (s) => s.appId),
    appOwnerTenant: text('app_owner_tenant', (s) => s.appOwnerTenant),
    displayName: folded('display_name_key', (s) => s.displayName),
    accountEnabled: flag('account_enabled', (s) => s.accountEnabled),
    createdAt: number('created_at', (s) => s.createdAt),
    deletedAt: number('deleted_at', (s) => s.deletedAt),
  },
  values: {
    servicePrincipalNames: { kind: 'sp.names', of: (s) => s.servicePrincipalNames },
    tags: { kind: 'sp.tags', of: (s) => s.tags },
    owners: { kind: 'sp.owners', of: (s) => s.owners },
  },
  unique: { app_id: 'appId', service_principals_app: 'appId' },
})

export const grants = documents<DelegatedGrant>({
  table: 'grants',
  key: ['id'],
  columns: {
    id: text('id', (g) => g.id),
    clientId: text('client_id', (g) => g.clientId),
    resourceId: text('resource_id', (g) => g.resourceId),
    principalId: text('principal_id', (g) => g.principalId),
  },
})

export const appRoleAssignments = documents<AppRoleAssignment>({
  table: 'app_role_assignments',
  key: ['id'],
  columns: {
    id: text('id', (a) => a.id),
    principalId: text('principal_id', (a) => a.principalId),
    resourceId: text('resource_id', (a) => a.resourceId),
    appRoleId: text('app_role_id', (a) => a.appRoleId),
  },
})

export const invitations = documents<Invitation>({
  table: 'invitations',
  key: ['id'],
  columns: {
    id: text('id', (i) => i.id),
    guestId: text('guest_id', (i) => i.guestId),
    createdAt: number('created_at', (i) => i.createdAt),
    state: text('state', (i) => i.state),
    expiresAt: number('expires_at', (i) => i.expiresAt),
  },
})

export const signIns = documents<SignIn>({
  table: 'sign_ins',
  key: ['id'],
  columns: {
    id: text('id', (s) => s.id),
    createdAt: number('created_at', (s) => s.createdAt),
    correlationId: text('correlation_id', (s) => s.correlationId),
    userId: text('user_id', (s) => s.userId),
    userDisplayName: folded('user_display_name_key', (s) => s.userDisplayName),
    userPrincipalName: folded('user_principal_name_key', (s) => s.userPrincipalName),
    userType: text('user_type', (s) => s.userType),
    servicePrincipalId: text('service_principal_id', (s) => s.servicePrincipalId),
    appId: text('app_id', (s) => s.appId),
    appDisplayName: folded('app_display_name_key', (s) => s.appDisplayName),
    resourceId: text('resource_id', (s) => s.resourceId),
    resourceTenantId: text('resource_tenant_id', (s) => s.resourceTenantId),
    homeTenantId: text('home_tenant_id', (s) => s.homeTenantId),
    crossTenantAccessType: text('cross_tenant_access_type', (s) => s.crossTenantAccessType),
    isInteractive: flag('is_interactive', (s) => s.isInteractive),
    clientAppUsed: text('client_app_used', (s) => s.clientAppUsed),
    ipAddress: text('ip_address', (s) => s.ipAddress),
    errorCode: number('error_code', (s) => s.errorCode),
  },
})

export const audits = documents<AuditEntry>({
  table: 'audits',
  key: ['id'],
  columns: {
    id: text('id', (a) => a.id),
    createdAt: number('created_at', (a) => a.createdAt),
    activityDisplayName: folded('activity_key', (a) => a.activityDisplayName),
    category: text('category', (a) => a.category),
    correlationId: text('correlation_id', (a) => a.correlationId),
    loggedByService: text('logged_by_service', (a) => a.loggedByService),
    result: text('result', (a) => a.result),
    initiatorUserId: text('initiator_user_id', (a) => (a.initiatedBy.kind === 'user' ? a.initiatedBy.id : null)),
    initiatorUserPrincipalName: folded('initiator_upn_key', (a) =>
      a.initiatedBy.kind === 'user' ? a.initiatedBy.userPrincipalName : null,
    ),
    initiatorAppId: text('initiator_app_id', (a) => (a.initiatedBy.kind === 'app' ? a.initiatedBy.appId : null)),
  },
  values: {
    targetIds: { kind: 'audit_target', of: (a) => a.targetResources.flatMap(({ id }) => id ?? []) },
    targetNames: {
      kind: 'audit_target_name',
      of: (a) => a.targetResources.flatMap(({ displayName }) => displayName ?? []),
    },
  },
})

export const outbox = documents<OutgoingMail>({
  table: 'outbox',
  key: ['id'],
  columns: {
    id: text('id', (m) => m.id),
    to: folded('to_key', (m) => m.to),
    state: text('state', (m) => m.state),
    dueAt: number('due_at', (m) => m.dueAt),
    createdAt: number('created_at', (m) => m.createdAt),
  },
})

export const tenants = documents<Tenant>({
  table: 'tenants',
  key: ['tenant_id'],
  columns: { createdAt: number('created_at', (t) => t.createdAt) },
})

export const domains = documents<Domain>({
  table: 'domains',
  key: ['name'],
  columns: { name: text('name', (d) => d.name), verifiedAt: number('verified_at', (d) => d.verifiedAt) },
  unique: { domains_verified: 'domain name', 'domains.name': 'domain name' },
})

export const signingKeys = documents<SigningKey>({
  table: 'signing_keys',
  key: ['kid'],
  columns: { kid: text('kid', (k) => k.kid) },
})

export const passwords = documents<PasswordRecord>({
  table: 'passwords',
  key: ['user_id'],
  columns: { userId: text('user_id', (p) => p.userId) },
})

export const oneTimeCodes = documents<OneTimeCode>({
  table: 'one_time_codes',
  key: ['code_key'],
  columns: { key: text('code_key', (c) => c.key), expiresAt: number('expires_at', (c) => c.expiresAt) },
})

export const sessions = documents<BrowserSession>({
  table: 'sessions',
  key: ['id'],
  columns: {
    id: text('id', (s) => s.id),
    browser: text('browser', (s) => s.browser),
    userId: text('user_id', (s) => s.userId),
    expiresAt: number('expires_at', (s) => s.expiresAt),
  },
})

export const flows = documents<Flow>({
  table: 'flows',
  key: ['id'],
  columns: { id: text('id', (f) => f.id), expiresAt: number('expires_at', (f) => f.expiresAt) },
})

export const codes = documents<AuthorizationCode>({
  table: 'codes',
  key: ['mac'],
  columns: { mac: text('mac', (c) => c.mac), expiresAt: number('expires_at', (c) => c.expiresAt) },
})

export const refreshFamilies = documents<RefreshFamily>({
  table: 'refresh_families',
  key: ['id'],
  columns: {
    id: text('id', (f) => f.id),
    userId: text('user_id', (f) => f.account.userId),
    expiresAt: number('expires_at', (f) => f.expiresAt),
  },
})
