import { isoSeconds } from '../clock.ts'
import { object, place } from '../cross-tenant-access/parse-parts.ts'
import { refuse } from '../errors/index.ts'
import { changeOwnPassword, hasPasswordHere } from '../my-account/index.ts'
import { me } from './find-user.ts'
import { selfOf } from './my-account.ts'
import { type GraphRequest, type GraphRoute, type JsonObject, noContent, ok, type Permissions } from './route.ts'
import { weakPassword } from './user-changes.ts'

/** How a person proves who they are here, and their own change of password: graph.md 2.3, 2.21. */

const reading: Permissions = {
  delegated: [
    'UserAuthenticationMethod.Read',
    'UserAuthenticationMethod.ReadWrite',
    'UserAuthenticationMethod.Read.All',
    'UserAuthenticationMethod.ReadWrite.All',
  ],
  application: [],
}
/** The first is our addition: it reaches the person's own methods only, the public product's two reach further. */
const changing: Permissions = {
  delegated: ['UserAuthenticationMethod.ReadWrite', 'User-PasswordProfile.ReadWrite.All', 'Directory.AccessAsUser.All'],
  application: [],
}

type Kind = 'password' | 'email'
/** Nobody has two of one kind, so the public product gives each kind one fixed id. */
const methodIds: Record<Kind, string> = {
  password: '28c10230-6103-485e-b985-444c60001490',
  email: '3ddfcfc8-9383-446f-83cc-3ab9be4be18f',
}

type Method = { kind: Kind; properties: JsonObject }

/** A guest of another organization proves nothing here: the list is empty. */
async function methodsOf(request: GraphRequest): Promise<Method[]> {
  const { deps, door } = request
  const user = me(request, reading)
  if (user.home?.kind === 'email') return [{ kind: 'email', properties: { emailAddress: user.home.address } }]
  const record = hasPasswordHere(user) && (await deps.store.passwords.find(door, user.id))
  if (!record) return []
  return [{ kind: 'password', properties: { password: null, createdDateTime: isoSeconds(record.changedAt) } }]
}

/** `methods` lists all with their types; `passwordMethods` and `emailMethods` one kind, whose type goes without saying. */
const list = (name: string, kind?: Kind): GraphRoute => ({
  method: 'GET',
  path: `/me/authentication/${name}`,
  permissions: 'signedIn',
  async handle(request) {
    const found = await methodsOf(request)
    const value = found
      .filter((one) => kind === undefined || one.kind === kind)
      .map((one) => ({
        ...(kind === undefined ? { '@odata.type': `#microsoft.graph.${one.kind}AuthenticationMethod` } : {}),
        id: methodIds[one.kind],
        ...one.properties,
      }))
    return ok({ '@odata.context': `${request.base}/$metadata#me/authentication/${name}`, value })
  },
})

function parseChange(body: JsonObject): { current: string; fresh: string } {
  const at = place('changePassword')
  const names = ['currentPassword', 'newPassword']
  const wish = object(body, at, names)
  const text = (name: string): string => {
    const given = wish.get(name)
    return typeof given === 'string' && given !== '' ? given : at.in(name).refuse('It must be a text.')
  }
  return { current: text('currentPassword'), fresh: text('newPassword') }
}

export const authenticationMethodRoutes: readonly GraphRoute[] = [
  list('methods'),
  list('passwordMethods', 'password'),
  list('emailMethods', 'email'),
  {
    method: 'POST',
    path: '/me/changePassword',
    permissions: 'signedIn',
    async handle(request) {
      const { deps, ctx, body } = request
      me(request, changing)
      const change = parseChange(body)
      switch (await changeOwnPassword(deps, ctx, selfOf(request), change)) {
        case 'elsewhere':
          return refuse('passwordElsewhere')
        case 'weak':
          return refuse('badRequest', { reason: weakPassword }, { target: 'newPassword' })
        case 'wrong':
          return refuse('currentPasswordWrong', {}, { target: 'currentPassword' })
        case 'locked':
          return refuse('passwordChangeLocked')
        case 'same':
          return refuse('passwordUnchanged', {}, { target: 'newPassword' })
        case 'changed':
          return noContent
      }
    },
  },
  {
    // As in the public product: nobody names somebody else's current password.
    method: 'POST',
    path: '/users/{id}/changePassword',
    body: 'optional',
    permissions: 'signedIn',
    handle: async () => refuse('passwordOfOthers'),
  },
]
