import { isDeepStrictEqual } from 'node:util'
import { refuse } from '../errors/index.ts'
import { isGuid } from '../ids.ts'
import type { ApplicationTarget, Half, Setting, UserTarget } from './settings.ts'

/** Where in the body we are, so that a refusal names the property. */
export type Place = {
  in(step: string | number): Place
  refuse(reason: string): never
  unknown(): never
  readOnly(): never
}

export function place(resource: string, path = ''): Place {
  const property = path || 'body'
  return {
    in: (step) => place(resource, typeof step === 'number' ? `${path}[${step}]` : path ? `${path}.${step}` : step),
    refuse: (reason) => refuse('propertyInvalidBecause', { property, resource, reason }, { target: property }),
    unknown: () => refuse('propertyUnknown', { property, resource }, { target: property }),
    readOnly: () => refuse('propertyReadOnly', { property }, { target: property }),
  }
}

export type Body = { has(name: string): boolean; get(name: string): unknown }

export function record(value: unknown, at: Place): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) at.refuse('It must be a JSON object.')
  return value as Record<string, unknown>
}

/**
 * An object of known properties. OData annotations (`@odata.type`) are skipped. A read-only property may come back with
 * the value that it has, since clients send what they have read.
 */
export function object(
  value: unknown,
  at: Place,
  writable: readonly string[],
  current: object = {},
  readOnly: readonly string[] = [],
): Body {
  const given = record(value, at)
  for (const name of Object.keys(given)) {
    if (name.includes('@') || writable.includes(name)) continue
    if (!readOnly.includes(name)) at.in(name.slice(0, 100)).unknown()
    const known = (current as Record<string, unknown>)[name]
    if (!isDeepStrictEqual(folded(given[name]), folded(known))) at.in(name).readOnly()
  }
  return {
    has: (name) => Object.hasOwn(given, name),
    get: (name) => (Object.hasOwn(given, name) ? given[name] : undefined),
  }
}

const folded = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value)

export const nullable = <T>(value: unknown, parse: (value: unknown) => T): T | null =>
  value === null ? null : parse(value)

export function boolean(value: unknown, at: Place): boolean {
  if (typeof value !== 'boolean') at.refuse('It must be true or false.')
  return value
}

export function text(value: unknown, at: Place, limit: number): string {
  if (typeof value !== 'string' || value.trim() === '' || value.length > limit)
    at.refuse(`It must be a text of 1 to ${limit} characters.`)
  return value
}

export function oneOf<const T extends string>(value: unknown, at: Place, choices: readonly T[]): T {
  const choice = choices.find((one) => one === value)
  if (choice === undefined) at.refuse(`It must be one of: ${choices.join(', ')}.`)
  return choice
}

/** A list of choices, each at most once. */
export function lists<const T extends string>(value: unknown, at: Place, choices: readonly T[]): T[] {
  if (!Array.isArray(value)) at.refuse('It must be a list.')
  const found = value.map((one, index) => oneOf(one, at.in(index), choices))
  if (new Set(found).size !== found.length) at.refuse('It names a value twice.')
  return found
}

/** An object that is kept as it is. Its size is limited with the whole. */
export const open = (value: unknown, at: Place): Record<string, unknown> => record(value, at)

/** `singlePeople` refused: the default's inbound side cannot name people or groups, which live in other tenants. */
export function setting(
  value: unknown,
  at: Place,
  singlePeople: 'allowed' | 'refused',
  reserved: readonly string[] = [],
): Setting {
  const wish = object(value, at, ['usersAndGroups', 'applications', ...reserved])
  for (const name of reserved)
    if ((wish.get(name) ?? null) !== null) at.in(name).refuse('It is reserved and must be null.')
  const users = at.in('usersAndGroups')
  const applications = at.in('applications')
  return {
    usersAndGroups: nullable(wish.get('usersAndGroups') ?? null, (half) => usersHalf(half, users, singlePeople)),
    applications: nullable(wish.get('applications') ?? null, (half) => applicationsHalf(half, applications)),
  }
}

function usersHalf(value: unknown, at: Place, singlePeople: 'allowed' | 'refused'): Half<UserTarget> {
  const { accessType, targets } = half(value, at)
  const parsed = targets.map(({ target, targetType, here }): UserTarget => {
    if (targetType !== 'user' && targetType !== 'group')
      return here.in('targetType').refuse("It must be 'user' or 'group'.")
    if (target === 'AllUsers') {
      if (targetType !== 'user') here.in('targetType').refuse("'AllUsers' has the target type 'user'.")
      return { target, targetType }
    }
    if (singlePeople === 'refused')
      here
        .in('target')
        .refuse("The default can only name 'AllUsers' here. Name people and groups in a partner's settings.")
    if (!isGuid(target)) here.in('target').refuse("It must be an object id or 'AllUsers'.")
    return { target: target.toLowerCase(), targetType }
  })
  alone(parsed, 'AllUsers', at)
  return { accessType, targets: parsed }
}

const applicationKeywords = ['AllApplications', 'Office365', 'MicrosoftAdminPortals']

function applicationsHalf(value: unknown, at: Place): Half<ApplicationTarget> {
  const { accessType, targets } = half(value, at)
  const parsed = targets.map(({ target, targetType, here }): ApplicationTarget => {
    if (targetType !== 'application') return here.in('targetType').refuse("It must be 'application'.")
    if (applicationKeywords.includes(target)) return { target, targetType }
    if (!isGuid(target))
      here.in('target').refuse(`It must be an application id or one of: ${applicationKeywords.join(', ')}.`)
    return { target: target.toLowerCase(), targetType }
  })
  alone(parsed, 'AllApplications', at)
  return { accessType, targets: parsed }
}

function half(value: unknown, at: Place) {
  const wish = object(value, at, ['accessType', 'targets'])
  const accessType = oneOf(wish.get('accessType'), at.in('accessType'), ['allowed', 'blocked'])
  const list = wish.get('targets')
  if (!Array.isArray(list) || list.length === 0)
    return at.in('targets').refuse('It must be a list of at least one target.')
  const targets = list.map((one: unknown, index) => {
    const here = at.in('targets').in(index)
    const target = object(one, here, ['target', 'targetType'])
    return { target: text(target.get('target'), here.in('target'), 100), targetType: target.get('targetType'), here }
  })
  return { accessType, targets }
}

function alone(targets: readonly { target: string }[], keyword: string, at: Place): void {
  if (targets.length > 1 && targets.some(({ target }) => target === keyword))
    at.in('targets').refuse(`'${keyword}' stands alone: remove the other targets.`)
}
