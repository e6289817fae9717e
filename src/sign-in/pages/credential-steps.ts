import type { FastifyReply } from 'fastify'
import { checkPassword, sendCode, setPassword, takeCode } from '../../credentials/index.ts'
import { isStrongPassword } from '../../directory/password-rules.ts'
import type { User } from '../../directory/user.ts'
import { type ErrorName, Refusal, refusal, refuse } from '../../errors/index.ts'
import type { TenantId } from '../../ids.ts'
import { recordSignIn } from '../../logs/record.ts'
import { chooseLanguage } from '../../mail/index.ts'
import { requestContext } from '../../request-context.ts'
import { fieldOf } from '../csrf.ts'
import { endFlow, moveFlow, promoteFlow, type Step } from '../flow.ts'
import { auditPasswordChange } from '../password-audit.ts'
import { handlerOf, type Visit } from '../purposes.ts'
import { entersByMailbox } from '../realm.ts'
import { type Proof, startSession } from '../sessions.ts'
import { showStep } from './show-step.ts'

type At<Name extends Step['at']> = Extract<Step, { at: Name }>

/** The password step: the same page for every name that nobody has. */
export async function givePassword(visit: Visit, { name, home }: At<'password'>): Promise<FastifyReply> {
  const { deps, request, open } = visit
  const found = await deps.store.users.byUserPrincipalName(deps.store.at(home), name)
  // Guests have no password here, whatever name they have: they sign in at home.
  const user = found && found.home === null && found.externalUserState === null ? found : undefined
  const password = fieldOf(request, 'password') ?? ''
  const record = user && (await deps.store.passwords.find(deps.store.at(home), user.id))
  const verdict = await checkPassword(deps, { tenant: home, name, user, password })
  if (verdict !== 'accepted' || !user) {
    await recordFailure(visit, home, user ?? null, verdict === 'locked' ? 'accountLocked' : 'wrongPassword')
    return showStep(visit, { password: verdict === 'locked' ? 'locked' : 'wrong' })
  }
  if (!user.accountEnabled) {
    await recordFailure(visit, home, user, 'userDisabled')
    return refuse('userDisabled')
  }
  if (user.forceChangePassword) {
    await recordAtHome(visit, home, user, { interrupt: refusal('passwordExpired') })
    const step: Step = { at: 'new-password', name, home, userId: user.id, proof: proofOf(visit, record) }
    return showStep({ ...visit, open: await promoteFlow(deps, request, visit.reply, open, { step }) })
  }
  return prove(visit, { tenant: home, user, methods: ['pwd'] })
}

/** Names the password that was given, so that the step after it is over when that password is. */
const proofOf = ({ deps }: Visit, record: { userId: string; hash: string } | undefined): string =>
  deps.vault.mac('password-step', `${record?.userId}:${record?.hash}`)

/**
 * The person replaces a password that somebody else has chosen. An administrator may have chosen another one meanwhile,
 * or closed the account: then whoever knew the first one starts anew (50089).
 */
export async function giveNewPassword(visit: Visit, step: At<'new-password'>): Promise<FastifyReply> {
  const { name, home, userId } = step
  const { deps, request } = visit
  const password = fieldOf(request, 'password') ?? ''
  const door = deps.store.at(home)
  const old = await deps.store.passwords.find(door, userId)
  // Before anything is compared: the page must not tell whether a guess is somebody's newer password.
  if (proofOf(visit, old) !== step.proof) return refuse('signInPageExpired')
  if (!isStrongPassword(password, name)) return showStep(visit, { newPassword: 'weak' })
  if (password !== fieldOf(request, 'repeated')) return showStep(visit, { newPassword: 'different' })
  if (await deps.passwords.verify(password, old?.hash)) return showStep(visit, { newPassword: 'same' })
  const hash = await deps.passwords.hash(password)
  await endFlow(deps, visit.open)
  const user = await deps.store.write(home, async (tx) => {
    const [account, record] = [await deps.store.users.find(tx, userId), await deps.store.passwords.find(tx, userId)]
    const isSame = account?.accountEnabled === true && account.forceChangePassword && account.home === null
    if (!isSame || proofOf(visit, record) !== step.proof) return refuse('signInPageExpired')
    await setPassword(deps, tx, userId, hash)
    const changed = await deps.store.users.update(tx, userId, (before) => ({ ...before, forceChangePassword: false }))
    await auditPasswordChange(deps, tx, requestContext(request, deps), changed)
    return changed
  })
  return arriveFresh(visit, { tenant: home, user, methods: ['pwd'] })
}

