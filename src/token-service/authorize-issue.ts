import type { FastifyReply } from 'fastify'
import { recordSignIn } from '../logs/record.ts'
import { requestContext } from '../request-context.ts'
import type { Account } from '../sign-in/index.ts'
import type { Visit } from '../sign-in/purposes.ts'
import { noteUse } from '../sign-in/sessions.ts'
import { sendAnswer } from './authorize-answer.ts'
import { resourceForLog, type Standing } from './authorize-judgement.ts'
import type { AuthorizeRequest } from './authorize-request.ts'
import { issueCode } from './code.ts'

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
  const code = await deps.store.write(tenant, async (tx) => {
    const issued = await issueCode(deps, tx, {
      appId: wish.appId,
      redirectUri: wish.redirectUri,
      redirectKind: wish.platform,
      codeChallenge: wish.codeChallenge,
      codeChallengeMethod: wish.codeChallengeMethod,
      scope: wish.scope,
      nonce: wish.nonce,
      claims: wish.claims,
      account: {
        userId: user.id,
        home: home ? { tenantId: home.tenant.id, objectId: home.id } : null,
        sessionId: session.id,
        methods: session.methods,
        authenticatedAt: session.authenticatedAt,
      },
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
    return issued
  })
  await noteUse(deps, request, reply, account)
  return sendAnswer(reply, wish, {
    code,
    ...(wish.wantsClientInfo ? { client_info: clientInfo(account) } : {}),
    session_state: session.id,
  })
}

/** The home account: the same for every tenant that the person enters (sts.md 5.6). */
const clientInfo = ({ user, tenant }: Account): string =>
  Buffer.from(JSON.stringify({ uid: user.id, utid: tenant })).toString('base64url')
