import { type TSchema, Type } from 'typebox'

const guid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
const url = Type.String({ pattern: '^https?://' })
const list = Type.Array(Type.String())
const orNull = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()])

const person = Type.Object({
  id: guid,
  userPrincipalName: Type.String(),
  mail: Type.String(),
  password: Type.String(),
  displayName: Type.String(),
  roles: Type.Array(Type.String(), { description: 'Template ids or names of directory roles.' }),
})

const group = Type.Object({
  id: guid,
  displayName: Type.String(),
  description: Type.String(),
  members: Type.Array(Type.String(), { description: 'Keys of people and guests of the tenant.' }),
})

const guest = Type.Object({
  id: guid,
  userPrincipalName: Type.String(),
  mail: Type.String(),
  displayName: Type.String(),
  home: Type.Union([Type.String(), Type.Null()], {
    description: 'tenant/person: who the guest is at home; null for a mailbox that gets a one-time code.',
  }),
  state: Type.Union([Type.Literal('Accepted'), Type.Literal('PendingAcceptance')]),
  roles: list,
})

const auth = {
  clientId: guid,
  authority: url,
  knownAuthorities: Type.Array(Type.String(), { description: 'Host and port.' }),
}
const msal = Type.Object({ auth: Type.Object(auth) })

const azureIdentity = Type.Object({
  tenantId: guid,
  clientId: guid,
  clientSecret: Type.String(),
  options: Type.Object({ authorityHost: url, disableInstanceDiscovery: Type.Literal(true) }),
})

const app = Type.Object({
  appId: guid,
  objectId: guid,
  servicePrincipalId: guid,
  displayName: Type.String(),
  kind: Type.Union([Type.Literal('confidential'), Type.Literal('public')]),
  secret: Type.Optional(Type.String()),
  identifierUri: Type.Optional(Type.String()),
  scopes: Type.Optional(list),
  appRoles: Type.Optional(list),
  redirectUris: Type.Object({ web: list, spa: list, publicClient: list }),
  permissions: Type.Object(
    { delegated: list, application: list, adminConsent: Type.Boolean() },
    { description: 'From the start: User.Read of Graph, api/Orders.Read of an app of the tenant.' },
  ),
  clients: Type.Object(
    {
      msalNode: Type.Object({ auth: Type.Object({ ...auth, clientSecret: Type.Optional(Type.String()) }) }),
      msalBrowser: Type.Optional(Type.Object({ auth: Type.Object({ ...auth, redirectUri: Type.String() }) })),
      azureIdentity: Type.Optional(azureIdentity),
    },
    { description: 'Configuration of this app, ready for the libraries that it can be used with.' },
  ),
})

const tenant = Type.Object({
  id: guid,
  kind: Type.Union([Type.Literal('workforce'), Type.Literal('external')]),
  displayName: Type.String(),
  domain: Type.String(),
  people: Type.Record(Type.String(), person, { description: 'By key: admin, inviter, member, employee, contractor.' }),
  groups: Type.Record(Type.String(), group),
  guests: Type.Record(Type.String(), guest, { description: 'People from outside who are there from the start.' }),
  apps: Type.Record(Type.String(), app, { description: 'By key: portal, cli, api, daemon, shop, admin-script.' }),
})

const graphClient = Type.Object({
  baseUrl: url,
  customHosts: Type.Array(Type.String(), { description: 'Names without port.' }),
})

/** The shape of `data/demo.json`. docs/reference/demo.schema.json is made from it. */
export const demoWorldSchema = Type.Object({
  origin: url,
  ca: Type.Union([Type.String(), Type.Null()], {
    description: 'Path of the local authority that vouches for the server; null when TLS is not ours.',
  }),
  graph: Type.String({ pattern: '^https?://', description: 'Base URL of Graph, without version.' }),
  outbox: url,
  clock: url,
  operator: Type.Object({ token: Type.String() }),
  clients: Type.Object(
    { msal: orNull(msal), azureIdentity: orNull(azureIdentity), graphClient },
    { description: 'Configuration blocks, ready for these libraries; null where the world has no app that fits.' },
  ),
  tenants: Type.Record(Type.String(), tenant, {
    description: 'By key: contoso, fabrikam, woodgrove, or those of --world.',
  }),
})
