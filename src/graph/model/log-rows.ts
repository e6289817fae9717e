import type { AuditEntry } from '../../logs/audit.ts'
import type { SignIn } from '../../logs/sign-in.ts'
import type { Json } from '../route.ts'
import { type Property, property, type Resource } from './resource.ts'

/** Rows of the two logs: the tables of graph.md 2.18. Times keep their milliseconds here, unlike those of objects. */

const time = (ms: number): Json => new Date(ms).toISOString()
const fixed = <T>(name: string, value: Json) =>
  property<T>(name, Array.isArray(value) ? 'objects' : 'object', '-', 'D', { column: null, read: () => value })

/** Which of the lists of the admin center a row belongs to. */
const eventTypeOf = (row: SignIn): 'servicePrincipal' | 'interactiveUser' | 'nonInteractiveUser' =>
  row.servicePrincipalId !== null ? 'servicePrincipal' : row.isInteractive ? 'interactiveUser' : 'nonInteractiveUser'

const signInProperties: readonly Property<SignIn>[] = [
  property('id', 'string', '-', 'D', { filter: 'eq in' }),
  property('createdDateTime', 'dateTime', '-', 'D', {
    column: 'createdAt',
    filter: 'eq ge le gt lt',
    order: 'plain',
    read: (row) => time(row.createdAt),
  }),
  property('userDisplayName', 'string', '-', 'D', { filter: 'eq sw' }),
  property('userPrincipalName', 'string', '-', 'D', {
    filter: 'eq sw',
    read: (row) => row.userPrincipalName?.toLowerCase() ?? null,
  }),
  property('userId', 'string', '-', 'D', { filter: 'eq in' }),
  property('appId', 'string', '-', 'D', { filter: 'eq in' }),
  property('appDisplayName', 'string', '-', 'D', { filter: 'eq sw' }),
  property('ipAddress', 'string', '-', 'D', { filter: 'eq sw' }),
  property('clientAppUsed', 'string', '-', 'D', { filter: 'eq' }),
  property('userAgent', 'string', '-', 'D', { column: null, read: (row) => row.userAgent }),
  property('correlationId', 'string', '-', 'D', { filter: 'eq' }),
  property('conditionalAccessStatus', 'string', '-', 'D', { column: null, read: () => 'notApplied' }),
  fixed('appliedConditionalAccessPolicies', []),
  property('isInteractive', 'boolean', '-', 'D', { filter: 'eq' }),
  property('riskDetail', 'string', '-', 'D', { column: null, read: () => 'none' }),
  property('riskLevelAggregated', 'string', '-', 'D', { column: null, read: () => 'none' }),
  property('riskLevelDuringSignIn', 'string', '-', 'D', { column: null, read: () => 'none' }),
  property('riskState', 'string', '-', 'D', { column: null, read: () => 'none' }),
  fixed('riskEventTypes', []),
  fixed('riskEventTypes_v2', []),
  property('resourceDisplayName', 'string', '-', 'D', { column: null, read: (row) => row.resourceDisplayName }),
  property('resourceId', 'string', '-', 'D', { filter: 'eq' }),
  property('resourceTenantId', 'string', '-', 'D', { filter: 'eq' }),
  property('homeTenantId', 'string', '-', 'D', { filter: 'eq' }),
  property('servicePrincipalId', 'string', '-', 'D', { filter: 'eq' }),
  property('servicePrincipalName', 'string', '-', 'D', { column: null, read: (row) => row.servicePrincipalName }),
  property('status', 'object', '-', 'D', {
    column: null,
    read: (row) => ({
      errorCode: row.errorCode,
      failureReason: row.failureReason ?? 'Other.',
      additionalDetails: null,
    }),
  }),
  property('status/errorCode', 'int32', '-', 'N', {
    column: 'errorCode',
    filter: 'eq ne gt ge lt le in',
    read: (row) => row.errorCode,
  }),
  fixed('deviceDetail', {
    deviceId: '',
    displayName: '',
    operatingSystem: '',
    browser: '',
    isCompliant: false,
    isManaged: false,
    trustType: '',
  }),
  fixed('location', {
    city: null,
    state: null,
    countryOrRegion: null,
    geoCoordinates: { altitude: null, latitude: null, longitude: null },
  }),
  property('authenticationAppDeviceDetails', 'object', '-', 'D', { column: null, read: () => null }),
]

