import { refuse } from '../../errors/index.ts'
import type { Order } from '../../paging.ts'
import type { Resource } from '../model/resource.ts'
import { findProperty } from './filter.ts'

const mostTerms = 5

/** `displayName desc,id`. Refuses with sortUnsupported, propertyUnknown, queryOptionInvalid. */
export function compileOrder<T>(
  resource: Resource<T>,
  text: string,
  how: { advanced: boolean; filtered: boolean },
): Order[] {
  const terms = text.split(',').map((term) => term.trim())
  if (terms.length > mostTerms) refuse('queryOptionInvalid', { option: '$orderby', reason: 'it has too many terms' })
  return terms.map((term): Order => {
    const match = /^([\w/]+)(?:\s+(asc|desc))?$/i.exec(term)
    if (!match?.[1]) refuse('queryOptionInvalid', { option: '$orderby', reason: `'${term}' is not a property` })
    const property = findProperty(resource, match[1])
    if (!property) refuse('propertyUnknown', { property: match[1], resource: resource.label })
    if (!property.order || property.column === undefined) refuse('sortUnsupported')
    const needsAdvanced = property.order === 'advanced' || how.filtered
    if (resource.directory && needsAdvanced && !how.advanced) refuse('sortUnsupported')
    return { column: property.column, direction: match[2]?.toLowerCase() === 'desc' ? 'desc' : 'asc' }
  })
}
