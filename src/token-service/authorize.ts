import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { formTargetOf, matchRedirectUri } from '../applications/redirect-uris.ts'
import { resolveScopes } from '../consent/index.ts'
import type { Deps } from '../deps.ts'
import { Refusal, refusal, refuse } from '../errors/index.ts'
import { type AppId, isGuid, type TenantId } from '../ids.ts'
import { requestContext } from '../request-context.ts'
import { stepForName } from '../sign-in/begin.ts'
import { openFlow, type SignInFlow, type Step } from '../sign-in/flow.ts'
import { type Account, accountsFor, type HintedAccount, readLoginHint } from '../sign-in/index.ts'
import { type ErrorFacts, sendErrorPage } from '../sign-in/pages/error-page.ts'
import { nameOf, showStep } from '../sign-in/pages/show-step.ts'
import { handlePurpose, type Visit } from '../sign-in/purposes.ts'
import { resolveSegment } from '../tenants/segment.ts'
import { authorizing, sendError } from './authorize-journey.ts'
import {
  type AuthorizeRequest,
  answerMode,
  type Parameters,
  parseAuthorizeRequest,
  parseParameters,
} from './authorize-request.ts'
import { chooseStart, type Start } from './authorize-start.ts'
import { type Caller, callerAt } from './caller.ts'

type Segment = { Params: { tenant: string } }

/** `/{tenant}/oauth2/v2.0/authorize` and its v1 twin (sts.md 2.1). */
export function registerAuthorize(app: FastifyInstance, deps: Deps): void {
  handlePurpose(deps, 'authorize', authorizing)
  for (const [path, version] of [
    ['/:tenant/oauth2/v2.0/authorize', 2],
    ['/:tenant/oauth2/authorize', 1],
  ] as const) {
    app.get<Segment>(path, (request, reply) => authorize(deps, request, reply, version, request.query))
    app.post<Segment>(path, (request, reply) => authorize(deps, request, reply, version, formOf(request)))
    app.route<Segment>({
      method: ['PUT', 'PATCH', 'DELETE'],
      url: path,
      handler: (request) => refuse('verbNotAccepted', { verbs: 'GET, POST', verb: request.method }),
    })
  }
}

/** Any other body than a form has no parameters, so that the first one needed is reported missing. */
const formOf = ({ headers, body }: FastifyRequest): unknown =>
  /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '') ? body : {}

async function authorize(
  deps: Deps,
  request: FastifyRequest<Segment>,
  reply: FastifyReply,
  version: 1 | 2,
  fields: unknown,
): Promise<FastifyReply> {
  // Filled as things become known, so that a page says as much as it can.
  const facts: ErrorFacts = {}
  try {
    const parameters = parseParameters(fields)
    const proven = await prove(deps, request.params.tenant, version, parameters, facts)
    return await answer({ deps, request, reply }, parameters, proven)
  } catch (thrown) {
    if (thrown instanceof Refusal) return sendErrorPage(deps, request, reply, thrown, facts)
    throw thrown
  }
}

/** Tenant, app and redirect URI: while one of them is not proven, nothing is redirected anywhere. */
type Proven = Pick<AuthorizeRequest, 'version' | 'segment' | 'appId' | 'redirectUri' | 'platform'> & { caller: Caller }

/** Steps 2 to 6 of sts.md 2.1. */
async function prove(
  deps: Deps,
  text: string,
  version: 1 | 2,
  parameters: Parameters,
  facts: ErrorFacts,
): Promise<Proven> {
  const segment = await resolveSegment(deps, text)
  if (segment.kind === 'tenant') {
    facts.tenantId = segment.tenant
    facts.tenantName = segment.record.displayName
  }
  const given = parameters.get('client_id') ?? refuse('parameterMissing', { parameter: 'client_id' })
  if (!isGuid(given)) refuse('appIdInvalid', { appId: given })
  const appId = given.toLowerCase() as AppId
  facts.appId = appId
  if (segment.kind === 'consumers') refuse('appAtConsumersEndpoint', { appId })
  const caller = await callerAt(deps, segment, appId, false)
  facts.appName = caller.application.displayName
  const verdict = matchRedirectUri(parameters.get('redirect_uri'), caller.application)
  if (verdict.result === 'refused') return refuseRedirect(verdict.error, parameters, appId)
  // As called: paths of the sign-in keep the word that the app used.
  return { version, segment: text.toLowerCase(), appId, redirectUri: verdict.uri, platform: verdict.platform, caller }
}

function refuseRedirect(
  error: Extract<ReturnType<typeof matchRedirectUri>, { result: 'refused' }>['error'],
  parameters: Parameters,
  appId: AppId,
): never {
  if (error === 'uriInvalid') return refuse(error, { parameter: 'redirect_uri' })
  if (error === 'replyAddressUnknown') return refuse(error, { uri: parameters.get('redirect_uri') ?? '', appId })
  return refuse(error)
}

