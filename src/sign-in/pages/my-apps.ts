import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { admit, type Decision, personView } from '../../access/index.ts'
import { type Judgement, judge } from '../../access/judge.ts'
import { firstPartyApps } from '../../applications/first-party.ts'
import type { Deps } from '../../deps.ts'
import type { User } from '../../directory/user.ts'
import { Refusal, refusal, refuse } from '../../errors/index.ts'
import { isGuid, systemTenant, type TenantId } from '../../ids.ts'
import { recordSignIn } from '../../logs/record.ts'
import { type AppTile, appsShownTo } from '../../my-account/index.ts'
import { requestContext } from '../../request-context.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import { beginSignIn } from '../begin.ts'
import { type Account, accountOfSession, accountsOfBrowser } from '../sessions.ts'
import { sendErrorPage } from './error-page.ts'
import { html } from './html.ts'
import { page, sendPage } from './layout.ts'

const client = { appId: firstPartyApps.myApps, displayName: 'My Apps' }

/** `/myapps?tenantId=…`: the apps of one organization that a person can open there. Where redemption lands by default. */
export function registerMyApps(app: FastifyInstance, deps: Deps): void {
  // Who types the server's name alone wants something to open.
  app.get('/', (_, reply) => reply.redirect('/myapps', 302))
  app.get('/myapps', async (request, reply) => {
    const tenant = await wantedTenant(deps, request)
    const asksForAnother = 'another' in (request.query as Record<string, unknown>)
    const account = tenant && !asksForAnother && (await accountHere(deps, request, tenant))
    if (!account) return signIn(deps, request, reply, tenant)
    return showApps(deps, request, reply, tenant, account)
  })
}

/** Without `tenantId`: the only organization whose account this browser holds. */
async function wantedTenant(deps: Deps, request: FastifyRequest): Promise<Tenant | undefined> {
  const { tenantId } = request.query as Record<string, unknown>
  if (typeof tenantId === 'string' && isGuid(tenantId)) {
    const tenant = await deps.store.tenants.get(deps.store.at(tenantId.toLowerCase() as TenantId))
    return tenant?.suspendedAt === null && tenant.id !== systemTenant
      ? tenant
      : refuse('tenantNotFound', { tenant: tenantId })
  }
  const homes = new Set((await accountsOfBrowser(deps, request)).map((account) => account.tenant))
  const only = homes.size === 1 ? [...homes][0] : undefined
  return only && (await deps.store.tenants.get(deps.store.at(only)))
}

/** The account that was just chosen; else the only one of this browser that the organization knows. */
async function accountHere(deps: Deps, request: FastifyRequest, { id }: Tenant): Promise<Account | undefined> {
  const { sid } = request.query as Record<string, unknown>
  if (typeof sid === 'string') return accountOfSession(deps, request, sid)
  const door = deps.store.at(id)
  const known: Account[] = []
  for (const account of await accountsOfBrowser(deps, request)) {
    const home = { tenantId: account.tenant, objectId: account.user.id }
    const guest = account.tenant === id ? account.user : await deps.store.users.byHome(door, home)
    if (guest && guest.deletedAt === null) known.push(account)
  }
  return known.length === 1 ? known[0] : undefined
}

async function signIn(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  tenant: Tenant | undefined,
): Promise<FastifyReply> {
  const where = tenant ?? (await deps.store.across.tenants())[0] ?? refuse('tenantNotFound', { tenant: '' })
  return beginSignIn(deps, request, reply, {
    tenant: where.id,
    returnTo: tenant ? `/myapps?tenantId=${tenant.id}` : '/myapps',
    prompt: 'select_account',
    appName: client.displayName,
  })
}

async function showApps(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  tenant: Tenant,
  account: Account,
): Promise<FastifyReply> {
  const judgement = await judgeVisit(deps, tenant, account)
  const record = { ctx: requestContext(request, deps), resourceTenant: tenant.id, client, judgement }
  const pending = judgement.decision.outcome === 'require' ? refusal('guestPending') : undefined
  const common = { grant: 'interactive', isInteractive: true }
  await recordSignIn(deps, undefined, { ...record, ...common, ...(pending ? { error: pending } : {}) })
  try {
    admit(judgement.decision)
    if (pending) throw pending
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return sendErrorPage(deps, request, reply, thrown, {
      tenantName: tenant.displayName,
      tenantId: tenant.id,
      appId: client.appId,
      appName: client.displayName,
      account: nameOf(account),
      switchHref: `/myapps?tenantId=${tenant.id}&another`,
      ...viewOf(judgement.decision, judgement, tenant),
    })
  }
  const user = judgement.user ?? account.user
  return sendPage(reply, appsPage(tenant, user, nameOf(account), (await appsShownTo(deps, tenant.id, user)).tiles))
}

function viewOf(decision: Decision, judgement: Judgement, tenant: Tenant) {
  if (decision.outcome !== 'deny') return {}
  return {
    view: personView(decision, { home: judgement.home?.tenant.displayName ?? null, resource: tenant.displayName }),
  }
}

async function judgeVisit(deps: Deps, tenant: Tenant, { tenant: home, user, session }: Account): Promise<Judgement> {
  const definition = await deps.store.applications.byAppId(deps.store.at(systemTenant), firstPartyApps.myApps)
  if (!definition) throw new Error('the definition of My Apps is missing')
  const person =
    home !== tenant.id
      ? ({ kind: 'fromTenant', homeTenant: home, homeObject: user.id } as const)
      : session.methods.includes('otp')
        ? ({ kind: 'byEmail', guestId: user.id, address: mailboxOf(user) } as const)
        : ({ kind: 'member', userId: user.id } as const)
  return judge(deps, {
    stage: 'signIn',
    resourceTenant: tenant.id,
    client: definition,
    resourceAppIds: [],
    silent: false,
    consent: { granted: true },
    person,
  })
}

const mailboxOf = ({ home, mail, userPrincipalName }: User): string =>
  home?.kind === 'email' ? home.address : (mail ?? userPrincipalName)

const nameOf = ({ user }: Account): string => (user.home === null ? user.userPrincipalName : (user.mail ?? ''))

function appsPage(tenant: Tenant, user: User, account: string, tiles: readonly AppTile[]) {
  return page({
    title: 'My Apps',
    tenantName: tenant.displayName,
    wide: true,
    body: html`<p class="who"><span class="soft">Signed in as</span> <b>${account}</b> <a href="/${tenant.id}/oauth2/v2.0/logout">Sign out</a></p>
<h1>My Apps</h1>
${user.userType === 'Guest' && html`<p>You are a guest of ${tenant.displayName}.</p>`}
${
  tiles.length === 0
    ? html`<p class="note" role="status">There are no apps to show. An app appears here once you have used it and agreed to what it asks for, or once an administrator of ${tenant.displayName} assigns it to you.</p>`
    : html`<ul>${tiles.map(({ displayName, homePageUrl }) => html`<li>${homePageUrl === null ? displayName : html`<a href="${homePageUrl}">${displayName}</a>`}</li>`)}</ul>`
}`,
  })
}
