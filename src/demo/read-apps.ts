import type { AppRole, PermissionScope } from '../applications/application.ts'
import { firstPartyApps } from '../applications/first-party.ts'
import { graphPermissions } from '../applications/graph-permissions.ts'
import { identifierUriProblem } from '../applications/identifier-uri-rules.ts'
import { redirectUriProblem } from '../applications/redirect-uri-rules.ts'
import type { AppId, TenantId } from '../ids.ts'
import { idAt, type Taken } from './claimed.ts'
import {
  choice,
  entries,
  type Fields,
  fields,
  list,
  nearest,
  note,
  type Place,
  said,
  text,
  texts,
  values,
  yes,
} from './wish-reader.ts'
import { demoId, demoSecret } from './world.ts'
import type { AppFields, TenantFields } from './world-file-schema.ts'
import type { Permission, WorldApp, WorldTenant } from './world-plan.ts'

type At<Name extends keyof AppFields> = Place<AppFields[Name]>

/** What an app that signs people in asks for, unless told. */
const signInPermissions = ['openid', 'profile', 'offline_access', 'User.Read']

export function readApps(place: Place<TenantFields['apps']>, tenant: WorldTenant, taken: Taken): WorldApp[] {
  const read = entries(place, 'an app').map(([key, one]) => {
    const given = fields(one)
    return { given, app: readApp(key, given, tenant, taken) }
  })
  // Permissions name apps that may stand further down.
  const apis = new Map(read.map(({ app }) => [app.key, app]))
  for (const { app, given } of read) readPermissions(given.at('permissions'), app, apis)
  return read.map(({ app }) => app)
}

function readApp(key: string, given: Fields<AppFields>, tenant: WorldTenant, taken: Taken): WorldApp {
  const name = `${tenant.key}/apps/${key}`
  const appId = idAt(given.at('appId'), demoId(name), taken)
  const kind = choice(given.at('kind'), 'confidential')
  const scopes = readScopes(given.at('scopes'), name)
  const appRoles = readAppRoles(given.at('appRoles'), name)
  const exposes = scopes.length + appRoles.length > 0
  return {
    key,
    appId,
    objectId: idAt(given.at('objectId'), demoId(`${name}/object`), taken),
    servicePrincipalId: idAt(given.at('servicePrincipalId'), demoId(`${name}/principal`), taken),
    displayName: text(given.at('displayName'), key),
    secret: readSecret(given.at('secret'), kind, demoSecret(name)),
    isPublic: kind === 'public',
    identifierUri: readIdentifierUri(given.at('identifierUri'), appId, tenant) ?? (exposes ? `api://${appId}` : null),
    scopes,
    appRoles,
    redirectUris: readRedirectUris(given.at('redirectUris')),
    delegated: [],
    application: [],
    adminConsent: false,
    optionalClaims: readOptionalClaims(given.at('optionalClaims')),
  }
}

function readSecret(place: At<'secret'>, kind: 'confidential' | 'public', otherwise: string): string | null {
  const written = text(place, null)
  if (kind === 'public') {
    if (written !== null)
      note(place, 'is the secret of a public app.', 'Leave it out, or write "kind": "confidential".')
    return null
  }
  return written ?? otherwise
}

function readIdentifierUri(place: At<'identifierUri'>, appId: string, { id, domain }: WorldTenant): string | null {
  const uri = text(place, null)
  if (uri === null) return null
  const facts = { appId: appId as AppId, tenant: id as TenantId, verifiedDomains: [domain] }
  const problem = identifierUriProblem(uri, facts)
  if (!problem) return uri
  const reason = problem.kind === 'form' ? problem.reason : 'Its host belongs neither to the app nor to the tenant.'
  note(place, `is '${uri}'. ${reason}`, `Write api://${appId}, or https://${domain}/….`)
  return null
}

function readRedirectUris(place: At<'redirectUris'>): WorldApp['redirectUris'] {
  const given = fields(place)
  const seen = new Set<string>()
  const of = (platform: 'web' | 'spa' | 'publicClient') =>
    texts(given.at(platform)).flatMap(({ place: one, value }) => {
      const reason =
        redirectUriProblem(value, platform, 'AzureADMyOrg') ?? (seen.has(value) ? 'It is there already.' : undefined)
      seen.add(value)
      if (reason === undefined) return [value]
      note(one, `is ${said(value)}. ${reason}`, 'Write an address such as http://localhost:3000/callback.')
      return []
    })
  return { web: of('web'), spa: of('spa'), publicClient: of('publicClient') }
}

