import { isGuid } from '../../../kit/graph/find.ts'
import type { NamedIds } from '../../../kit/graph/names.ts'
import { type AuditEntry, readValue } from './audit-entry.ts'

/** Every id that an entry shows and does not name, by what it is the id of as far as its place tells. Pure. */
export function idsIn(entry: AuditEntry): NamedIds {
  const found = { objects: new Set<string>(), apps: new Set<string>(), tenants: new Set<string>() }
  const add = (set: Set<string>, id: unknown) => {
    if (typeof id === 'string' && isGuid(id)) set.add(id)
  }
  const look = (name: string, value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) look(name, one)
    else if (typeof value === 'object' && value !== null) {
      const isApp = 'targetType' in value && value.targetType === 'application'
      for (const [inner, part] of Object.entries(value)) look(isApp && inner === 'target' ? 'appId' : inner, part)
    } else add(/tenantId$/i.test(name) ? found.tenants : /appId$/i.test(name) ? found.apps : found.objects, value)
  }
  const { user, app } = entry.initiatedBy
  if (!user?.displayName) add(found.objects, user?.id)
  if (!app?.displayName) add(found.apps, app?.appId)
  for (const { id, displayName, type, modifiedProperties } of entry.targetResources) {
    // The settings for another organization are kept under its tenant id.
    if (!displayName || isGuid(displayName)) add(type === 'Policy' ? found.tenants : found.objects, id)
    for (const { displayName: name, oldValue, newValue } of modifiedProperties) {
      look(name, readValue(oldValue))
      look(name, readValue(newValue))
    }
  }
  for (const { key, value } of entry.additionalDetails) look(key, value)
  return { objects: [...found.objects], apps: [...found.apps], tenants: [...found.tenants] }
}

/** The ids in one value, in their order. */
export function idsOfValue(value: unknown): string[] {
  if (typeof value === 'string') return isGuid(value) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return [...new Set(Object.values(value).flatMap(idsOfValue))]
}
