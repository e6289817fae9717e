import { role } from '../directory/role-templates.ts'
import type { Tenant } from '../tenants/tenant.ts'
import type { demoTenantIds } from './world.ts'

/** Who lives in the demo world. */
export type TenantKey = keyof typeof demoTenantIds
export type DemoMember = { key: string; displayName: string; roles: string[] }

export const demoTenants: { key: TenantKey; kind: Tenant['kind']; displayName: string; people: DemoMember[] }[] = [
  {
    key: 'contoso',
    kind: 'workforce',
    displayName: 'Contoso',
    people: [
      { key: 'admin', displayName: 'Ada Lindqvist', roles: [role.globalAdministrator] },
      { key: 'inviter', displayName: 'Ines Moreau', roles: [role.guestInviter] },
      { key: 'member', displayName: 'Milan Okafor', roles: [] },
    ],
  },
  {
    key: 'fabrikam',
    kind: 'workforce',
    displayName: 'Fabrikam',
    people: [
      { key: 'admin', displayName: 'Farida Haddad', roles: [role.globalAdministrator] },
      { key: 'employee', displayName: 'Emil Sato', roles: [] },
      { key: 'contractor', displayName: 'Cora Novak', roles: [] },
    ],
  },
  {
    key: 'woodgrove',
    kind: 'external',
    displayName: 'Woodgrove',
    people: [{ key: 'admin', displayName: 'Wim de Boer', roles: [role.globalAdministrator] }],
  },
]

export const demoPassword = (tenant: string, person: string): string =>
  `${tenant[0]?.toUpperCase()}${tenant.slice(1)}-${person}-2026`
