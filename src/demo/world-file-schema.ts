import { type TSchema, Type } from 'typebox'

/**
 * What a world file may hold. Worlds are read by it (wish-reader.ts takes known keys, kinds, choices and lengths from here),
 * and docs/reference/world.schema.json, by which editors complete and check, is this same object. What no schema can
 * say (one domain for two tenants, a permission that no app offers) is told at the start, by read-*.ts.
 */

const noControl = '[^\\u0000-\\u001f\\u007f]*$'
const text = (description?: string, { least = 1, most = 256 } = {}) => {
  const pattern = least === 0 ? `^${noControl}` : `^(?=.*\\S)${noControl}`
  return Type.String({ minLength: least, maxLength: most, pattern, ...(description ? { description } : {}) })
}

const id = (of: string) =>
  Type.Optional(
    Type.String({
      pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
      description: `${of}. Made from the key unless told: the same each time.`,
    }),
  )

const optional = (description?: string, limits?: { least?: number; most?: number }) =>
  Type.Optional(text(description, limits))
const list = (description?: string) => Type.Array(text(), description ? { description } : {})
const closed = { additionalProperties: false }
/** By the author's own keys. */
const keyed = <Value extends TSchema>(value: Value, description: string, limits: { minProperties?: number } = {}) =>
  Type.Record(Type.String({ pattern: '^[^/\\s][^/]{0,63}$' }), value, { ...closed, ...limits, description })

const roles = Type.Optional(list('Directory roles, by name or template id: Guest Inviter.'))
const displayName = optional('Made from the key unless told.')

const person = Type.Object(
  {
    id: id('Object id'),
    userPrincipalName: optional("What the person signs in with, in the tenant's domain: <key>@<domain> unless told."),
    mail: optional('The sign-in name unless told.'),
    password: optional('Made from the keys unless told; demo.json says what it is.', { least: 8 }),
    displayName,
    roles,
  },
  closed,
)

const group = Type.Object(
  {
    id: id('Object id'),
    displayName,
    description: optional(undefined, { least: 0, most: 1024 }),
    members: Type.Optional(list('Keys of people and guests of the same tenant.')),
  },
  closed,
)

const guest = Type.Object(
  {
    id: id('Object id'),
    home: Type.Optional(
      Type.Union([text(), Type.Null()], {
        description:
          'fabrikam/employee: a person of another tenant of this world. Null or absent: somebody with a mailbox.',
      }),
    ),
    mail: optional('Needed without home: the mailbox that gets a one-time code.'),
    userPrincipalName: optional('Follows from the address; a demo.json has it.'),
    displayName,
    state: Type.Optional(Type.Enum(['Accepted', 'PendingAcceptance'], { description: 'Accepted unless told.' })),
    roles,
  },
  closed,
)

const value = Type.String({
  maxLength: 120,
  pattern: '^[!#-.0-\\[\\]-~]+$',
  description: 'What a token says: Orders.Read. Without space, slash, quote and backslash.',
})

const scope = Type.Object(
  {
    value,
    type: Type.Optional(Type.Enum(['User', 'Admin'], { description: 'Who can consent. User unless told.' })),
    adminConsentDisplayName: optional(),
    adminConsentDescription: optional(),
    userConsentDisplayName: optional(),
    userConsentDescription: optional(),
  },
  closed,
)

const appRole = Type.Object(
  {
    value,
    displayName: optional(),
    description: optional(),
    allowedMemberTypes: Type.Optional(
      Type.Array(Type.Enum(['User', 'Application']), { description: 'Both unless told.' }),
    ),
  },
  closed,
)

const uris = Type.Optional(list())
const permissions = Type.Object(
  {
    delegated: Type.Optional(list('Asked for at sign-in: User.Read of Graph, or <key of an app>/<scope>.')),
    application: Type.Optional(list('Granted from the start: User.Read.All of Graph, or <key of an app>/<role>.')),
    adminConsent: Type.Optional(
      Type.Boolean({ description: 'The delegated ones are granted for everybody: nobody sees a consent page.' }),
    ),
  },
  closed,
)

const app = Type.Object(
  {
    appId: id('Client id'),
    objectId: id('Object id of the registration'),
    servicePrincipalId: id('Object id of the service principal'),
    displayName,
    kind: Type.Optional(
      Type.Enum(['confidential', 'public'], { description: 'Confidential, with a secret, unless told.' }),
    ),
    secret: optional('Made from the keys unless told; demo.json says what it is.', { least: 8 }),
    identifierUri: optional('api://<client id> where the app offers scopes or roles, unless told.'),
    scopes: Type.Optional(Type.Array(Type.Union([value, scope]))),
    appRoles: Type.Optional(Type.Array(Type.Union([value, appRole]))),
    redirectUris: Type.Optional(Type.Object({ web: uris, spa: uris, publicClient: uris }, closed)),
    permissions: Type.Optional(permissions),
    optionalClaims: Type.Optional(
      Type.Object({ idToken: Type.Optional(list()), accessToken: Type.Optional(list()) }, closed),
    ),
    clients: Type.Optional(Type.Unknown({ description: 'Of a demo.json: passed over.' })),
  },
  closed,
)

const tenant = Type.Object(
  {
    id: id('Tenant id'),
    kind: Type.Optional(Type.Enum(['workforce', 'external'], { description: 'Workforce unless told.' })),
    displayName,
    domain: optional('contoso.example. <key>.gatehouse.test unless told.', { most: 253 }),
    people: Type.Optional(keyed(person, 'By a key of your choice.')),
    groups: Type.Optional(keyed(group, 'By a key of your choice.')),
    guests: Type.Optional(keyed(guest, 'People from outside who are there from the start, by a key of your choice.')),
    apps: Type.Optional(keyed(app, 'By a key of your choice. graphToken needs one with the key admin-script.')),
  },
  closed,
)

const passedOver = Type.Optional(Type.Unknown({ description: 'Of a demo.json: passed over.' }))

export const worldFileSchema = Type.Object(
  {
    $schema: optional('Where editors find this schema.', { most: 2048 }),
    tenants: keyed(tenant, 'By a key of your choice: contoso.', { minProperties: 1 }),
    origin: passedOver,
    ca: passedOver,
    graph: passedOver,
    outbox: passedOver,
    clock: passedOver,
    operator: passedOver,
    clients: passedOver,
  },
  closed,
)

export type TenantFields = (typeof tenant)['properties']
export type AppFields = (typeof app)['properties']
