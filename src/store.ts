import type { ApplicationStore, ServicePrincipalStore } from './applications/store.ts'
import type { ConsentStore } from './consent/store.ts'
import type { OneTimeCodeStore, PasswordStore } from './credentials/store.ts'
import type { CrossTenantAccessStore } from './cross-tenant-access/store.ts'
import type { GroupStore, RoleStore, UserStore } from './directory/store.ts'
import type { Door, Unit } from './door.ts'
import type { TenantId } from './ids.ts'
import type { InvitationStore } from './invitations/store.ts'
import type { AuditStore, SignInStore } from './logs/store.ts'
import type { OutboxStore } from './mail/store.ts'
import type { ReportStore } from './reports/store.ts'
import type { FlowStore, SessionStore } from './sign-in/store.ts'
import type { AcrossTenants } from './tenants/across.ts'
import type { LimitStore, PolicyStore, TenantStore } from './tenants/store.ts'
import type { WorldStore } from './tenants/world-store.ts'
import type { CodeStore, RefreshStore, ReplayStore } from './token-service/store.ts'

/** Every door to the data. Implemented twice over one schema, in `storage/`. */
export type Store = {
  /** A read-only door to one tenant. Sees what was committed. */
  at(tenant: TenantId): Door
  /**
   * The unit of work: all or nothing, durable when the promise resolves. Await nothing inside but `tx`: on SQLite the
   * units of all requests run one after another and share a commit. A unit that throws rolls back alone. On PostgreSQL
   * it may run again after a serialization failure, so it must not have other effects.
   */
  write<T>(tenant: TenantId, work: (tx: Unit) => Promise<T>): Promise<T>
  /** The short list of questions that look across tenants. */
  across: AcrossTenants
  tenants: TenantStore
  policies: PolicyStore
  limits: LimitStore
  users: UserStore
  groups: GroupStore
  roles: RoleStore
  applications: ApplicationStore
  servicePrincipals: ServicePrincipalStore
  consent: ConsentStore
  crossTenantAccess: CrossTenantAccessStore
  invitations: InvitationStore
  passwords: PasswordStore
  oneTimeCodes: OneTimeCodeStore
  sessions: SessionStore
  flows: FlowStore
  codes: CodeStore
  refresh: RefreshStore
  replay: ReplayStore
  signIns: SignInStore
  audit: AuditStore
  outbox: OutboxStore
  reports: ReportStore
  /** For the demo alone. */
  world: WorldStore
  close(): Promise<void>
}
