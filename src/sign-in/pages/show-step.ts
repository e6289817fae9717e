import type { FastifyReply } from 'fastify'
import { refuse } from '../../errors/index.ts'
import type { TenantId } from '../../ids.ts'
import { tenantIn } from '../../tenants/lookups.ts'
import { snapshot } from '../../tenants/snapshot.ts'
import { csrfToken } from '../csrf.ts'
import type { Step } from '../flow.ts'
import { handlerOf, type Visit } from '../purposes.ts'
import { type Account, accountOfSession, accountsFor } from '../sessions.ts'
import { stayPage } from './agree.ts'
import type { FormContext } from './form.ts'
import { type NameProblem, namePage, pickPage } from './identify.ts'
import { type RenderedPage, sendPage } from './layout.ts'
import {
  type CodeProblem,
  codePage,
  type NewPasswordProblem,
  newPasswordPage,
  type PasswordProblem,
  passwordPage,
} from './prove.ts'

/** What went wrong with the last try, by the page that says it. */
export type Problems = {
  name?: NameProblem
  password?: PasswordProblem
  newPassword?: NewPasswordProblem
  code?: CodeProblem
}

export const csrfScope = (handle: string): string => `flow:${handle}`

/** The forms of this visit's flow, on a page of `owner` (null: of nobody, at `common`). */
export async function formContext(visit: Visit, owner: TenantId | null): Promise<FormContext> {
  const { deps, request, reply, open } = visit
  const { flow, handle } = open
  return {
    action: `/${flow.segment}/sign-in`,
    handle,
    csrf: csrfToken(deps, request, reply, csrfScope(handle)),
    formTargets: flow.formTarget ? [flow.formTarget] : [],
    tenantName: owner && (await tenantName(visit, owner)),
    appName: flow.appName,
    cancellable: flow.purpose.kind === 'authorize',
  }
}

export async function tenantName({ deps }: Visit, tenant: TenantId): Promise<string | null> {
  return (await tenantIn(deps, await snapshot(deps, tenant)))?.displayName ?? null
}

/** Renders the step that the flow stands at. */
export async function showStep(visit: Visit, problems: Problems = {}): Promise<FastifyReply> {
  const { step } = visit.open.flow
  if (step.at === 'accept' || step.at === 'consent') {
    return handlerOf(visit.deps, visit.open.flow).show(visit, await accountOfStep(visit))
  }
  return sendPage(visit.reply, await pageOf(visit, step, problems))
}

async function pageOf(
  visit: Visit,
  step: Exclude<Step, { at: 'accept' | 'consent' }>,
  problems: Problems,
): Promise<RenderedPage> {
  const { flow } = visit.open
  switch (step.at) {
    case 'pick': {
      const accounts = await pickable(visit)
      const tiles = await Promise.all(
        accounts.map(async ({ tenant, user, session }) => ({
          sid: session.id,
          displayName: user.displayName,
          name: nameOf({ user }),
          organization: (await tenantName(visit, tenant)) ?? '',
        })),
      )
      return pickPage(await formContext(visit, flow.tenant), tiles)
    }
    case 'name':
      return namePage(await formContext(visit, flow.tenant), step.hint, problems.name)
    case 'password':
      return passwordPage(await formContext(visit, step.home), step.name, problems.password)
    case 'new-password':
      return newPasswordPage(await formContext(visit, step.home), step.name, problems.newPassword)
    case 'code': {
      const mayRename = !(flow.purpose.kind === 'return' && flow.purpose.emailProof)
      return codePage(await formContext(visit, step.tenant), {
        address: step.address,
        sent: step.sent,
        mayRename,
        problem: problems.code ?? null,
      })
    }
    case 'stay':
      return stayPage(await formContext(visit, step.account.tenant), nameOf(await accountOfStep(visit)))
  }
}

/** The accounts that can go where the flow goes. */
export const pickable = ({ deps, request, open }: Visit): Promise<Account[]> =>
  accountsFor(deps, request, open.flow.tenant)

/** The account that the step is about, if this browser still holds it. */
export async function accountOfStep({ deps, request, open }: Visit): Promise<Account> {
  const { step } = open.flow
  const reference = 'account' in step ? step.account : undefined
  const account = reference && (await accountOfSession(deps, request, reference.sessionId))
  return account && account.tenant === reference.tenant ? account : refuse('signInPageExpired')
}

/** What a person calls the account: guests by mailbox go by their address, not by the name that the tenant made up. */
export const nameOf = ({ user }: Pick<Account, 'user'>): string =>
  user.home?.kind === 'email'
    ? user.home.address
    : user.home
      ? (user.mail ?? user.userPrincipalName)
      : pendingName(user)

const pendingName = (user: Account['user']): string =>
  user.externalUserState === 'PendingAcceptance' ? (user.mail ?? user.userPrincipalName) : user.userPrincipalName
