import type { Decision } from '../access/index.ts'
import type { Judgement } from '../access/judge.ts'
import type { ServicePrincipal } from '../applications/application.ts'
import type { Deps } from '../deps.ts'
import type { Refusal } from '../errors/index.ts'
import type { TenantId } from '../ids.ts'
import { recordSignIn, type SignInRecord, signInRows } from '../logs/record.ts'
import type { SignIn } from '../logs/sign-in.ts'
import type { Caller } from './caller.ts'
import type { TokenRequest } from './token-request.ts'

/** What became known of a request before it succeeded or failed: for its log row and its CORS headers. */
export type Attempt = {
  grant: string
  caller?: Caller
  /** Where the token is for; with a code or refresh token it can be another tenant than the caller's. */
  tenant?: TenantId
  resource?: { appId: string; displayName: string }
  judgement?: Judgement
}

/**
 * The log row of a refusal. People's are durable, with both halves of the trace. What failed before anybody was known
 * (a wrong secret, a made-up code) is buffered: strangers can send any number of those.
 */
export async function recordRefusal(
  deps: Deps,
  { ctx }: TokenRequest,
  attempt: Attempt,
  refusal: Refusal,
): Promise<void> {
  const { caller, judgement, resource, grant } = attempt
  const tenant = attempt.tenant ?? caller?.at?.tenant
  if (!caller || !tenant) return
  const record: SignInRecord = {
    ctx,
    resourceTenant: tenant,
    client: caller.application,
    resource,
    judgement,
    error: judgement?.decision.outcome === 'deny' ? undefined : refusal,
    grant,
    isInteractive: false,
  }
  if (judgement) return recordSignIn(deps, undefined, record)
  const { resource: row } = signInRows(record)
  const principal = grant === 'client_credentials' ? caller.servicePrincipal : null
  deps.store.signIns.addSoon(deps.store.at(tenant), { ...row, ...ofPrincipal(principal) })
}

/** An app that signed in as itself. Buffered: at most the rows of 100 ms are lost in a crash (design 8). */
export function recordAppSignIn(
  deps: Deps,
  { ctx }: TokenRequest,
  given: { caller: Caller; tenant: TenantId; resource: Attempt['resource']; decision: Decision },
): void {
  const { resource: row } = signInRows({
    ctx,
    resourceTenant: given.tenant,
    client: given.caller.application,
    resource: given.resource,
    grant: 'client_credentials',
    isInteractive: false,
  })
  const trace = given.decision.trace
  deps.store.signIns.addSoon(deps.store.at(given.tenant), {
    ...row,
    ...ofPrincipal(given.caller.servicePrincipal),
    trace,
  })
}

const ofPrincipal = (principal: ServicePrincipal | null): Partial<SignIn> =>
  principal === null ? {} : { servicePrincipalId: principal.id, servicePrincipalName: principal.displayName }