/** A scope is its value alone, or an object with what consent pages say of it. */
function readScopes(place: At<'scopes'>, app: string): PermissionScope[] {
  return values(place).map(({ value, given }) => ({
    id: demoId(`${app}/scopes/${value}`),
    value,
    type: given ? choice(given.at('type'), 'User') : 'User',
    isEnabled: true,
    adminConsentDisplayName: (given && text(given.at('adminConsentDisplayName'), null)) ?? value,
    adminConsentDescription: (given && text(given.at('adminConsentDescription'), null)) ?? `Lets the app use ${value}.`,
    userConsentDisplayName: given && text(given.at('userConsentDisplayName'), null),
    userConsentDescription: given && text(given.at('userConsentDescription'), null),
  }))
}

function readAppRoles(place: At<'appRoles'>, app: string): AppRole[] {
  return values(place).map(({ value, given }) => {
    const allowed = (given ? list(given.at('allowedMemberTypes')) : []).map((one) => choice(one, 'User'))
    return {
      id: demoId(`${app}/roles/${value}`),
      value,
      displayName: (given && text(given.at('displayName'), null)) ?? value,
      description: (given && text(given.at('description'), null)) ?? `Holders of ${value}.`,
      isEnabled: true,
      allowedMemberTypes: allowed.length > 0 ? [...new Set(allowed)] : ['User', 'Application'],
    }
  })
}

function readOptionalClaims(place: At<'optionalClaims'>): WorldApp['optionalClaims'] {
  const given = fields(place)
  if (place.value === undefined) return null
  const names = (key: 'idToken' | 'accessToken') => texts(given.at(key)).map(({ value }) => value)
  return { idToken: names('idToken'), accessToken: names('accessToken') }
}

function readPermissions(place: At<'permissions'>, app: WorldApp, apis: ReadonlyMap<string, WorldApp>): void {
  const given = fields(place)
  const signsIn = Object.values(app.redirectUris).some((uris) => uris.length > 0)
  const delegated =
    given.has('delegated') || !signsIn ? given.at('delegated') : { ...given.at('delegated'), value: signInPermissions }
  app.delegated = texts(delegated).flatMap((one) => permission(one, 'delegated', apis) ?? [])
  app.application = texts(given.at('application')).flatMap((one) => permission(one, 'application', apis) ?? [])
  app.adminConsent = yes(given.at('adminConsent'))
}

/** `User.Read` of Graph, or `<key of an app>/<scope or role>`. */
function permission(
  { place, value }: { place: Place; value: string },
  kind: 'delegated' | 'application',
  apis: ReadonlyMap<string, WorldApp>,
): Permission | undefined {
  const slash = value.lastIndexOf('/')
  const api = slash < 0 ? undefined : apis.get(value.slice(0, slash))
  const name = value.slice(slash + 1)
  if (slash >= 0 && !api) {
    note(
      place,
      `names '${value}', but this tenant has no app '${value.slice(0, slash)}'.`,
      `Its apps are ${[...apis.keys()].join(', ')}.`,
    )
    return undefined
  }
  const offered = api ? offeredBy(api, kind) : offeredByGraph(kind)
  const found = offered.find((one) => one.value === name)
  if (found) return { resourceAppId: api?.appId ?? firstPartyApps.graph, name: value, ...found }
  const near = nearest(
    name,
    offered.map((one) => one.value),
  )
  const other = api
    ? `Its ${kind === 'delegated' ? 'scopes' : 'roles for applications'} are ${offered.map((one) => one.value).join(', ') || '(none)'}.`
    : 'Write a name such as User.Read.'
  note(
    place,
    `names '${name}', which is no ${kind} permission of ${api ? `'${api.key}'` : 'Microsoft Graph'}.`,
    near ? `Did you mean '${near}'?` : other,
  )
  return undefined
}

const offeredBy = (api: WorldApp, kind: 'delegated' | 'application'): { id: string; value: string }[] =>
  kind === 'delegated'
    ? api.scopes.map(({ id, value }) => ({ id, value }))
    : api.appRoles.flatMap(({ id, value, allowedMemberTypes }) =>
        value !== null && allowedMemberTypes.includes('Application') ? [{ id, value }] : [],
      )

const offeredByGraph = (kind: 'delegated' | 'application'): { id: string; value: string }[] =>
  graphPermissions.flatMap((one) => {
    const half = kind === 'delegated' ? one.delegated : one.application
    return half ? [{ id: half.id, value: one.name }] : []
  })
