/** Identifiers are plain strings at run time; the brand keeps a user's id from being passed where a tenant's is meant. */
declare const brand: unique symbol
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }

export type TenantId = Brand<string, 'TenantId'>
/** Object ids of directory objects (users, groups, applications, service principals) in one tenant. */
export type UserId = Brand<string, 'UserId'>
export type GroupId = Brand<string, 'GroupId'>
export type ApplicationId = Brand<string, 'ApplicationId'>
export type ServicePrincipalId = Brand<string, 'ServicePrincipalId'>
/** A client id: unique in the deployment, shared by an application and all its service principals. */
export type AppId = Brand<string, 'AppId'>
export type InvitationId = Brand<string, 'InvitationId'>

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** True for the 8-4-4-4-12 form in either case. */
export const isGuid = (text: string): boolean => guid.test(text)

/** Owner of the first-party applications; nobody signs in to it (graph.md 2.1, `appOwnerOrganizationId`). */
export const systemTenant = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a' as TenantId
