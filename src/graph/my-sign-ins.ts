import { personViewOfLog } from '../access/index.ts'
import { catalogue } from '../errors/index.ts'
import type { TenantId } from '../ids.ts'
import type { SignIn } from '../logs/sign-in.ts'
import type { Condition } from '../paging.ts'
import { admitLogQuery } from './audit-logs.ts'
import { collection } from './collection.ts'
import { property, type Resource } from './model/resource.ts'
import { reading, selfOf } from './my-account.ts'
import type { GraphRequest, GraphRoute, Json } from './route.ts'

/**
 * A person's own recent sign-ins in the current organization, with what the error page said of those that failed:
 * whose side it was and whom to ask, never a setting or its value. Silent ones that went well are left out, and "Stay
 * signed in?", which would double every sign-in.
 */

type Names = ReadonlyMap<TenantId, string>

const shown = (name: string, read: (row: SignIn) => Json) =>
  property<SignIn>(name, 'string', '-', 'D', { column: null, read })

const resourceWith = (names: Names): Resource<SignIn> => ({
  type: 'mySignIn',
  label: 'MySignIn',
  set: 'me/signIns',
  properties: [
    shown('id', (row) => row.id),
    shown('createdDateTime', (row) => new Date(row.createdAt).toISOString()),
    shown('correlationId', (row) => row.correlationId),
    shown('appId', (row) => row.appId),
    shown('appDisplayName', (row) => row.appDisplayName),
    shown('organization', (row) => names.get(row.resourceTenantId) ?? null),
    shown('outcome', (row) => row.outcome),
    shown('isInteractive', (row) => row.isInteractive),
    shown('ipAddress', (row) => row.ipAddress),
    shown('userAgent', (row) => row.userAgent),
    shown('why', (row) =>
      // What somebody was asked is no refusal.
      row.outcome === 'require'
        ? null
        : personViewOfLog(row, {
            home: (row.homeTenantId && names.get(row.homeTenantId)) ?? null,
            resource: names.get(row.resourceTenantId) ?? '',
          }),
    ),
  ],
  open: false,
  directory: false,
  defaultTop: 25,
  maxTop: 100,
})

async function namesOf({ deps }: GraphRequest, rows: readonly SignIn[]): Promise<[TenantId, string][]> {
  const ids = new Set(rows.flatMap((row) => [row.resourceTenantId, row.homeTenantId]))
  const found = await Promise.all([...ids].map((id) => id && deps.store.tenants.get(deps.store.at(id))))
  return found.flatMap((tenant) => (tenant ? [[tenant.id, tenant.displayName]] : []))
}

export const mySignInRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/me/signIns',
    at: ['gatehouse/v1'],
    permissions: reading,
    async handle(request) {
      const { deps, door } = request
      const { user } = selfOf(request)
      admitLogQuery(request)
      const where: Condition = {
        op: 'and',
        of: [
          { op: 'eq', column: 'userId', value: user.id },
          { op: 'ne', column: 'errorCode', value: catalogue.staySignedInAsked.aadsts },
          {
            op: 'or',
            of: [
              { op: 'eq', column: 'isInteractive', value: true },
              { op: 'ne', column: 'errorCode', value: 0 },
            ],
          },
        ],
      }
      const names = new Map<TenantId, string>()
      return collection(
        request,
        resourceWith(names),
        async (query) => {
          const page = await deps.store.signIns.page(door, query)
          for (const [id, name] of await namesOf(request, page.items)) names.set(id, name)
          return page
        },
        { where, order: [{ column: 'createdAt', direction: 'desc' }] },
      )
    },
  },
]
