import type { Deps } from '../../deps.ts'
import { refuse } from '../../errors/index.ts'
import { domainsIn } from '../../tenants/lookups.ts'
import type { Caller } from '../caller.ts'
import { required } from '../form.ts'
import { servedOrigins } from '../origins.ts'
import type { TokenRequest } from '../token-request.ts'
import { digest, verifyAssertion } from './assertion.ts'
import { checkSecret } from './secret.ts'

/** How the client proved itself. `azpacr` of access tokens: 0, 1, 2 (sts.md 5.3). */
export type Authentication = { method: 'none' | 'secret' | 'certificate' }

export const authenticationClass = { none: '0', secret: '1', certificate: '2' } as const satisfies Record<
  Authentication['method'],
  string
>

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** Step 8 of sts.md 2.2. Whether a public client is enough for the grant is the grant's to say. */
export async function authenticateClient(deps: Deps, request: TokenRequest, caller: Caller): Promise<Authentication> {
  const { form, basic } = request
  const secrets = [form.get('client_secret'), basic?.secret].filter((secret) => secret !== undefined)
  const assertion = form.get('client_assertion')
  if (secrets.length + (assertion === undefined ? 0 : 1) > 1) refuse('credentialTwice')
  const [secret] = secrets
  const { application } = caller
  if (secret === undefined && assertion === undefined) {
    if (!mayBePublic(caller)) refuse('credentialMissing')
    return { method: 'none' }
  }
  if (isOnlyPublic(caller)) refuse('credentialOnPublicClient')
  if (secret !== undefined) {
    checkSecret(deps, caller, secret)
    return { method: 'secret' }
  }
  if (required(form, 'client_assertion_type') !== assertionType) {
    refuse('parameterUnsupported', { parameter: 'client_assertion_type' })
  }
  const given = assertion ?? ''
  const verified = await verifyAssertion(given, caller, await audiencesOf(deps, request, caller), request.ctx.at)
  await refuseReplay(deps, { ...verified, appId: application.appId, digest: digest(given) }, caller, request)
  return { method: 'certificate' }
}

const mayBePublic = ({ application }: Caller): boolean =>
  application.isFallbackPublicClient === true ||
  application.spa.redirectUris.length > 0 ||
  application.publicClient.redirectUris.length > 0

/** An app without any credential that is registered for browsers or devices only. */
function isOnlyPublic(caller: Caller): boolean {
  const { application, servicePrincipal } = caller
  const held = [application, servicePrincipal].some(
    (holder) => holder !== null && holder.passwordCredentials.length + holder.keyCredentials.length > 0,
  )
  return !held && mayBePublic(caller)
}

/** The token endpoint that was called, in every spelling of its tenant, and the issuer (sts.md 2.3). */
async function audiencesOf(deps: Deps, request: TokenRequest, { at }: Caller): Promise<Set<string>> {
  const names = new Set([request.segment.toLowerCase()])
  if (at) {
    names.add(at.tenant)
    for (const { name, verifiedAt } of await domainsIn(deps, at.view)) if (verifiedAt !== null) names.add(name)
  }
  const audiences = new Set<string>()
  for (const origin of servedOrigins(deps.config)) {
    for (const name of names) {
      for (const path of ['oauth2/v2.0/token', 'oauth2/token', 'v2.0', '']) audiences.add(`${origin}/${name}/${path}`)
    }
  }
  return audiences
}

/**
 * MSAL Node makes one assertion and sends it for ten minutes, so the same text from the same address passes again. Sent
 * from elsewhere, or as another text with the same `jti`, it is a replay.
 */
async function refuseReplay(
  deps: Deps,
  assertion: { id: string; appId: string; digest: string; expiresAt: number },
  { owner }: Caller,
  { ctx }: TokenRequest,
): Promise<void> {
  const name = `assertion:${assertion.appId}:${digest(assertion.id)}`
  const sender = `${name}:${digest(`${assertion.digest} ${ctx.ip ?? ''}`)}`
  const { replay } = deps.store
  await deps.store.write(owner, async (tx) => {
    const isNew = await replay.once(tx, name, assertion.expiresAt)
    const isOtherSender = await replay.once(tx, sender, assertion.expiresAt)
    if (!isNew && isOtherSender) {
      refuse('assertionSignature', { reason: 'The assertion was used before, from elsewhere.', thumbprint: '' })
    }
  })
}
