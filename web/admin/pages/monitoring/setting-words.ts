import { showText } from '../../../kit/format.ts'
import { texts } from '../../../texts/en/monitoring.ts'

type Target = { target: string; targetType?: string }
type Half = { accessType: string; targets: Target[]; more?: number; from?: string }

const isHalf = (value: unknown): value is Half =>
  typeof value === 'object' && value !== null && 'accessType' in value && 'targets' in value

const named = ({ target }: Target): string => texts.targets[target] ?? target

function sayHalf({ accessType, targets, more, from }: Half): string {
  const listed = targets.map(named).join(', ') || texts.nobody
  const rest = more ? ` ${texts.andMore(more)}` : ''
  const where = from === undefined ? '' : ` (${texts.from_[from] ?? from})`
  return `${texts.accessTypes[accessType] ?? accessType}: ${listed}${rest}${where}`
}

/** A setting's value as a person reads it. */
export function sayValue(value: unknown): string {
  if (isHalf(value)) return sayHalf(value)
  if (Array.isArray(value)) return value.length === 0 ? texts.empty : value.map(sayValue).join(', ')
  if (typeof value === 'object' && value !== null) {
    if ('target' in value) return named(value as Target)
    return Object.entries(value)
      .map(([name, inner]) => `${texts.settingParts[name] ?? name}: ${sayValue(inner)}`)
      .join('; ')
  }
  return showText(value)
}
