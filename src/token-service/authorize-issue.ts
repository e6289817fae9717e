import type { FastifyReply } from 'fastify'
import { recordSignIn } from '../logs/record.ts'
import { mintOpaque } from '../opaque.ts'
import { requestContext } from '../request-context.ts'
import type { Account } from '../sign-in/index.ts'
import type { Visit } from '../sign-in/purposes.ts'
import { noteUse } from '../sign-in/sessions.ts'
import { sendAnswer } from './authorize-answer.ts'
import { resourceForLog, type Standing } from './authorize-judgement.ts'
import type { AuthorizeRequest } from './authorize-request.ts'

/** sts.md 2.1: about ten minutes. */
const codeLife = 10 * 60 * 1000

/** Step 17: the code, its log rows in the same transaction, and the answer to the app. */
export async function issueAnswer(
  { deps, request, reply }: Visit,
  wish: AuthorizeRequest,
  account: Account,
  standing: Standing,
): Promise<FastifyReply> {
  const { tenant, judgement, caller } = standing
  const { user, home } = judgement
  if (!user) throw new Error('a decision admitted nobody')
  const { session } = account
  const ctx = requestContext(request, deps)
  const code = mintOpaque(tenant, deps.random)
  await deps.store.write(tenant, async (tx) => {
    await deps.store.codes.add(tx, {
      mac: deps.vault.mac('code', code),
      appId: wish.appId,
      redirectUri: wish.redirectUri,
      redirectKind: wish.platform,
      codeChallenge: wish.codeChallenge,
      codeChallengeMethod: wish.codeChallengeMethod,
      scope: wish.scope,
      nonce: wish.nonce,
      account: {
        userId: user.id,
        home: home ? { tenantId: home.tenant.id, objectId: home.id } : null,
        sessionId: session.id,
        methods: session.methods,
        authenticatedAt: session.authenticatedAt,
      },
      claims: wish.claims,
      issuedAt: ctx.at,
      expiresAt: ctx.at + codeLife,
      familyId: null,
      spentAt: null,
    })
    await recordSignIn(deps, tx, {
      ctx,
      resourceTenant: tenant,
      client: caller.application,
      resource: resourceForLog(standing),
      // What the decision asked for (acceptance, consent) was given before: nothing is left to require.
      judgement,
      grant: 'interactive',
      isInteractive: wish.prompt !== 'none',
    })
  })
  await noteUse(deps, account)
  return sendAnswer(reply, wish, {
    code,
    ...(wish.wantsClientInfo ? { client_info: clientInfo(account) } : {}),
    session_state: session.id,
  })
}

/** The home account: the same for every tenant that the person enters (sts.md 5.6). */
const clientInfo = ({ user, tenant }: Account): string =>
  Buffer.from(JSON.stringify({ uid: user.id, utid: tenant })).toString('base64url')