/** Only beta has them (graph.md 2.18, 6): v1.0 refuses their names. */
const betaProperties: readonly Property<SignIn>[] = [
  property('userType', 'string', '-', 'D', { filter: 'eq', values: ['member', 'guest'] }),
  property('crossTenantAccessType', 'string', '-', 'D', {
    filter: 'eq ne',
    values: ['none', 'b2bCollaboration', 'b2bDirectConnect', 'microsoftSupport', 'serviceProvider', 'passthrough'],
  }),
  property('signInEventTypes', 'strings', '-', 'D', { filter: 'any eq', read: (row) => [eventTypeOf(row)] }),
  property('originalRequestId', 'string', '-', 'D', { column: null, read: (row) => row.id }),
  // The other organization's name is not disclosed (external-identities.md 7.1).
  property('homeTenantName', 'string', '-', 'D', { column: null, read: () => null }),
  property('authenticationRequirement', 'string', '-', 'D', {
    column: null,
    read: () => 'singleFactorAuthentication',
  }),
  property('authenticationProtocol', 'string', '-', 'D', { column: null, read: () => 'oAuth2' }),
  property('incomingTokenType', 'string', '-', 'D', {
    column: null,
    read: (row) => (row.grant === 'refresh_token' ? 'refreshToken' : 'none'),
  }),
  property('tokenIssuerType', 'string', '-', 'D', { column: null, read: () => 'AzureAD' }),
  property('signInIdentifier', 'string', '-', 'D', { column: null, read: (row) => row.userPrincipalName }),
  fixed('authenticationDetails', []),
  fixed('authenticationRequirementPolicies', []),
  fixed('authenticationProcessingDetails', []),
  fixed('networkLocationDetails', []),
  fixed('sessionLifetimePolicies', []),
  fixed('appliedEventListeners', []),
]

const signInsV1: Resource<SignIn> = {
  type: 'signIn',
  label: 'signIn',
  set: 'auditLogs/signIns',
  properties: signInProperties,
  open: false,
  directory: false,
  defaultTop: 1000,
  maxTop: 1000,
}
const signInsBeta: Resource<SignIn> = { ...signInsV1, properties: [...signInProperties, ...betaProperties] }

export const signInResource = (place: string): Resource<SignIn> => (place === 'beta' ? signInsBeta : signInsV1)

export const auditResource: Resource<AuditEntry> = {
  ...signInsV1,
  type: 'directoryAudit',
  label: 'directoryAudit',
  set: 'auditLogs/directoryAudits',
  properties: [
    property('id', 'string', '-', 'D', { filter: 'eq' }),
    property('category', 'string', '-', 'D', { filter: 'eq' }),
    property('correlationId', 'string', '-', 'D', { filter: 'eq' }),
    property('result', 'string', '-', 'D', { filter: 'eq', values: ['success', 'failure', 'timeout'] }),
    property('resultReason', 'string', '-', 'D', { column: null, read: (entry) => entry.resultReason ?? '' }),
    property('activityDisplayName', 'string', '-', 'D', { filter: 'eq sw' }),
    property('activityDateTime', 'dateTime', '-', 'D', {
      column: 'createdAt',
      filter: 'eq ge le gt lt',
      order: 'plain',
      read: (entry) => time(entry.createdAt),
    }),
    property('loggedByService', 'string', '-', 'D', { filter: 'eq' }),
    property('operationType', 'string', '-', 'D', { column: null, read: (entry) => entry.operationType }),
    property('initiatedBy', 'object', '-', 'D', { column: null, read: initiatorOf }),
    property('initiatedBy/user/id', 'string', '-', 'N', {
      column: 'initiatorUserId',
      filter: 'eq',
      read: (entry) => (entry.initiatedBy.kind === 'user' ? entry.initiatedBy.id : null),
    }),
    property('initiatedBy/user/userPrincipalName', 'string', '-', 'N', {
      column: 'initiatorUserPrincipalName',
      filter: 'eq sw',
      read: (entry) => (entry.initiatedBy.kind === 'user' ? entry.initiatedBy.userPrincipalName : null),
    }),
    property('initiatedBy/app/appId', 'string', '-', 'N', {
      column: 'initiatorAppId',
      filter: 'eq',
      read: (entry) => (entry.initiatedBy.kind === 'app' ? entry.initiatedBy.appId : null),
    }),
    // `targetResources/any(t:t/id eq '…')`: everything that was done to one object; or to those of a name.
    property('targetResources', 'objects', '-', 'D', {
      column: 'targetIds',
      filter: 'any eq',
      members: {
        id: { column: 'targetIds', match: ['eq'] },
        displayName: { column: 'targetNames', match: ['eq', 'startsWith'] },
      },
      read: (entry) => entry.targetResources.map((target) => ({ ...target, groupType: null })),
    }),
    property('additionalDetails', 'objects', '-', 'D', { column: null, read: (entry) => entry.additionalDetails }),
  ],
}

/** One of the two is null. */
function initiatorOf({ initiatedBy }: AuditEntry): Json {
  if (initiatedBy.kind === 'app') {
    const { appId, servicePrincipalId, displayName } = initiatedBy
    return { user: null, app: { appId, displayName, servicePrincipalId, servicePrincipalName: null } }
  }
  const { id, displayName, userPrincipalName, ipAddress } = initiatedBy
  return {
    user: { id, displayName, userPrincipalName, ipAddress, userType: null, homeTenantId: null, homeTenantName: null },
    app: null,
  }
}
