import type { Application } from '../applications/application.ts'
import type { User } from '../directory/user.ts'
import type { AppId, TenantId, UserId } from '../ids.ts'
import type { OutgoingMail } from '../mail/store.ts'
import type { BrowserSession } from '../sign-in/store.ts'
import type { Tenant } from './tenant.ts'

/** What must look across tenants, all of it. Each answers about many tenants, none returns more than its question needs. */
export type AcrossTenants = {
  /** Tenants in order of creation, without the system tenant. */
  tenants(): Promise<Tenant[]>
  /** The tenant in which this domain is verified. */
  tenantOfDomain(name: string): Promise<TenantId | undefined>
  /** A client id is unique in the deployment. Deleted applications are not found. */
  application(appId: AppId): Promise<{ tenant: TenantId; application: Application } | undefined>
  /** Guests, in any tenant, of a home account: not deleted. */
  guestsOf(home: { tenantId: TenantId; objectId: UserId }): Promise<{ tenant: TenantId; user: User }[]>
  /** The sessions that one browser holds, newest first, expired ones left out. */
  sessionsOfBrowser(browser: string, at: number): Promise<{ tenant: TenantId; session: BrowserSession }[]>
  /** Gives every session of a browser a new browser key: at a privilege step. */
  rekeyBrowser(from: string, to: string): Promise<void>
  /** Mail due at `at`, oldest first, leased to the caller until `leaseUntil` so that two workers never send one mail. */
  leaseMail(at: number, leaseUntil: number, limit: number): Promise<{ tenant: TenantId; mail: OutgoingMail }[]>
  /** For the demo's outbox: newest first. */
  recentMail(filter: { to?: string | undefined; limit: number }): Promise<{ tenant: TenantId; mail: OutgoingMail }[]>
  clearMail(): Promise<void>
  /** Which tenant has a sign-in row with this trace id or correlation id; for the explanation by an id alone. */
  tenantsOfSignIn(id: string): Promise<TenantId[]>
  /** Facts about the deployment: instance id, key fingerprint, operator's credential (as a mac), whether a demo made it. */
  instance(name: string): Promise<string | undefined>
  setInstance(name: string, value: string): Promise<void>
  /** Removes what has expired: codes, flows, sessions, one-time codes, replay marks, counters, log rows past retention. */
  sweep(at: number): Promise<void>
}
