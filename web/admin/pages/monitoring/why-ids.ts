import { isGuid } from '../../../kit/graph/find.ts'
import type { NamedIds } from '../../../kit/graph/names.ts'
import type { Finding } from './explanation.ts'

/** Every id that these steps show, by what it is the id of. Pure. */
export function idsOf(findings: readonly Finding[]): NamedIds {
  const found = { objects: new Set<string>(), apps: new Set<string>(), tenants: new Set<string>() }
  const add = (set: Set<string>, id: unknown) => {
    if (typeof id === 'string' && isGuid(id)) set.add(id)
  }
  const look = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const one of value) look(one)
      return
    }
    if (typeof value !== 'object' || value === null) return
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'target')
        add('targetType' in value && value.targetType === 'application' ? found.apps : found.objects, inner)
      else if (name === 'tenantId') add(found.tenants, inner)
      else if (name === 'appId') add(found.apps, inner)
      else if (typeof inner === 'string') add(found.objects, inner)
      else look(inner)
    }
  }
  for (const { rule, fix } of findings) {
    if (rule) {
      // Settings between two organizations are kept under the other one's tenant id.
      add(rule.setting.startsWith('b2b') ? found.tenants : found.objects, rule.id)
      look(rule.value)
    }
    look(fix?.body)
  }
  return { objects: [...found.objects], apps: [...found.apps], tenants: [...found.tenants] }
}