type Call = Pick<Visit, 'deps' | 'request' | 'reply'>

async function answer(call: Call, parameters: Parameters, proven: Proven): Promise<FastifyReply> {
  const { caller, ...known } = proven
  let wish: AuthorizeRequest
  try {
    wish = parseAuthorizeRequest(parameters, known, caller.application)
    // At `common` the tenant is not known yet: there the scopes are looked up when the person is.
    if (caller.at) await resolveScopes(call.deps, caller.at.tenant, caller.application, wish.scope, caller.at.view)
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    const { redirectUri } = proven
    const to = { redirectUri, responseMode: answerMode(parameters), state: parameters.get('state') ?? null }
    return sendError(call, thrown, to)
  }
  return begin(call, wish, caller)
}

/** With a session where that is enough, else with the first page. */
async function begin(call: Call, wish: AuthorizeRequest, caller: Caller): Promise<FastifyReply> {
  const { deps, request, reply } = call
  const tenant = caller.at?.tenant ?? null
  const accounts = await accountsFor(deps, request, tenant)
  const hinted = wish.loginHint === null ? undefined : readLoginHint(deps, wish.loginHint)
  const start = chooseStart({
    request: wish,
    candidates: accounts.map((account) => ({
      sid: account.session.id,
      home: account.tenant,
      hinted: isHinted(account, wish.loginHint, hinted),
    })),
    hintedTenant: await tenantOfHint(deps, wish.domainHint),
  })
  const keeper = tenant ?? caller.owner
  const open = (step: Step): Visit['open'] => ({ handle: '', tenant: keeper, flow: flowOf(call, wish, caller, step) })
  const show = async (step: Step) =>
    showStep({ ...call, open: await openFlow(deps, request, reply, keeper, open(step).flow) })
  switch (start.kind) {
    case 'refuse':
      return sendError(call, refusalOfStart(start.error, wish, caller), wish)
    case 'use': {
      const account = accounts.find(({ session }) => session.id === start.sid)
      if (!account) throw new Error('the chosen session is none of the candidates')
      return authorizing.arrive({ ...call, open: open({ at: 'pick' }) }, account)
    }
    case 'pick':
      return show({ at: 'pick' })
    case 'identify':
      return show(await firstStep(deps, wish, tenant, hinted))
  }
}

function isHinted({ user, tenant }: Account, hint: string | null, account: HintedAccount | undefined): boolean {
  if (account) return account.tenant === tenant && account.userId === user.id
  if (hint === null) return false
  const wanted = hint.normalize('NFKC').trim().toLowerCase()
  return [user.userPrincipalName, user.mail, nameOf({ user })].some((name) => name?.toLowerCase() === wanted)
}

/** `organizations`, `consumers` and domains that nobody has verified narrow nothing. */
async function tenantOfHint({ store }: Deps, hint: string | null): Promise<TenantId | null> {
  if (hint === null || !/^[a-z0-9.-]{3,253}$/i.test(hint) || !hint.includes('.')) return null
  return (await store.across.tenantOfDomain(hint.toLowerCase())) ?? null
}

async function firstStep(
  deps: Deps,
  wish: AuthorizeRequest,
  tenant: TenantId | null,
  hinted: HintedAccount | undefined,
): Promise<Step> {
  const known = hinted && (await deps.store.users.find(deps.store.at(hinted.tenant), hinted.userId))
  return stepForName(deps, known ? nameOf({ user: known }) : (wish.loginHint ?? null), tenant)
}

function flowOf({ deps, request }: Call, wish: AuthorizeRequest, caller: Caller, step: Step): SignInFlow {
  const { appId, displayName } = caller.application
  return {
    purpose: { kind: 'authorize', request: wish },
    tenant: caller.at?.tenant ?? null,
    segment: wish.segment,
    client: { appId, displayName },
    appName: displayName,
    formTarget: formTargetOf(wish.redirectUri),
    correlationId: requestContext(request, deps).correlationId,
    fresh: false,
    provenMailbox: null,
    stayAsked: false,
    consented: false,
    step,
  }
}

function refusalOfStart(
  error: Extract<Start, { kind: 'refuse' }>['error'],
  { appId }: AuthorizeRequest,
  { application, at }: Caller,
): Refusal {
  if (error !== 'sessionChoiceNeeded') return refusal(error)
  const tenant = at?.record.displayName ?? 'of the account'
  // Which accounts a browser holds is nothing for an app to read.
  return refusal(error, {
    user: 'one of several',
    idp: 'this service',
    tenant,
    appId,
    appName: application.displayName,
  })
}
