import type { Application, ServicePrincipal } from '../../applications/application.ts'
import { keptNames } from '../../applications/registration-parts.ts'
import { systemTenant } from '../../ids.ts'
import type { Json } from '../route.ts'
import { presentKey, presentPassword, presentRoles } from './application.ts'
import { type Property, property, type Resource } from './resource.ts'
import { dateTime } from './values.ts'

/** A service principal with the definition behind it, which may live in another tenant or be gone. */
export type InstalledPrincipal = { principal: ServicePrincipal; application: Application | undefined }

const own = (
  name: string,
  type: 'string' | 'boolean' | 'strings' | 'object' | 'objects',
  read: (one: InstalledPrincipal) => Json,
) => property<InstalledPrincipal>(name, type, '-', 'D', { column: null, read })

const kept: Property<InstalledPrincipal>[] = keptNames.servicePrincipal.map((name) =>
  property<InstalledPrincipal>(name, 'object', '-', 'D', {
    column: null,
    read: ({ principal, application }) =>
      (principal.other?.[name] as Json | undefined) ?? derived[name]?.(application) ?? null,
  }),
)

/** Copied from the definition unless the tenant has said otherwise. */
const derived: Record<string, (application: Application | undefined) => Json> = {
  addIns: () => [],
  alternativeNames: () => [],
  notificationEmailAddresses: () => [],
  homepage: (application) => application?.web.homePageUrl ?? null,
  logoutUrl: (application) => application?.web.logoutUrl ?? null,
  info: (application) => (application ? { ...application.info, logoUrl: null } : null),
}

/** The table of graph.md 2.8. */
export const servicePrincipalResource: Resource<InstalledPrincipal> = {
  type: 'servicePrincipal',
  label: 'ServicePrincipal',
  set: 'servicePrincipals',
  open: false,
  directory: true,
  defaultTop: 100,
  maxTop: 999,
  properties: [
    property('id', 'guid', '-', 'D', { filter: 'eq in | ne not', read: ({ principal }) => principal.id }),
    property('appId', 'string', '-', 'D', {
      filter: 'eq in sw | ne not',
      read: ({ principal }) => principal.appId,
    }),
    property('deletedDateTime', 'dateTime', '-', 'D', {
      column: null,
      read: ({ principal }) => dateTime(principal.deletedAt),
    }),
    property('createdDateTime', 'dateTime', '-', 'D', {
      column: 'createdAt',
      filter: '| eq ne not ge le in',
      order: 'advanced',
      read: ({ principal }) => dateTime(principal.createdAt),
    }),
    property('accountEnabled', 'boolean', '-', 'D', {
      filter: 'eq in | ne not',
      read: ({ principal }) => principal.accountEnabled,
    }),
    own('appRoleAssignmentRequired', 'boolean', ({ principal }) => principal.appRoleAssignmentRequired),
    property('displayName', 'string', '-', 'D', {
      filter: 'eq ge le in sw | ne not null',
      order: 'advanced',
      search: 'words',
      read: ({ principal }) => principal.displayName,
    }),
    own('appDisplayName', 'string', ({ application, principal }) => application?.displayName ?? principal.displayName),
    own('appDescription', 'string', ({ application }) => application?.description ?? null),
    property('appOwnerOrganizationId', 'guid', '-', 'D', {
      column: 'appOwnerTenant',
      filter: 'eq | ne not',
      read: ({ principal }) => principal.appOwnerTenant,
    }),
    own('servicePrincipalType', 'string', ({ principal }) => principal.servicePrincipalType),
    property('servicePrincipalNames', 'strings', '-', 'D', {
      filter: 'any eq sw',
      read: ({ principal }) => principal.servicePrincipalNames,
    }),
    property('tags', 'strings', '-', 'D', { filter: 'any eq sw', read: ({ principal }) => principal.tags }),
    own('notes', 'string', ({ principal }) => principal.notes),
    own('signInAudience', 'string', ({ application }) => application?.signInAudience ?? null),
    own('replyUrls', 'strings', ({ application }) =>
      application
        ? [...application.web.redirectUris, ...application.spa.redirectUris, ...application.publicClient.redirectUris]
        : [],
    ),
    own('appRoles', 'objects', ({ application }) => (application ? presentRoles(application) : [])),
    own('oauth2PermissionScopes', 'objects', ({ application }) => application?.api.oauth2PermissionScopes ?? []),
    own('resourceSpecificApplicationPermissions', 'objects', () => []),
    own('passwordCredentials', 'objects', ({ principal }) =>
      principal.passwordCredentials.map((one) => presentPassword(one)),
    ),
    own('keyCredentials', 'objects', ({ principal }) => principal.keyCredentials.map((one) => presentKey(one))),
    own('applicationTemplateId', 'string', () => null),
    own('disabledByMicrosoftStatus', 'string', () => null),
    own('verifiedPublisher', 'object', ({ principal }) =>
      // Our own apps need no badge from anybody.
      principal.appOwnerTenant === systemTenant
        ? null
        : { displayName: null, verifiedPublisherId: null, addedDateTime: null },
    ),
    ...kept,
  ],
}
