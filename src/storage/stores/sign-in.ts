import type { OneTimeCodeStore, PasswordStore } from '../../credentials/store.ts'
import type { Unit } from '../../door.ts'
import type { UserId } from '../../ids.ts'
import type { FlowStore, SessionStore } from '../../sign-in/store.ts'
import type { CodeStore, RefreshFamily, RefreshStore, ReplayStore } from '../../token-service/store.ts'
import { behind } from '../database.ts'
import { codes, flows, oneTimeCodes, passwords, refreshFamilies, sessions } from '../tables.ts'

export const passwordStore: PasswordStore = {
  find: (door, userId) => passwords.find(door, { user_id: userId }),
  put: (tx, record) => passwords.put(tx, record),
  async remove(tx, userId) {
    await passwords.remove(tx, { user_id: userId })
  },
}

export const oneTimeCodeStore: OneTimeCodeStore = {
  find: (door, key) => oneTimeCodes.find(door, { code_key: key }),
  put: (tx, code) => oneTimeCodes.put(tx, code),
  async remove(tx, key) {
    await oneTimeCodes.remove(tx, { code_key: key })
  },
}

export const sessionStore: SessionStore = {
  find: (door, id) => sessions.find(door, { id }),
  ofUser: (door, userId) => sessions.where(door, { user_id: userId }),
  put: (tx, session) => sessions.put(tx, session),
  async remove(tx, id) {
    await sessions.remove(tx, { id })
  },
  async removeOfUser(tx, userId) {
    await behind(tx)
      .sql.deleteFrom('sessions')
      .where('tenant_id', '=', tx.tenant)
      .where('user_id', '=', userId)
      .execute()
  },
}

export const flowStore: FlowStore = {
  find: (door, id) => flows.find(door, { id }),
  put: (tx, flow) => flows.put(tx, flow),
  take: (tx, id) => flows.remove(tx, { id }),
}

export const codeStore: CodeStore = {
  add: (tx, code) => codes.insert(tx, code),
  find: (door, mac) => codes.find(door, { mac }),
  async spend(tx, mac, at, familyId) {
    let first = false
    const code = await codes.update(tx, { mac }, (old) => {
      first = old.spentAt === null
      return first ? { ...old, spentAt: at, familyId } : old
    })
    return code && { code, first }
  },
}

export const refreshStore: RefreshStore = {
  add: (tx, family) => refreshFamilies.insert(tx, family),
  find: (door, id) => refreshFamilies.find(door, { id }),
  update: (tx, id, change) => refreshFamilies.update(tx, { id }, change),
  revokeOfUser: (tx, userId, at) => revoke(tx, userId, at, () => true),
  revokeOfSession: (tx, userId, sessionId, at) =>
    revoke(tx, userId, at, ({ account }) => account.sessionId === sessionId),
}

async function revoke(tx: Unit, userId: UserId, at: number, which: (family: RefreshFamily) => boolean): Promise<void> {
  for (const family of await refreshFamilies.where(tx, { user_id: userId })) {
    if (family.revokedAt === null && which(family)) await refreshFamilies.put(tx, { ...family, revokedAt: at })
  }
}

export const replayStore: ReplayStore = {
  async once(tx, key, until) {
    const { numInsertedOrUpdatedRows } = await behind(tx)
      .sql.insertInto('replays')
      .values({ tenant_id: tx.tenant, mark: key, expires_at: until })
      .onConflict((on) => on.doNothing())
      .executeTakeFirst()
    return (numInsertedOrUpdatedRows ?? 0n) > 0n
  },
}
