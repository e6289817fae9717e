import { Type } from 'typebox'

const guid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
const url = Type.String({ pattern: '^https?://' })
const list = Type.Array(Type.String())

const person = Type.Object({
  id: guid,
  userPrincipalName: Type.String(),
  mail: Type.String(),
  password: Type.String(),
  displayName: Type.String(),
  roles: Type.Array(Type.String(), { description: 'Template ids or names of directory roles.' }),
})

const app = Type.Object({
  appId: guid,
  objectId: guid,
  servicePrincipalId: guid,
  kind: Type.String(),
  secret: Type.Optional(Type.String()),
  identifierUri: Type.Optional(Type.String()),
  scopes: Type.Optional(list),
  appRoles: Type.Optional(list),
  redirectUris: Type.Object({ web: list, spa: list, publicClient: list }),
})

const tenant = Type.Object({
  id: guid,
  kind: Type.Union([Type.Literal('workforce'), Type.Literal('external')]),
  displayName: Type.String(),
  domain: Type.String(),
  people: Type.Record(Type.String(), person, { description: 'By key: admin, inviter, member, employee, contractor.' }),
  apps: Type.Record(Type.String(), app, { description: 'By key: portal, cli, api, daemon, shop, admin-script.' }),
})

const msal = Type.Object({
  auth: Type.Object({
    clientId: guid,
    authority: url,
    knownAuthorities: Type.Array(Type.String(), { description: 'Host and port.' }),
  }),
})

const azureIdentity = Type.Object({
  tenantId: guid,
  clientId: guid,
  clientSecret: Type.String(),
  options: Type.Object({ authorityHost: url, disableInstanceDiscovery: Type.Literal(true) }),
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
    { msal, azureIdentity, graphClient },
    { description: 'Configuration blocks, ready for these libraries.' },
  ),
  tenants: Type.Object({ contoso: tenant, fabrikam: tenant, woodgrove: tenant }),
})
