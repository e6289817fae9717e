import type { Principal } from '../applications/model.ts'

/** Where an app comes from: registered here, in another directory, or with Gatehouse. */
export type Kind = 'own' | 'foreign' | 'first'
export const kinds: readonly Kind[] = ['own', 'foreign', 'first']
export const isKind = (value: string | undefined): value is Kind => kinds.some((one) => one === value)

/** The directory that owns the apps that come with Gatehouse. */
const system = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'
const owner = 'appOwnerOrganizationId'

export const kindOf = (one: Pick<Principal, 'appOwnerOrganizationId'>, tenantId: string): Kind =>
  one.appOwnerOrganizationId === tenantId ? 'own' : one.appOwnerOrganizationId === system ? 'first' : 'foreign'

export const filterOf = (kind: Kind, tenantId: string): string =>
  kind === 'own'
    ? `${owner} eq ${tenantId}`
    : kind === 'first'
      ? `${owner} eq ${system}`
      : `${owner} ne ${tenantId} and ${owner} ne ${system}`
