import { role } from '../directory/role-templates.ts'
import { refuse } from '../errors/index.ts'
import { collection } from '../graph/collection.ts'
import { type Property, property, type Resource } from '../graph/model/resource.ts'
import type { GraphRequest, GraphRoute, Json } from '../graph/route.ts'
import { readLetter } from '../mail/index.ts'
import type { OutgoingMail } from '../mail/store.ts'

/**
 * `GET /gatehouse/v1/demo/outbox`: the mail that this tenant has sent, as its readers see it, for the outbox page of the
 * admin center. Whoever reads it can be anybody who was written to, so it is for those who may act on people anyway, and
 * it exists in the demo only.
 */
type Shown = { mail: OutgoingMail; letter: ReturnType<typeof readLetter> }

const told = (name: string, type: 'string' | 'strings', read: (shown: Shown) => Json): Property<Shown> =>
  property<Shown>(name, type, '-', 'D', { column: null, read })
const iso = (at: number | null): Json => (at === null ? null : new Date(at).toISOString())

const resource: Resource<Shown> = {
  type: 'outboxMail',
  label: 'OutboxMail',
  set: 'demo/outbox',
  properties: [
    told('id', 'string', ({ mail }) => mail.id),
    told('kind', 'string', ({ mail }) => mail.kind),
    property('to', 'string', '-', 'D', { filter: 'eq sw', read: ({ mail }) => mail.to }),
    told('state', 'string', ({ mail }) => mail.state),
    property('createdDateTime', 'dateTime', '-', 'D', {
      column: 'createdAt',
      filter: 'ge le gt lt',
      order: 'plain',
      read: ({ mail }) => iso(mail.createdAt),
    }),
    told('sentDateTime', 'string', ({ mail }) => iso(mail.sentAt)),
    told('lastError', 'string', ({ mail }) => mail.lastError),
    told('from', 'string', ({ letter }) => letter?.from ?? null),
    told('cc', 'string', ({ letter }) => letter?.cc ?? null),
    told('replyTo', 'string', ({ letter }) => letter?.replyTo ?? null),
    told('subject', 'string', ({ letter }) => letter?.subject ?? null),
    told('text', 'string', ({ letter }) => letter?.text ?? null),
    told('html', 'string', ({ letter }) => letter?.html ?? null),
    told('links', 'strings', ({ letter }) => letter?.links ?? []),
    told('code', 'string', ({ letter }) => letter?.code ?? null),
  ],
  open: false,
  directory: false,
  defaultTop: 50,
  maxTop: 100,
}

const newestFirst = [{ column: 'createdAt', direction: 'desc' as const }]

async function read(request: GraphRequest) {
  const { caller, deps, door } = request
  const { globalAdministrator, userAdministrator } = role
  if (!caller.roles.has(globalAdministrator) && !caller.roles.has(userAdministrator)) refuse('insufficientPrivileges')
  return collection(
    request,
    resource,
    async (query) => {
      const page = await deps.store.outbox.page(door, query)
      return { ...page, items: page.items.map((mail) => ({ mail, letter: readLetter(deps, mail) })) }
    },
    { order: newestFirst },
  )
}

export const outboxRoute: GraphRoute = {
  method: 'GET',
  path: '/demo/outbox',
  at: ['gatehouse/v1'],
  permissions: { delegated: ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'], application: [] },
  handle: read,
}
