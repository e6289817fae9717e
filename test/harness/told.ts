import assert from 'node:assert/strict'
import type { GraphAnswer } from './index.ts'
import type { RefusalPage, TokenAnswer } from './person.ts'
import type { AccessSetting, Organization } from './story.ts'

/** What everybody is told about one refusal: the person on the page, the app at a refresh, the admins in their logs. */

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export type RefusalIds = { requestId: string; correlationId: string }

/**
 * The person's page has the code, and a block to copy that names everything an admin needs. `secrets`: what stands in
 * the settings that refused, which no person is shown.
 */
export function toldOnPage(
  refused: RefusalPage,
  expected: { code: string; tenant: string; appId: string; secrets: readonly string[]; status?: number },
): RefusalIds {
  const { page, block, message } = refused
  assert.equal(refused.code, expected.code)
  assert.equal(page.status, expected.status ?? 400)
  const { 'request id': requestId = '', 'correlation id': correlationId = '', time = '', ...others } = block
  assert.deepEqual(others, {
    error: `AADSTS${expected.code}`,
    'tenant id': expected.tenant,
    'application id': expected.appId,
  })
  assert.match(requestId, guid)
  assert.match(correlationId, guid)
  assert.equal(new Date(time).toISOString(), time, 'the block has the time')
  assert.ok(message.startsWith(`AADSTS${expected.code}: `), message)
  keptFrom(page.html, expected.secrets, 'the page')
  return { requestId, correlationId }
}

/** The app gets the complete error body of the token endpoint (sts.md 3.1), and nothing of the settings either. */
export function toldAtRefresh(
  { status, body }: TokenAnswer,
  expected: { code: number; secrets: readonly string[] },
): RefusalIds {
  assert.equal(status, 400)
  assert.equal(body.error, 'invalid_grant')
  assert.deepEqual(body.error_codes, [expected.code])
  assert.match(body.error_description ?? '', new RegExp(`^AADSTS${expected.code}: `))
  assert.equal(body.access_token, undefined)
  keptFrom(JSON.stringify(body), expected.secrets, 'the error body')
  const requestId = /Trace ID: (\S+)/.exec(body.error_description ?? '')?.[1] ?? ''
  return { requestId, correlationId: body.correlation_id ?? '' }
}

export type Side = {
  of: Organization
  code: number
  /** The setting whose rule this side's own admin must see as the reason; null: the other side's refusal is told. */
  setting: string | null
  /** What this side may not learn: everything that stands in the other side's settings. */
  secrets?: readonly string[]
}

/** Both organizations have a row of it in their sign-in log, and each explanation says its own half and no more. */
export async function toldToAdmins({ requestId, correlationId }: RefusalIds, sides: readonly Side[]): Promise<void> {
  for (const side of sides) {
    const rows = await side.of.signIns(correlationId)
    const row = rows.find(({ id }) => id === requestId)
    const who = side.of.displayName
    assert.ok(row, `${who} has a row of the sign-in ${requestId}`)
    assert.equal(row.status.errorCode, side.code, who)
    assert.ok(row.status.failureReason, who)
    assert.equal(row.crossTenantAccessType, 'b2bCollaboration', who)
    const explained = await side.of.explanation(requestId)
    assert.ok(explained, `${who} can explain it`)
    assert.equal(explained.outcome, 'deny')
    assert.equal(explained.error.code, side.code, who)
    assert.ok(explained.error.says && explained.error.cause && explained.error.fix, `${who} gets cause and fix`)
    objectionOf(explained, side)
    for (const told of [row, explained]) keptFrom(JSON.stringify(told), side.secrets ?? [], `what ${who} is told`)
  }
}

function objectionOf(explained: GraphAnswer['body'], { of, setting }: Side): void {
  const trace: GraphAnswer['body'][] = explained.trace
  for (const { tenantId, rule, fix, reason } of trace) {
    if (tenantId === of.id) continue
    assert.deepEqual({ rule, fix, reason }, { rule: undefined, fix: undefined, reason: undefined })
  }
  const objection = trace.findLast(({ result }) => result === 'objection')
  if (setting === null) {
    // Nothing of ours refused: at most the fact that the other side did.
    assert.notEqual(objection?.tenantId, of.id)
    return
  }
  assert.equal(objection?.tenantId, of.id, `${of.displayName} sees its own objection`)
  assert.equal(objection.rule.setting, setting)
  assert.match(objection.rule.href, /^\/admin\//)
  assert.ok(objection.says)
  assert.ok(objection.fix.text)
}

function keptFrom(text: string, secrets: readonly string[], where: string): void {
  for (const secret of secrets) assert.ok(!text.includes(secret), `${where} must not show ${secret}`)
}

/**
 * Everything in a setting that would tell what it says: its words and the ids on its lists. `shown`: ids that the
 * reader knows from elsewhere (the app that was opened).
 */
export function secretsOf(settings: readonly AccessSetting[], shown: readonly string[] = []): string[] {
  const ids = settings.flatMap(({ usersAndGroups, applications }) =>
    [...usersAndGroups.targets, ...applications.targets].map(({ target }) => target),
  )
  return ['accessType', 'usersAndGroups', 'targetType', ...ids.filter((id) => !shown.includes(id))]
}
