import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { refuse } from '../../errors/index.ts'
import type { InvitationId, TenantId, UserId } from '../../ids.ts'
import { mintOpaque, tenantOfOpaque } from '../../opaque.ts'
import { browserOf, ensureBrowser } from '../browser.ts'

/** A person on the way from the link in the mail to the acceptance page. Kept on the server, bound to one browser. */
export type RedemptionFlow = {
  kind: 'redemption'
  invitationId: InvitationId
  guestId: UserId
  /** The invited address, when it is proven by a code that is sent to it. */
  mailbox: string | null
  /** A code proves the mailbox only if it was given after this. */
  startedAt: number
  /** Of the request that began it. */
  correlationId: string
}

export type OpenRedemption = { handle: string; tenant: TenantId; flow: RedemptionFlow }

const life = 60 * 60_000

export async function openRedemption(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  tenant: TenantId,
  flow: RedemptionFlow,
): Promise<OpenRedemption> {
  const browser = ensureBrowser(deps, request, reply)
  const handle = mintOpaque(tenant, deps.random)
  await deps.store.write(tenant, (tx) =>
    deps.store.flows.put(tx, {
      id: flowId(deps, handle),
      browser: browser.id,
      data: flow,
      expiresAt: deps.clock.now() + life,
    }),
  )
  return { handle, tenant, flow }
}

/** Refuses with 50089 what is over, unknown, of another browser, or a flow of something else. */
export async function findRedemption(deps: Deps, request: FastifyRequest, handle: unknown): Promise<OpenRedemption> {
  const tenant = typeof handle === 'string' ? tenantOfOpaque(handle) : undefined
  const browser = browserOf(deps, request)
  if (typeof handle !== 'string' || tenant === undefined || !browser) return refuse('signInPageExpired')
  const found = await deps.store.flows.find(deps.store.at(tenant), flowId(deps, handle))
  const flow = found?.data as RedemptionFlow | undefined
  if (!found || found.browser !== browser.id || found.expiresAt <= deps.clock.now() || flow?.kind !== 'redemption') {
    return refuse('signInPageExpired')
  }
  return { handle, tenant, flow }
}

const flowId = ({ vault }: Deps, handle: string): string => vault.mac('flow', handle)
