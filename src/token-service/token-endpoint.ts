import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'
import type { Attempt } from './attempt.ts'
import { type Caller, findCaller, findTenant } from './caller.ts'
import { type Authentication, authenticateClient } from './client-authentication/index.ts'
import { required } from './form.ts'
import { beginCode } from './grants/authorization-code.ts'
import { clientCredentials } from './grants/client-credentials.ts'
import { personGrant } from './grants/person.ts'
import { beginRefresh } from './grants/refresh-token.ts'
import type { TokenRequest } from './token-request.ts'
import type { TokenResponse } from './token-response.ts'

type Grant = (
  deps: Deps,
  request: TokenRequest,
  caller: Caller,
  authentication: Authentication,
  attempt: Attempt,
) => Promise<TokenResponse>

const grants: Record<string, Grant> = {
  authorization_code: async (deps, request, caller, authentication, attempt) =>
    personGrant(deps, request, authentication, await beginCode(deps, request, caller, authentication), attempt),
  refresh_token: async (deps, request, caller, authentication, attempt) =>
    personGrant(deps, request, authentication, await beginRefresh(deps, request, caller, authentication), attempt),
  client_credentials: clientCredentials,
}

/**
 * One pipeline for every grant, in the order of sts.md 2.2: tenant, grant type, app, the app's credential, the grant
 * itself, the access decision, spending, signing. `attempt` collects what becomes known, also when it ends in a refusal.
 */
export async function token(deps: Deps, request: TokenRequest, attempt: Attempt): Promise<TokenResponse> {
  const segment = await findTenant(deps, request)
  const grantType = required(request.form, 'grant_type')
  const grant = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined
  if (!grant) refuse('grantTypeUnsupported', { grant: grantType })
  attempt.grant = grantType
  const caller = await findCaller(deps, request, segment)
  attempt.caller = caller
  const authentication = await authenticateClient(deps, request, caller)
  return grant(deps, request, caller, authentication, attempt)
}
