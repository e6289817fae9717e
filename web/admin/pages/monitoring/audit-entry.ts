import type { Names } from '../../../kit/graph/names.ts'
import { texts } from '../../../texts/en/monitoring.ts'
import { sayValue } from './setting-words.ts'

/** An entry of the audit log as Graph shows it: what these pages use of it. */
export type AuditEntry = {
  id: string
  activityDateTime: string
  activityDisplayName: string
  category: string
  loggedByService: string
  operationType: string
  correlationId: string
  result: 'success' | 'failure' | 'timeout'
  resultReason: string
  initiatedBy: {
    user: {
      id: string
      displayName: string | null
      userPrincipalName: string | null
      ipAddress: string | null
    } | null
    app: { appId: string | null; displayName: string | null; servicePrincipalId: string | null } | null
  }
  targetResources: AuditTarget[]
  additionalDetails: { key: string; value: string }[]
}
export type AuditTarget = {
  id: string | null
  displayName: string | null
  type: string
  userPrincipalName: string | null
  modifiedProperties: Modified[]
}
type Modified = { displayName: string; oldValue: string | null; newValue: string | null }

export const initiatorOf = ({ initiatedBy: { user, app } }: AuditEntry): string =>
  user?.displayName ?? user?.userPrincipalName ?? app?.displayName ?? user?.id ?? app?.appId ?? ''

export const targetName = ({ displayName, userPrincipalName, id }: AuditTarget): string =>
  displayName ?? userPrincipalName ?? id ?? ''

export const targetsOf = (entry: AuditEntry): string => entry.targetResources.map(targetName).join(', ')

/** What changed, one row per value that differs: its name, how it was, how it is; `sayChanged` says both. */
export function differencesOf(modified: readonly Modified[]): Difference[] {
  return modified.flatMap(({ displayName, oldValue, newValue }) =>
    leaves([displayName], readValue(oldValue), readValue(newValue)),
  )
}

/** Values are JSON on the wire, simple ones in a list of one. */
export function readValue(text: string | null): unknown {
  if (text === null || text === '') return null
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.length === 1 ? value[0] : value
  } catch {
    return text
  }
}

type Difference = [what: string, before: unknown, after: unknown]
type Fields = Record<string, unknown>
const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('accessType' in value)
    ? (value as Fields)
    : null

/** Objects are compared field by field; everything else as a whole. */
function leaves(way: readonly string[], before: unknown, after: unknown): Difference[] {
  const [old, fresh] = [fieldsOf(before), fieldsOf(after)]
  if ((old || fresh) && (old || before === null) && (fresh || after === null)) {
    const names = new Set([...Object.keys(old ?? {}), ...Object.keys(fresh ?? {})])
    return [...names].flatMap((name) => leaves([...way, name], old?.[name] ?? null, fresh?.[name] ?? null))
  }
  return sayChanged(before) === sayChanged(after) ? [] : [[way.map(word).join(' › '), before, after]]
}

const word = (name: string): string => texts.settings[name] ?? texts.settingParts[name] ?? name
export const sayChanged = (value: unknown, names?: Names): string =>
  value === null || value === undefined ? '–' : sayValue(value, names)
