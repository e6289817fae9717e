import { explainCode } from '../errors/index.ts'
import type { AuditEntry } from '../logs/audit.ts'
import type { GraphRequest, JsonObject } from './route.ts'

/**
 * What happened before anybody was known is no sign-in (a link that has ended, a new link that was not sent): the audit
 * log has it, and it is explained by the ids of that log. Of several under one correlation id a failure is chosen, before
 * others one that the person's page has named; else the newest.
 */
export async function explainAudit({ deps, door }: GraphRequest, id: string): Promise<JsonObject | undefined> {
  const named = await deps.store.audit.find(door, id)
  const related = await deps.store.audit.byCorrelation(door, named?.correlationId ?? id)
  const failures = related.filter(({ result }) => result === 'failure')
  const entry = named ?? failures.find((one) => detailOf(one, 'errorName') !== undefined) ?? failures[0] ?? related[0]
  if (!entry) return undefined
  const others = related.map((one) => one.id).filter((one) => one !== entry.id)
  return present(entry, others)
}

const detailOf = ({ additionalDetails }: AuditEntry, name: string): string | undefined =>
  additionalDetails.find(({ key }) => key === name)?.value

function present(entry: AuditEntry, others: string[]): JsonObject {
  const { id, correlationId, createdAt, activityDisplayName, result, resultReason, targetResources } = entry
  const reference = explainCode(detailOf(entry, 'errorName') ?? '')
  const [target] = targetResources
  const by = entry.initiatedBy
  return {
    id,
    outcome: result === 'failure' ? 'deny' : 'allow',
    ...(result === 'failure' && {
      error: {
        code: reference?.code ?? null,
        name: reference?.name ?? '',
        says: resultReason ?? '',
        cause: reference?.cause ?? '',
        fix: reference?.fix ?? '',
        seeAlso: reference?.seeAlso ?? [],
      },
    }),
    trace: [],
    // There was no sign-in yet: nobody was known.
    signIn: null,
    audit: {
      id,
      correlationId,
      createdDateTime: new Date(createdAt).toISOString(),
      activityDisplayName,
      result,
      initiatedBy: by.kind === 'user' ? (by.userPrincipalName ?? by.displayName) : by.displayName,
      target: target?.displayName ?? detailOf(entry, 'invitedUserEmailAddress') ?? null,
    },
    /** Further entries of the same correlation id. */
    related: others,
  }
}
