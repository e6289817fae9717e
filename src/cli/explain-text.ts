import type { ErrorReference } from '../errors/index.ts'
import { plain, type Terminal } from './terminal.ts'

/** One line of a trace as the API sends it (design 4). Everything optional may be missing on the wire. */
type Finding = {
  check: string
  side: 'home' | 'resource'
  result: 'pass' | 'objection' | 'requirement' | 'notApplicable'
  says: string
  rule?: { setting: string; id: string; value: unknown; href: string } | undefined
  fix?: { text: string; method: string | null; url: string | null; body: unknown } | undefined
}

export type Explanation = {
  outcome: 'allow' | 'deny' | 'require'
  error?: { code: number | null; name: string; says: string; fix: string } | undefined
  requirements?: string[] | undefined
  trace: Finding[]
  /** What would refuse next, when what refused is mended. */
  further?: Finding[] | undefined
  /** Null where nobody was known yet: then `audit` is what happened. */
  signIn: SignIn | null
  audit?: AuditEntry | undefined
}

type AuditEntry = {
  correlationId: string
  createdDateTime: string
  activityDisplayName: string
  initiatedBy: string | null
  target: string | null
}

type Named = { displayName: string | null }

/** The row of the sign-in log that an explanation belongs to. */
type SignIn = {
  id: string
  correlationId: string
  createdDateTime: string
  user: Named & { userPrincipalName: string | null }
  application: Named
  resource: Named
}

type Style = Pick<Terminal, 'style'>

/** The whole decision, one readable line per check, with what to change where a check refused. */
export function explanationText(origin: string, given: Explanation, style: Style): string {
  return [
    ...headline(given, style),
    ...(given.signIn ? signInLines(given.signIn) : []),
    ...(given.audit ? auditLines(given.audit) : []),
    ...(given.trace.length > 0 ? [''] : []),
    ...given.trace.flatMap((finding) => findingLines(origin, finding, style)),
    ...furtherLines(origin, given.further ?? [], style),
    ...(given.error ? ['', `${style.style('bold', 'In short:')} ${plain(given.error.fix)}`] : []),
  ].join('\n')
}

function headline({ outcome, error, requirements }: Explanation, { style }: Style): string[] {
  if (outcome === 'allow') return [style(['bold', 'green'], 'Allowed')]
  if (outcome === 'require' && error)
    return [style(['bold', 'yellow'], `Interrupted: AADSTS${error.code} ${plain(error.name)}`), plain(error.says)]
  if (outcome === 'require')
    return [style(['bold', 'yellow'], `More was asked for: ${(requirements ?? []).join(', ')}`)]
  if (!error) return [style(['bold', 'red'], 'Refused')]
  const code = error.code === null ? '' : `AADSTS${error.code} `
  return [style(['bold', 'red'], `Refused: ${code}${plain(error.name)}`), plain(error.says)]
}

function signInLines({ id, correlationId, createdDateTime, user, application, resource }: SignIn): string[] {
  const address = user.userPrincipalName === null ? '' : ` <${user.userPrincipalName}>`
  const person = user.displayName === null && address === '' ? 'the application itself, or nobody known' : ''
  const wanted = resource.displayName === null ? '' : `, for ${resource.displayName}`
  return [
    '',
    `  Who          ${plain(person || `${user.displayName ?? ''}${address}`.trim())}`,
    `  Application  ${plain((application.displayName ?? 'unknown') + wanted)}`,
    `  When         ${createdDateTime}`,
    `  Ids          request ${id}, correlation ${correlationId}`,
  ]
}

/** A link that has ended, and whatever else happened before anybody was known. */
function auditLines({
  correlationId,
  createdDateTime,
  activityDisplayName,
  initiatedBy,
  target,
}: AuditEntry): string[] {
  return [
    '',
    `  What         ${plain(activityDisplayName)}${target === null ? '' : `, for ${plain(target)}`}`,
    `  By           ${plain(initiatedBy ?? 'nobody known')}`,
    `  When         ${createdDateTime}`,
    `  Ids          correlation ${correlationId} (in the audit log: nobody had signed in yet)`,
  ]
}

function furtherLines(origin: string, further: Finding[], style: Style): string[] {
  if (further.length === 0) return []
  return [
    '',
    style.style('bold', 'When that is mended, this would refuse next:'),
    ...further.flatMap((one) => findingLines(origin, one, style)),
  ]
}

const marks = { pass: '✓', objection: '✗', requirement: '!', notApplicable: '·' } as const
const colours = { pass: 'green', objection: 'red', requirement: 'yellow', notApplicable: 'dim' } as const

function findingLines(origin: string, { check, side, result, says, rule, fix }: Finding, { style }: Style): string[] {
  const where = side === 'home' ? 'home' : 'here'
  const spoke = result === 'objection' || result === 'requirement'
  const lines = [
    `${style(colours[result], marks[result])} ${style('bold', words(check))} ${style('dim', `(${where})`)}: ${plain(says)}`,
  ]
  if (rule && spoke) {
    lines.push(`    setting  ${plain(rule.setting)}`, `    rule     ${plain(rule.id)}`)
    // The page in `rule.href` belongs to the admin center, which is not served yet.
    lines.push(`    value    ${plain(JSON.stringify(rule.value))}`)
  } else if (rule) lines.push(style('dim', `    ${plain(rule.setting)} [${plain(rule.id)}]`))
  if (fix) lines.push(`    fix      ${plain(fix.text)}`)
  if (fix?.method && fix.url) lines.push(`             ${fix.method} ${plain(absolute(origin, fix.url))}`)
  if (fix?.method && fix.body !== null && fix.body !== undefined)
    lines.push(`             ${plain(JSON.stringify(fix.body))}`)
  return lines
}

/** `inboundAccess` → `inbound access`. */
const words = (check: string): string =>
  plain(check)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()

const absolute = (origin: string, href: string): string => (href.startsWith('/') ? `${origin}${href}` : href)

/** What the catalogue knows about a code. */
export function referenceText(reference: ErrorReference, { style }: Style): string {
  const { code, name, error, says, cause, fix, note, seeAlso, oauth, graph, status } = reference
  const wire = [oauth && `token endpoint ${oauth}`, graph && `Graph ${graph}`, `HTTP ${status}`].filter(Boolean)
  const title = code === null ? error : `AADSTS${code}`
  return [
    style('bold', `${title} ${name}`),
    says,
    '',
    `  Cause  ${cause}`,
    `  Fix    ${fix}`,
    `  Wire   ${wire.join(', ')}`,
    ...(note === null ? [] : [`  Note   ${note}`]),
    ...seeAlso.map((other) => `  See    AADSTS${other.code} ${other.name}: ${other.why}`),
  ].join('\n')
}
