import type { RouteObject } from 'react-router'

/** The directory itself, and who administers it. */
export const tenantRoutes: RouteObject[] = [
  { path: 'properties', lazy: async () => ({ Component: (await import('./properties.tsx')).TenantProperties }) },
  { path: 'domains', lazy: async () => ({ Component: (await import('./domains.tsx')).Domains }) },
  { path: 'roles', lazy: async () => ({ Component: (await import('../roles/all-roles.tsx')).AllRoles }) },
  { path: 'roles/:id', lazy: async () => ({ Component: (await import('../roles/role-page.tsx')).RolePage }) },
]
