import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import type { Refusal } from '../errors/index.ts'
import type { OpenFlow, Purpose, SignInFlow } from './flow.ts'
import type { Account } from './sessions.ts'

/** One request within a flow. */
export type Visit = { deps: Deps; request: FastifyRequest; reply: FastifyReply; open: OpenFlow }

/**
 * What the owner of a purpose does with the journey. Each answers the request. `arrive` may be called again after every
 * step: it looks at the account and the flow as they are now, and either asks for one more thing or finishes.
 */
export type PurposeHandler = {
  /** The person is known. The flow's handle is spent: whoever needs another page opens the flow anew. */
  arrive(visit: Visit, account: Account): Promise<FastifyReply>
  /** Shows the page of an `accept` or `consent` step again. */
  show(visit: Visit, account: Account): Promise<FastifyReply>
  /** A button of an `accept` or `consent` page. */
  answer(visit: Visit, account: Account, action: 'accept' | 'decline'): Promise<FastifyReply>
  /** The person pressed Cancel before signing in. */
  cancel(visit: Visit): Promise<FastifyReply>
  /** What the error page of this purpose links to: the same sign-in with the account picker. */
  switchAccount(flow: SignInFlow): string | null
  /** A refusal in the middle of the journey, on its page. */
  refused(visit: Visit, refusal: Refusal): Promise<FastifyReply>
}

const handlers = new WeakMap<Deps, Map<Purpose['kind'], PurposeHandler>>()

/** Pages do not know who uses them: the owner of a purpose registers itself, once per server. */
export function handlePurpose(deps: Deps, kind: Purpose['kind'], handler: PurposeHandler): void {
  const known = handlers.get(deps) ?? new Map<Purpose['kind'], PurposeHandler>()
  handlers.set(deps, known.set(kind, handler))
}

export function handlerOf(deps: Deps, { purpose }: SignInFlow): PurposeHandler {
  const handler = handlers.get(deps)?.get(purpose.kind)
  if (!handler) throw new Error(`nobody handles sign-ins for ${purpose.kind}`)
  return handler
}
