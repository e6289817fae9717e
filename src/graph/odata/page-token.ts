import { refuse } from '../../errors/index.ts'
import type { TenantId } from '../../ids.ts'
import type { Value } from '../../paging.ts'
import type { Vault } from '../../vault.ts'

/** Where the next page starts, and whether the first was asked for with the header. */
export type PagePosition = { after: Value[]; eventual: boolean }

/** What a token is bound to: it cannot be carried to another tenant, list, filter, search or order. */
export type PageScope = { tenant: TenantId; path: string; filter?: string; orderby?: string; search?: string }

const context = ({ tenant, path, filter = '', orderby = '', search = '' }: PageScope): string =>
  JSON.stringify(['page', tenant, path.toLowerCase().replace(/\/$/, ''), filter, orderby, search])

export const sealPosition = (vault: Vault, scope: PageScope, position: PagePosition): string =>
  vault.seal(JSON.stringify(position), context(scope))

/** Refuses with pageTokenInvalid. */
export function openPosition(vault: Vault, scope: PageScope, token: string): PagePosition {
  try {
    return JSON.parse(vault.open(token, context(scope))) as PagePosition
  } catch {
    refuse('pageTokenInvalid')
  }
}
