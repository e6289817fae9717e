import { showText } from '../../../kit/format.ts'
import type { Names } from '../../../kit/graph/names.ts'
import { texts } from '../../../texts/en/monitoring.ts'

type Target = { target: string; targetType?: string }
type Half = { accessType: string; targets: Target[]; more?: number; from?: string }

const isHalf = (value: unknown): value is Half =>
  typeof value === 'object' && value !== null && 'accessType' in value && 'targets' in value

const none: Names = new Map()

const named = ({ target }: Target, names: Names): string => texts.targets[target] ?? names.get(target) ?? target

function sayHalf({ accessType, targets, more, from }: Half, names: Names): string {
  const listed = targets.map((one) => named(one, names)).join(', ') || texts.nobody
  const rest = more ? ` ${texts.andMore(more)}` : ''
  const where = from === undefined ? '' : ` (${texts.from_[from] ?? from})`
  return `${texts.accessTypes[accessType] ?? accessType}: ${listed}${rest}${where}`
}

/** A setting's value as a person reads it, with names where they are known. */
export function sayValue(value: unknown, names: Names = none): string {
  if (isHalf(value)) return sayHalf(value, names)
  if (Array.isArray(value))
    return value.length === 0 ? texts.empty : value.map((one) => sayValue(one, names)).join(', ')
  if (typeof value === 'object' && value !== null) {
    if ('target' in value) return named(value as Target, names)
    return Object.entries(value)
      .map(([name, inner]) => `${texts.settingParts[name] ?? name}: ${sayValue(inner, names)}`)
      .join('; ')
  }
  return typeof value === 'string' ? (names.get(value) ?? value) : showText(value)
}
