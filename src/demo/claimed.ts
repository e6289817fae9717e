import type { TString } from 'typebox'
import Value from 'typebox/value'
import { firstPartyApps } from '../applications/first-party.ts'
import { systemTenant } from '../ids.ts'
import { note, type Place, said } from './wish-reader.ts'

/** What a world has given away: ids, domains and sign-in names belong to one thing each. By value, the path that has it. */
export type Taken = Map<string, string>

export const newTaken = (): Taken =>
  new Map([systemTenant, ...Object.values(firstPartyApps)].map((id) => [id as string, 'Gatehouse itself']))

export function claim(place: Place, value: string, taken: Taken, what: string): void {
  const holder = taken.get(value)
  if (holder !== undefined) note(place, `is '${value}', and so is the ${what} of ${holder}.`, 'Write another one.')
  else taken.set(value, place.path)
}

/** The id that is written, or the one that the key gives. In lower case, and of this one thing only. */
export function idAt(place: Place<TString>, otherwise: string, taken: Taken): string {
  const { schema, value } = place
  if (value !== undefined && !(typeof value === 'string' && Value.Check(schema, value))) {
    note(place, `is ${said(value)}, which is no GUID.`, 'Write 8-4-4-4-12 hexadecimal digits, or leave it out.')
    return otherwise
  }
  const id = (value ?? otherwise).toLowerCase()
  claim(place, id, taken, 'id')
  return id
}
