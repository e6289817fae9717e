import type { TArray, TNull, TString, TUnion } from 'typebox'
import { roleTemplate, roleTemplates } from '../directory/role-templates.ts'
import { addressFaults, parseAddress } from '../invitations/address.ts'
import { guestNames } from '../invitations/guest-name.ts'
import { claim, idAt, type Taken } from './claimed.ts'
import { as, choice, entries, fields, nearest, note, type Place, text, texts } from './wish-reader.ts'
import { demoId, demoPassword } from './world.ts'
import type { TenantFields } from './world-file-schema.ts'
import type { WorldGuest, WorldPerson, WorldTenant } from './world-plan.ts'

export function readPeople(place: Place<TenantFields['people']>, tenant: WorldTenant, taken: Taken): WorldPerson[] {
  return entries(place, 'a person').map(([key, one]) => {
    const given = fields(one)
    const userPrincipalName = readSignInName(given.at('userPrincipalName'), key, tenant, taken)
    return {
      key,
      id: idAt(given.at('id'), demoId(`${tenant.key}/people/${key}`), taken),
      userPrincipalName,
      mail: readAddress(given.at('mail')) ?? userPrincipalName,
      displayName: text(given.at('displayName'), key),
      password: text(given.at('password'), null) ?? demoPassword(tenant.key, key),
      roles: readRoles(given.at('roles')),
    }
  })
}

/** `name@domain`, the domain being the tenant's: only that one is verified there, and routes to it. */
function readSignInName(place: Place<TString>, key: string, { domain }: WorldTenant, taken: Taken): string {
  const written = text(place, null)
  const parsed = parseAddress(written ?? `${key}@${domain}`)
  if ('fault' in parsed) {
    const problem = written === null ? `is needed: the key '${key}' makes no sign-in name.` : `is '${written}'.`
    note(place, problem, `Write name@${domain}.`)
    return `${key}@${domain}`
  }
  if (parsed.domain !== domain)
    note(place, `ends in '${parsed.domain}', which is not this tenant's domain.`, `Write ${parsed.local}@${domain}.`)
  claim(place, parsed.address.toLowerCase(), taken, 'sign-in name')
  return parsed.address
}

function readAddress(place: Place<TString>): string | null {
  const written = text(place, null)
  if (written === null) return null
  const parsed = parseAddress(written)
  if (!('fault' in parsed)) return parsed.address
  note(place, `is '${written}'. ${addressFaults[parsed.fault]}`, 'Write one address, such as ann@partner.example.')
  return null
}

/** Directory roles by name or template id, as template ids. */
function readRoles(place: Place<TArray<TString>>): string[] {
  const names = roleTemplates.map(({ displayName }) => displayName)
  return texts(place).flatMap(({ place: one, value }) => {
    const found =
      roleTemplate(value) ?? roleTemplates.find((role) => role.displayName.toLowerCase() === value.toLowerCase())
    if (found) return [found.id]
    const near = nearest(value, names)
    note(
      one,
      `names '${value}', which is no directory role.`,
      near ? `Did you mean '${near}'?` : 'Write a name such as Guest Inviter.',
    )
    return []
  })
}

/** Needs the people of every tenant: a guest is one of them, or a mailbox. */
export function readGuests(
  place: Place<TenantFields['guests']>,
  tenant: WorldTenant,
  tenants: readonly WorldTenant[],
  taken: Taken,
): WorldGuest[] {
  const known = new Set(tenant.people.map(({ key }) => key))
  return entries(place, 'a guest').flatMap(([key, one]) => {
    if (known.has(key)) note(one, 'has the key of a person of this tenant.', 'Write another key.')
    const given = fields(one)
    const home = readHome(given.at('home'), tenant, tenants)
    if (home === 'refused') return []
    const mail = readAddress(given.at('mail')) ?? home?.person.mail
    if (mail === undefined) {
      note(given.at('mail'), 'is missing.', 'Write the guest\'s address, or "home": "fabrikam/employee".')
      return []
    }
    const parsed = parseAddress(mail)
    if ('fault' in parsed) return []
    const names = guestNames(parsed, tenant.domain)
    const written = text(given.at('userPrincipalName'), null)
    if (written !== null && written.toLowerCase() !== names.userPrincipalName.toLowerCase()) {
      note(
        given.at('userPrincipalName'),
        `is '${written}'.`,
        `A guest's is made from the address: ${names.userPrincipalName}.`,
      )
    }
    claim(given.at('mail'), names.userPrincipalName.toLowerCase(), taken, 'sign-in name')
    return [
      {
        key,
        id: idAt(given.at('id'), demoId(`${tenant.key}/guests/${key}`), taken),
        ...names,
        mail,
        displayName: text(given.at('displayName'), home?.person.displayName ?? key),
        home: home && { name: home.name, tenantId: home.tenant.id, userId: home.person.id },
        state: choice(given.at('state'), 'Accepted'),
        roles: readRoles(given.at('roles')),
      },
    ]
  })
}

function readHome(place: Place<TUnion<[TString, TNull]>>, at: WorldTenant, tenants: readonly WorldTenant[]) {
  if (place.value === null) return null
  const name = text(as(place, place.schema.anyOf[0]), null)
  if (name === null) return place.value === undefined ? null : 'refused'
  const names = tenants
    .filter((one) => one !== at)
    .flatMap((tenant) => tenant.people.map((person) => ({ tenant, person })))
  const found = names.find(({ tenant, person }) => `${tenant.key}/${person.key}` === name)
  if (found) return { name, ...found }
  const all = names.map(({ tenant, person }) => `${tenant.key}/${person.key}`)
  const near = nearest(name, all)
  note(
    place,
    `names '${name}', who is no person of another tenant of this world.`,
    near ? `Did you mean '${near}'?` : `Write one of ${all.slice(0, 5).join(', ') || '(no other tenant has people)'}.`,
  )
  return 'refused'
}
