import { texts } from '../../../texts/en/applications.ts'
import type { Audience } from './model.ts'

export const audienceLabel = (audience: Audience, tenant: string): string => {
  const label = texts.audiences[audience]
  return typeof label === 'string' ? label : label(tenant)
}
