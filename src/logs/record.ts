import { type Finding, tracesOf } from '../access/index.ts'
import type { Judgement } from '../access/judge.ts'
import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import type { Unit } from '../door.ts'
import { entryOf, logCode, type Refusal, sentence } from '../errors/index.ts'
import type { TenantId } from '../ids.ts'
import type { RequestContext } from '../request-context.ts'
import type { SignIn } from './sign-in.ts'

export type SignInRecord = {
  ctx: RequestContext
  resourceTenant: TenantId
  client: { appId: string; displayName: string }
  resource?: { appId: string; displayName: string } | undefined
  /** Where there was a decision: the person and the trace come from it. */
  judgement?: Pick<Judgement, 'decision' | 'user' | 'home'> | undefined
  /** Where there was none (a wrong password): whoever is known. */
  person?: { user: User | null; home: { tenantId: TenantId; user: User | null } | null } | undefined
  /** Why it failed, when that is not the decision's own refusal. */
  error?: Refusal | undefined
  /** What the person is asked for before the sign-in goes on. The log calls such a row Interrupted. */
  interrupt?: Refusal | undefined
  /** `interactive`, `authorization_code`, `refresh_token`, `redemption`, … */
  grant: string
  isInteractive: boolean
}

const recorded = new WeakSet<RequestContext>()

/** Whether a request has its row already: it has one at most, since the row's id is the request's. */
export const isRecorded = (ctx: RequestContext): boolean => recorded.has(ctx)

/**
 * The log rows of one sign-in, success or refusal: the resource tenant's, and for a person of another tenant the home
 * tenant's, under one id, each with its own half of the trace. In `tx` when the sign-in has a transaction of its own.
 */
export async function recordSignIn(deps: Deps, tx: Unit | undefined, record: SignInRecord): Promise<void> {
  const rows = signInRows(record)
  recorded.add(record.ctx)
  const write = async (unit: Unit) => {
    await deps.store.signIns.add(unit.in(record.resourceTenant), rows.resource)
    if (rows.home) await deps.store.signIns.add(unit.in(rows.home.tenant), rows.home.row)
  }
  if (tx) await write(tx)
  else await deps.store.write(record.resourceTenant, write)
}

type Rows = { resource: SignIn; home: { tenant: TenantId; row: SignIn } | null }

export function signInRows(record: SignInRecord): Rows {
  const { ctx, resourceTenant, client, resource, judgement, grant } = record
  const user = judgement ? judgement.user : (record.person?.user ?? null)
  const home = judgement?.home
    ? { tenantId: judgement.home.tenant.id, user: judgement.home.user }
    : (record.person?.home ?? null)
  const isCrossTenant = home !== null && home.tenantId !== resourceTenant
  const trace = (judgement?.decision.trace ?? record.error?.extra.trace ?? []) as Finding[]
  const halves = tracesOf(trace, { home: isCrossTenant ? home.tenantId : null, resource: resourceTenant })
  const ending = endingOf(record)
  const common = {
    id: ctx.traceId,
    createdAt: ctx.at,
    correlationId: ctx.correlationId,
    servicePrincipalId: null,
    servicePrincipalName: null,
    appId: client.appId,
    appDisplayName: client.displayName,
    resourceId: resource?.appId ?? null,
    resourceDisplayName: resource?.displayName ?? null,
    resourceTenantId: resourceTenant,
    homeTenantId: home?.tenantId ?? (user?.home ? null : resourceTenant),
    crossTenantAccessType: isCrossTenant ? ('b2bCollaboration' as const) : ('none' as const),
    isInteractive: record.isInteractive,
    clientAppUsed: record.isInteractive ? 'Browser' : 'Mobile Apps and Desktop clients',
    grant,
    ipAddress: ctx.ip,
    userAgent: ctx.userAgent,
  }
  return {
    resource: {
      ...common,
      ...subject(user, home?.user ?? undefined),
      ...ending,
      trace: halves.resource,
      ...furtherOf(record, resourceTenant),
    },
    home: isCrossTenant
      ? {
          tenant: home.tenantId,
          row: {
            ...common,
            ...subject(home.user),
            ...atHome(ending, record),
            trace: halves.home ?? [],
            ...furtherOf(record, home.tenantId),
          },
        }
      : null,
  }
}

const subject = (user: User | null, known?: User) => ({
  userId: user?.id ?? null,
  userDisplayName: user?.displayName ?? known?.displayName ?? null,
  // Wire: a guest's real address, never the `#EXT#` name (graph.md 2.18).
  userPrincipalName: (user?.home ? user.mail : null) ?? user?.userPrincipalName ?? known?.userPrincipalName ?? null,
  userType: user
    ? user.userType === 'Guest'
      ? ('guest' as const)
      : ('member' as const)
    : known
      ? ('guest' as const)
      : null,
})

/** A tenant is told of its own settings only, and not even that the other one would refuse, too. */
function furtherOf({ judgement }: SignInRecord, tenant: TenantId): Pick<SignIn, 'further'> {
  const decision = judgement?.decision
  const own = decision?.outcome === 'deny' ? decision.further.filter(({ tenantId }) => tenantId === tenant) : []
  return own.length > 0 ? { further: own } : {}
}

type Ending = Pick<SignIn, 'errorCode' | 'errorName' | 'failureReason' | 'outcome'>

function endingOf({ error, interrupt, judgement }: SignInRecord): Ending {
  if (error) return { ...endedBy(error), outcome: 'deny' }
  if (interrupt) return { ...endedBy(interrupt), outcome: 'require' }
  const decision = judgement?.decision
  if (decision?.outcome === 'deny') {
    const { error: refused, name, says } = decision.error
    return { errorCode: logCode(refused), errorName: name, failureReason: says, outcome: 'deny' }
  }
  return { errorCode: 0, errorName: null, failureReason: null, outcome: decision?.outcome ?? 'allow' }
}

const endedBy = ({ logCode, entry, message }: Refusal): Omit<Ending, 'outcome'> => ({
  errorCode: logCode,
  errorName: entry.name,
  failureReason: message,
})

/** What the resource tenant logs as 50020, the home tenant logs as 90072 (external-identities.md 2.12). */
function atHome(ending: Ending, { judgement }: SignInRecord): Ending {
  const decision = judgement?.decision
  if (decision?.outcome !== 'deny' || decision.error.error !== 'notInTenant') return ending
  const entry = entryOf('foreignAccount')
  return {
    ...ending,
    errorCode: logCode('foreignAccount'),
    errorName: entry.name,
    failureReason: sentence('foreignAccount', decision.error.params),
  }
}
