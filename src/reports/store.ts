import type { Application } from '../applications/application.ts'
import type { UserType } from '../directory/user.ts'
import type { Door } from '../door.ts'
import type { TenantId } from '../ids.ts'

/** So many people of one kind. */
export type PeopleCount = {
  userType: UserType
  externalUserState: string | null
  accountEnabled: boolean
  homeTenantId: TenantId | null
  /** Of the mail address. */
  domain: string | null
  sponsored: boolean
  count: number
}

/** So many interactive sign-ins of people, of one day and kind. */
export type SignInCount = {
  /** Whole days since 1970 on the clock of whoever asks. */
  day: number
  errorCode: number
  appId: string
  homeTenantId: TenantId | null
  count: number
  /** One of them. */
  sample: string
}

/** People of one other organization in a directory. */
export type GuestCount = { accepted: number; pending: number }

/** Counts over indexes. What they cost is measured in bench/. */
export type ReportStore = {
  people(door: Door): Promise<PeopleCount[]>
  /** People whose home is this organization, and those who are known by an address in one of its domains only. */
  guestsFrom(door: Door, home: { tenantId: TenantId; domains: readonly string[] }): Promise<GuestCount>
  objects(
    door: Door,
  ): Promise<{ groups: number; applications: number; servicePrincipals: number; deletedUsers: number }>
  /** Of guests who are still there. `soon`: those of the pending that end before it. */
  invitations(door: Door, at: number, soon: number): Promise<{ pending: number; expiring: number; expired: number }>
  /** Guests who have not accepted since before. */
  pendingSince(door: Door, before: number): Promise<number>
  /** Apps of which a secret or certificate ends before, at most `top`, the first to end first. */
  applicationsEnding(door: Door, before: number, top: number): Promise<Application[]>
  /** `from` inclusive. Of more than `most` the newest are counted, and `complete` is false. */
  signIns(
    door: Door,
    query: { from: number; offset: number; most: number },
  ): Promise<{ counts: SignInCount[]; complete: boolean }>
}
