import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'
import type { TenantId, UserId } from '../ids.ts'
import { mintOpaque, tenantOfOpaque } from '../opaque.ts'
import { browserOf, ensureBrowser } from './browser.ts'

/** How long a page may stay open. A one-time code lives for 30 minutes, so its page lives longer. */
const flowLife = 60 * 60 * 1000

/** Why somebody signs in, and what happens after it. */
export type Purpose =
  /** An app asked at the authorization endpoint. `request` belongs to the token service. */
  | { kind: 'authorize'; request: unknown }
  /** One of our own pages asked: the browser goes to this local path with `sid` added. */
  | { kind: 'return'; to: string; emailProof: EmailProof | null }

/** The mailbox of a guest who has no home tenant. */
export type EmailProof = { guestId: UserId; address: string }

type AccountReference = { tenant: TenantId; sessionId: string }

/** Where the person stands. What is not in here did not happen: no form field can add to it. */
export type Step =
  | { at: 'pick' }
  | { at: 'name'; hint: string | null }
  | { at: 'password'; name: string; home: TenantId }
  /** The right password was given, but it was somebody else's choice. `proof` names that password, by its HMAC. */
  | { at: 'new-password'; name: string; home: TenantId; userId: UserId; proof: string }
  /** `guestId` null: nobody has this address, which the page does not show. */
  | { at: 'code'; address: string; tenant: TenantId; guestId: UserId | null; sent: boolean }
  | { at: 'accept'; account: AccountReference }
  | { at: 'consent'; account: AccountReference }
  | { at: 'stay'; account: AccountReference }

export type SignInFlow = {
  purpose: Purpose
  /** The tenant the person wants to enter; null at `common` and `organizations`. */
  tenant: TenantId | null
  /** First part of the paths of this sign-in. */
  segment: string
  /** For the log: the app that the sign-in is for. */
  client: { appId: string; displayName: string }
  /** Shown on the pages: where the person is going. */
  appName: string | null
  /** Origin or scheme of the proven redirect URI, for `form-action`. */
  formTarget: string | null
  /** Correlation id of the request that started it. */
  correlationId: string
  /** Credentials were given in this flow, which a session alone does not stand for. */
  fresh: boolean
  /** The address whose mailbox was proven in this flow. */
  provenMailbox: string | null
  /** "Stay signed in?" was answered. */
  stayAsked: boolean
  /** The consent page was accepted in this flow. */
  consented: boolean
  step: Step
}

/** A flow with the handle that its forms carry. */
export type OpenFlow = { handle: string; flow: SignInFlow; tenant: TenantId }

export const flowField = 'flow'

/** Starts a flow of this browser. `keeper` is the tenant whose door holds it. */
export async function openFlow(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  keeper: TenantId,
  flow: SignInFlow,
): Promise<OpenFlow> {
  const browser = ensureBrowser(deps, request, reply)
  const handle = mintOpaque(keeper, deps.random)
  await save(deps, browser.id, { handle, flow, tenant: keeper })
  return { handle, flow, tenant: keeper }
}

/** The flow behind a handle: 50089 when it is over or unknown, and also when another browser opened it. */
export async function findFlow(deps: Deps, request: FastifyRequest, handle: string | undefined): Promise<OpenFlow> {
  const tenant = handle === undefined ? undefined : tenantOfOpaque(handle)
  const browser = browserOf(deps, request)
  if (handle === undefined || tenant === undefined || !browser) return refuse('signInPageExpired')
  const found = await deps.store.flows.find(deps.store.at(tenant), flowId(deps, handle))
  if (!found || found.browser !== browser.id || found.expiresAt <= deps.clock.now()) return refuse('signInPageExpired')
  return { handle, flow: found.data as SignInFlow, tenant }
}

/** The person moved on without proving anything: the handle stays, so that the browser's back button works. */
export async function moveFlow(
  deps: Deps,
  request: FastifyRequest,
  open: OpenFlow,
  change: Partial<SignInFlow>,
): Promise<OpenFlow> {
  const browser = browserOf(deps, request) ?? refuse('signInPageExpired')
  const moved = { ...open, flow: { ...open.flow, ...change } }
  await save(deps, browser.id, moved)
  return moved
}

/**
 * A privilege step: the old handle is spent, for one caller only, and the flow goes on under a new one. Whoever knew the
 * old handle (from history, from having planted it) holds nothing.
 */
export async function promoteFlow(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  open: OpenFlow,
  change: Partial<SignInFlow>,
): Promise<OpenFlow> {
  await endFlow(deps, open)
  return openFlow(deps, request, reply, open.tenant, { ...open.flow, ...change })
}

/** Takes the flow away. The loser of a race gets 50089. */
export async function endFlow(deps: Deps, { handle, tenant }: OpenFlow): Promise<void> {
  const taken = await deps.store.write(tenant, (tx) => deps.store.flows.take(tx, flowId(deps, handle)))
  if (!taken) refuse('signInPageExpired')
}

async function save(deps: Deps, browser: string, { handle, flow, tenant }: OpenFlow): Promise<void> {
  const expiresAt = deps.clock.now() + flowLife
  await deps.store.write(tenant, (tx) =>
    deps.store.flows.put(tx, { id: flowId(deps, handle), browser, data: flow, expiresAt }),
  )
}

const flowId = ({ vault }: Deps, handle: string): string => vault.mac('flow', handle)
