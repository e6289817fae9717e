/** A guest becomes a person of this organization: in beta, as the admin center's "Convert to internal user". */
import { decideUserChange } from '../directory/may.ts'
import { Conflict } from '../door.ts'
import { refuse } from '../errors/index.ts'
import { actor, admit, targetFacts } from './access.ts'
import { auditOf, changesBetween } from './audit.ts'
import { findUser } from './find-user.ts'
import { type GraphAnswer, type GraphRequest, type GraphRoute, ok, type Permissions } from './route.ts'
import { applyPassword, checkPrincipalName, checkUnique, conflict, parseUserWish } from './user-changes.ts'
import { userChange } from './users.ts'

const permissions: Permissions = {
  delegated: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
  application: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
}
const wanted = ['userPrincipalName', 'passwordProfile', 'mail']

/** Same object, groups and apps; from now on she signs in here, by a name and a password of this organization. */
async function convert(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller, door, body, ctx, base } = request
  const user = await findUser(request, door, request.params.id ?? '')
  const facts = await targetFacts(deps.store, door, user)
  admit(decideUserChange(actor(caller), facts, wanted))
  const unknown = Object.keys(body).find((name) => !name.includes('@') && !wanted.includes(name))
  if (unknown !== undefined) refuse('propertyUnknown', { property: unknown, resource: 'action' })
  for (const property of ['userPrincipalName', 'passwordProfile']) {
    if ((body[property] ?? null) === null) refuse('propertyRequired', { property, resource: 'User' })
  }
  if (user.convertedToInternalAt !== null || (user.home === null && user.externalUserState === null)) {
    refuse('badRequest', { reason: 'The user is already internal.' })
  }
  if (facts.roles.size > 0) {
    refuse('badRequest', { reason: 'The user holds directory roles: take them back before the conversion.' })
  }
  const internal = { ...user, home: null, externalUserState: null }
  const wish = await parseUserWish(request, internal)
  const after = await deps.store
    .write(caller.tenant, async (tx) => {
      const before = await deps.store.users.find(tx, user.id)
      if (!before || before.convertedToInternalAt !== null) refuse('resourceNotFound', { id: user.id })
      await checkPrincipalName(deps, tx, String(wish.properties.userPrincipalName))
      const converted = await deps.store.users.update(tx, user.id, (old) => ({
        ...old,
        ...wish.properties,
        userType: 'Member',
        home: null,
        externalUserState: null,
        externalUserStateChangedAt: null,
        convertedToInternalAt: ctx.at,
        sessionsValidFrom: ctx.at,
      }))
      await checkUnique(deps, tx, converted)
      await applyPassword(request, tx, converted, wish)
      await deps.store.sessions.removeOfUser(tx, user.id)
      for (const invitation of await deps.store.invitations.ofGuest(tx, user.id)) {
        if (invitation.state !== 'pending') continue
        await deps.store.invitations.update(tx, invitation.id, (old) => ({
          ...old,
          state: 'revoked',
          changedAt: ctx.at,
        }))
      }
      const change = userChange(
        'Convert external user to internal',
        'Update',
        converted,
        changesBetween(before, converted),
      )
      await deps.store.audit.add(tx, auditOf(request, change))
      return converted
    })
    .catch((error: unknown) => {
      if (error instanceof Conflict) conflict(error.what)
      throw error
    })
  return ok({
    '@odata.context': `${base}/$metadata#microsoft.graph.conversionUserDetails`,
    displayName: after.displayName,
    userPrincipalName: after.userPrincipalName,
    convertedToInternalUserDateTime: new Date(ctx.at).toISOString(),
    mail: after.mail,
  })
}

export const convertUserRoutes: readonly GraphRoute[] = [
  {
    method: 'POST',
    path: '/users/{id}/convertExternalToInternalMemberUser',
    at: ['beta'],
    permissions,
    handle: convert,
  },
]
