import { password as askPassword, text as askText, cancel, isCancel } from '@clack/prompts'
import { type Config, parseConfig } from '../config.ts'
import { systemRandom } from '../random.ts'
import { type FirstTenant, makeDeployment, migrate } from './deployment.ts'
import { CommandFailure, exitCodes } from './failure.ts'
import type { Terminal } from './terminal.ts'

export type InitFlags = {
  organization?: string
  domain?: string
  admin?: string
  adminName?: string
  passwordStdin?: boolean
  json?: boolean
}

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
const domainName = new RegExp(`^(${label}\\.)+${label}$`)
const shortestPassword = 12
const isLine = (text: string): boolean => text.length <= 256 && /^\P{Cc}+$/u.test(text)

/** What may be given, what it must look like, and how a person is asked for it. */
const rules = {
  organization: {
    flag: '--organization',
    question: 'Name of the organization',
    fault: (text: string) => (isLine(text) ? undefined : 'It has 1 to 256 characters on one line.'),
  },
  domain: {
    flag: '--domain',
    question: 'Its first domain (people sign in as name@domain)',
    fault: (text: string) =>
      domainName.test(text) && text.length <= 253 ? undefined : 'It is a domain name such as contoso.example.',
  },
  admin: {
    flag: '--admin',
    question: 'User name of its administrator, before the @',
    fault: (text: string) =>
      /^[a-z0-9][a-z0-9._-]{0,63}$/.test(text)
        ? undefined
        : 'It has lower-case letters, digits, dots, dashes and underscores.',
  },
} as const

/** `gatehouse init`. */
export async function init(flags: InitFlags, terminal: Terminal): Promise<void> {
  const config = parseConfig('serve', terminal.environment)
  const asking = terminal.interactive && !flags.json
  const organization = await settle('organization', flags.organization, undefined, asking)
  const slug = organization
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  const suggested = terminal.environment.GATEHOUSE_DOMAIN_SUFFIX ? `${slug}.${config.domainSuffix}` : undefined
  const domain = await settle('domain', flags.domain?.toLowerCase(), suggested, asking)
  const name = await settle('admin', flags.admin?.toLowerCase(), 'admin', asking)
  const displayName = flags.adminName ?? `${organization.slice(0, 240).toWellFormed()} administrator`
  if (!isLine(displayName))
    throw new CommandFailure('--admin-name cannot be used.', {
      fix: 'It has 1 to 256 characters on one line.',
      exitCode: exitCodes.usage,
    })
  const chosen = await choosePassword(flags, asking, terminal)
  const wish: FirstTenant = {
    organization,
    domain,
    admin: { name, displayName, password: chosen.password },
  }
  const made = await makeDeployment(config, wish)
  if (flags.json) {
    const shown = chosen.made ? { password: chosen.password } : {}
    return terminal.print(JSON.stringify({ ...made, admin: { ...made.admin, ...shown } }, undefined, 2))
  }
  terminal.print(summary(made, chosen, config, terminal))
}

/** A flag, an answer, or what is suggested where nobody can be asked. */
async function settle(
  name: keyof typeof rules,
  given: string | undefined,
  suggested: string | undefined,
  asking: boolean,
): Promise<string> {
  const { flag, question, fault } = rules[name]
  if (given === undefined && asking) {
    const validate = (answer: string | undefined) => fault(answer || suggested || '')
    const answer = await askText({
      message: question,
      validate,
      ...(suggested === undefined ? {} : { placeholder: suggested, defaultValue: suggested }),
    })
    if (isCancel(answer)) throw cancelled()
    return answer || (suggested ?? '')
  }
  const value = given ?? suggested
  if (value === undefined)
    throw new CommandFailure(`${flag} is missing.`, { fix: `${question}.`, exitCode: exitCodes.usage })
  const wrong = fault(value)
  if (wrong !== undefined) throw new CommandFailure(`${flag} is '${value}'.`, { fix: wrong, exitCode: exitCodes.usage })
  return value
}

const passwordFault = (text: string | undefined) =>
  (text ?? '').length >= shortestPassword && (text ?? '').length <= 256
    ? undefined
    : `A password has ${shortestPassword} to 256 characters.`

async function choosePassword(
  flags: InitFlags,
  asking: boolean,
  terminal: Terminal,
): Promise<{ password: string; made: boolean }> {
  if (flags.passwordStdin) {
    const given = (await terminal.input()).replace(/\r?\n$/, '')
    const wrong = passwordFault(given)
    if (wrong !== undefined)
      throw new CommandFailure('The password on standard input cannot be used.', {
        fix: wrong,
        exitCode: exitCodes.usage,
      })
    return { password: given, made: false }
  }
  if (asking) {
    const answer = await askPassword({
      message: 'Password of the administrator (empty: one is made)',
      validate: (text) => (text ? passwordFault(text) : undefined),
    })
    if (isCancel(answer)) throw cancelled()
    if (answer) return { password: answer, made: false }
  }
  return { password: systemRandom.token(18), made: true }
}

function cancelled(): CommandFailure {
  cancel('Nothing was changed.')
  return new CommandFailure('Cancelled.', { exitCode: 130 })
}

function summary(
  made: Awaited<ReturnType<typeof makeDeployment>>,
  { password, made: isMade }: { password: string; made: boolean },
  config: Config,
  { style }: Terminal,
): string {
  const secret =
    config.database.kind === 'sqlite' && config.secret === null
      ? [
          '',
          `The key that everything is encrypted with is ${config.dataFolder}/secret.key: keep a copy of it apart from the database.`,
        ]
      : []
  return [
    `${style('bold', made.tenant.displayName)} is made: tenant ${made.tenant.id}, domain ${made.tenant.domain}.`,
    '',
    `  Administrator          ${made.admin.userPrincipalName}`,
    ...(isMade ? [`  Password               ${password}`] : []),
    `  Operator’s credential  ${made.operatorToken}`,
    '',
    'These are shown once. The operator’s credential makes tenants and rotates keys (GATEHOUSE_OPERATOR_TOKEN).',
    ...secret,
    '',
    'Next: gatehouse serve',
  ].join('\n')
}

/** `gatehouse migrate`. */
export async function migrateDatabase(flags: { json?: boolean }, terminal: Terminal): Promise<void> {
  const config = parseConfig('serve', terminal.environment)
  await migrate(config)
  terminal.print(flags.json ? JSON.stringify({ upToDate: true }) : 'The database is up to date.')
}
