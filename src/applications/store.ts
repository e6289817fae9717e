import type { Door, Unit } from '../door.ts'
import type { AppId, ApplicationId, ServicePrincipalId } from '../ids.ts'
import type { Page, PageQuery } from '../paging.ts'
import type { Application, ServicePrincipal } from './application.ts'

/** Every write bumps the tenant's change number. */
export type ApplicationStore = {
  find(door: Door, id: ApplicationId): Promise<Application | undefined>
  findEvenDeleted(door: Door, id: ApplicationId): Promise<Application | undefined>
  byAppId(door: Door, appId: AppId): Promise<Application | undefined>
  page(door: Door, query: PageQuery & { deleted?: boolean | undefined }): Promise<Page<Application>>
  add(tx: Unit, application: Application): Promise<void>
  update(tx: Unit, id: ApplicationId, change: (old: Application) => Application): Promise<Application>
  purge(tx: Unit, id: ApplicationId): Promise<void>
}

export type ServicePrincipalStore = {
  find(door: Door, id: ServicePrincipalId): Promise<ServicePrincipal | undefined>
  /** Those of `ids` that there are, without deleted ones. */
  many(door: Door, ids: readonly string[]): Promise<ServicePrincipal[]>
  byAppId(door: Door, appId: AppId): Promise<ServicePrincipal | undefined>
  /** By one of its servicePrincipalNames: an app id, an identifier URI, a resource URL. Compared without case, a trailing slash counts. */
  byName(door: Door, name: string): Promise<ServicePrincipal | undefined>
  page(door: Door, query: PageQuery & { deleted?: boolean | undefined }): Promise<Page<ServicePrincipal>>
  add(tx: Unit, principal: ServicePrincipal): Promise<void>
  update(
    tx: Unit,
    id: ServicePrincipalId,
    change: (old: ServicePrincipal) => ServicePrincipal,
  ): Promise<ServicePrincipal>
  purge(tx: Unit, id: ServicePrincipalId): Promise<void>
}