export async function sendOneTimeCode(visit: Visit, step: At<'code'>): Promise<FastifyReply> {
  const { deps, request, open } = visit
  const guest = step.guestId && (await deps.store.users.find(deps.store.at(step.tenant), step.guestId))
  const verdict = await sendCode(
    deps,
    { tenant: step.tenant, address: step.address, known: guest !== null && guest !== undefined },
    {
      ip: requestContext(request, deps).ip,
      language: chooseLanguage([guest?.preferredLanguage, request.headers['accept-language']?.split(/[,;]/)[0]]),
    },
  )
  const moved = { ...visit, open: await moveFlow(deps, request, open, { step: { ...step, sent: true } }) }
  if (verdict.verdict === 'tooMany' && verdict.first && guest) {
    await recordFailure(visit, step.tenant, guest, 'oneTimeCodesTooMany')
  }
  if (verdict.verdict === 'tooSoon') return showStep(moved, { code: { kind: 'tooSoon', seconds: verdict.seconds } })
  return showStep(moved, verdict.verdict === 'tooMany' ? { code: { kind: 'tooMany' } } : {})
}

export async function giveOneTimeCode(visit: Visit, step: At<'code'>): Promise<FastifyReply> {
  const { deps, request } = visit
  const { tenant, address, guestId } = step
  if (!step.sent) return refuse('signInRequestStale')
  const verdict = await takeCode(deps, { tenant, address, known: guestId !== null }, fieldOf(request, 'code') ?? '')
  const named = (guestId && (await deps.store.users.find(deps.store.at(tenant), guestId))) || null
  // Since the page was shown, the guest may have accepted with an account elsewhere.
  const guest = named && entersByMailbox(named, address) ? named : null
  if (verdict !== 'right' || !guest) {
    await recordFailure(visit, tenant, guest, 'oneTimeCodeWrong')
    return showStep(visit, { code: { kind: verdict === 'wrong' ? 'wrong' : 'void' } })
  }
  if (!guest.accountEnabled) {
    await recordFailure(visit, tenant, guest, 'userDisabled')
    return refuse('userDisabled')
  }
  const flow = { ...visit.open.flow, provenMailbox: address }
  return prove({ ...visit, open: { ...visit.open, flow } }, { tenant, user: guest, methods: ['otp'] })
}

/** The handle is spent before the session exists: of two equal forms at once, one signs in. */
async function prove(visit: Visit, proof: Proof): Promise<FastifyReply> {
  await endFlow(visit.deps, visit.open)
  return arriveFresh(visit, proof)
}

async function arriveFresh(visit: Visit, proof: Proof): Promise<FastifyReply> {
  const { deps, request, reply, open } = visit
  const account = await startSession(deps, request, reply, proof)
  const arrived = { ...visit, open: { ...open, flow: { ...open.flow, fresh: true } } }
  return handlerOf(deps, open.flow).arrive(arrived, account)
}

const recordFailure = (visit: Visit, tenant: TenantId, user: User | null, error: ErrorName): Promise<void> =>
  recordAtHome(visit, tenant, user, { error: new Refusal(error) })

/** What happens to a credential is the business of the tenant that keeps the account, and of no other. */
async function recordAtHome(
  visit: Visit,
  tenant: TenantId,
  user: User | null,
  ending: { error: Refusal } | { interrupt: Refusal },
): Promise<void> {
  const { deps, request, open } = visit
  await recordSignIn(deps, undefined, {
    ctx: requestContext(request, deps),
    resourceTenant: tenant,
    client: open.flow.client,
    person: { user, home: null },
    ...ending,
    grant: 'interactive',
    isInteractive: true,
  })
}
