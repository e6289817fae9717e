import type { TObject, TString } from 'typebox'
import { parseDomainName } from '../tenants/domain-names.ts'
import { claim, idAt, newTaken, type Taken } from './claimed.ts'
import { readApps } from './read-apps.ts'
import { readGuests, readPeople } from './read-people.ts'
import {
  choice,
  entries,
  type Fields,
  fields,
  finish,
  nearest,
  note,
  type Place,
  rootOf,
  text,
  texts,
} from './wish-reader.ts'
import { demoId } from './world.ts'
import { type TenantFields, worldFileSchema } from './world-file-schema.ts'
import type { World, WorldGroup, WorldTenant } from './world-plan.ts'

/**
 * Reads a world file: everything that it leaves out gets a value that depends on its key only, so that the same file
 * gives the same ids, passwords and secrets each time. Throws BadWorld with every problem. Pure.
 */
export function readWorld(written: unknown, domainSuffix: string): World {
  const root = rootOf(written, worldFileSchema)
  const top = fields(root)
  text(top.at('$schema'), null)
  const tenants = entries(top.at('tenants'), 'a tenant')
  if (tenants.length === 0)
    note(top.at('tenants'), 'names no tenant.', 'Write at least one: { "tenants": { "contoso": {} } }.')
  const taken = newTaken()
  const read = tenants.map(([key, place]) => readTenant(key, place, domainSuffix, taken))
  // Guests name people of tenants that may stand further down.
  for (const { tenant, given } of read)
    tenant.guests = readGuests(
      given.at('guests'),
      tenant,
      read.map((one) => one.tenant),
      taken,
    )
  for (const { tenant, given } of read) tenant.groups = readGroups(given.at('groups'), tenant, taken)
  finish(root)
  return { tenants: read.map(({ tenant }) => tenant) }
}

function readTenant(
  key: string,
  place: Place<TObject<TenantFields>>,
  suffix: string,
  taken: Taken,
): { tenant: WorldTenant; given: Fields<TenantFields> } {
  const given = fields(place)
  const id = idAt(given.at('id'), demoId(key), taken)
  const domain = readDomain(given.at('domain'), key, suffix, taken)
  const tenant: WorldTenant = {
    key,
    id,
    kind: choice(given.at('kind'), 'workforce'),
    displayName: text(given.at('displayName'), `${key[0]?.toUpperCase()}${key.slice(1)}`),
    domain,
    people: [],
    groups: [],
    guests: [],
    apps: [],
  }
  tenant.people = readPeople(given.at('people'), tenant, taken)
  tenant.apps = readApps(given.at('apps'), tenant, taken)
  return { tenant, given }
}

function readDomain(place: Place<TString>, key: string, suffix: string, taken: Taken): string {
  const written = text(place, null)
  const label = key
    .toLowerCase()
    .replaceAll(/[^a-z\d-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  const domain = parseDomainName(written ?? `${label}.${suffix}`)
  if (domain === undefined) {
    const problem =
      written === null ? `is needed: the key '${key}' makes no domain.` : `is '${written}', which is no domain.`
    note(place, problem, 'Write a name such as contoso.example.')
    return `${label || 'tenant'}.invalid`
  }
  claim(place, domain, taken, 'domain')
  return domain
}

function readGroups(place: Place<TenantFields['groups']>, tenant: WorldTenant, taken: Taken): WorldGroup[] {
  const members = new Map([...tenant.people, ...tenant.guests].map(({ key, id }) => [key, id]))
  return entries(place, 'a group').map(([key, one]) => {
    const given = fields(one)
    return {
      key,
      id: idAt(given.at('id'), demoId(`${tenant.key}/groups/${key}`), taken),
      displayName: text(given.at('displayName'), `${key[0]?.toUpperCase()}${key.slice(1)}`),
      description: text(given.at('description'), ''),
      members: texts(given.at('members')).flatMap((member) => {
        if (members.has(member.value)) return [member.value]
        const near = nearest(member.value, [...members.keys()])
        note(
          member.place,
          `names '${member.value}', who is neither among the people nor the guests of this tenant.`,
          near
            ? `Did you mean '${near}'?`
            : `Write one of ${[...members.keys()].join(', ') || '(there is nobody yet)'}.`,
        )
        return []
      }),
    }
  })
}
