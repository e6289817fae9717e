import type { Deps } from '../deps.ts'
import { Conflict } from '../door.ts'
import type { UserId } from '../ids.ts'
import { addressFaults, parseAddress } from '../invitations/address.ts'
import { guestNames } from '../invitations/guest-name.ts'
import { type Body, jsonObject, refuseBecause, tenantNamed, textOf, userNamed } from './requests.ts'
import { addGuest } from './seed.ts'

/** A guest as invitation and acceptance leave one, without the way there: no mail, no pages, no log rows. */
export async function makeGuest(deps: Deps, body: Body) {
  const tenant = await tenantNamed(deps, body)
  const home = await homeOf(deps, body)
  const mail = textOf(body, 'mail') ?? home?.user.mail
  if (!mail) return refuseBecause('mail', 'Give the address of the guest, or "home" with a tenant and a user.')
  const address = parseAddress(mail)
  if ('fault' in address) return refuseBecause('mail', addressFaults[address.fault])
  const state = textOf(body, 'state') ?? 'Accepted'
  if (state !== 'Accepted' && state !== 'PendingAcceptance') {
    return refuseBecause('state', "It must be 'Accepted' or 'PendingAcceptance'.")
  }
  if (home?.tenant.id === tenant.id) return refuseBecause('home', 'Nobody is a guest at home.')
  const guest = {
    key: '',
    id: deps.random.uuid(),
    ...guestNames(address, tenant.initialDomain),
    mail: address.address,
    displayName: textOf(body, 'displayName') ?? home?.user.displayName ?? address.local,
    home: home && { name: '', tenantId: home.tenant.id, userId: home.user.id as UserId },
    state,
    roles: [],
  } as const
  try {
    await deps.store.write(tenant.id, (tx) => addGuest(deps, tx, { ...guest, roles: [] }))
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    refuseBecause('mail', 'Somebody with this address is a guest here already.')
  }
  const { id, userPrincipalName, displayName } = guest
  return { id, userPrincipalName, mail: guest.mail, displayName, state }
}

async function homeOf(deps: Deps, body: Body) {
  if (body.home === undefined || body.home === null) return null
  const home = jsonObject(body, 'home')
  const tenant = await tenantNamed(deps, home)
  return { tenant, user: await userNamed(deps, tenant.id, home) }
}
