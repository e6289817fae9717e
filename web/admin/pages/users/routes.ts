import type { RouteObject } from 'react-router'

/** Addresses below `/admin`, as paths.ts writes them. */
export const users: RouteObject[] = [
  { path: 'users', lazy: async () => ({ Component: (await import('./all-users.tsx')).AllUsers }) },
  { path: 'users/deleted', lazy: async () => ({ Component: (await import('./deleted-users.tsx')).DeletedUsers }) },
  {
    path: 'users/:id',
    lazy: async () => ({ Component: (await import('./user-page.tsx')).UserPage }),
    children: [
      { index: true, lazy: async () => ({ Component: (await import('./user-overview.tsx')).UserOverview }) },
      { path: 'properties', lazy: async () => ({ Component: (await import('./user-properties.tsx')).UserProperties }) },
      { path: 'groups', lazy: async () => ({ Component: (await import('./user-groups.tsx')).UserGroups }) },
      { path: 'roles', lazy: async () => ({ Component: (await import('./user-roles.tsx')).UserRoles }) },
      {
        path: 'applications',
        lazy: async () => ({ Component: (await import('./user-applications.tsx')).UserApplications }),
      },
      { path: 'sign-ins', lazy: async () => ({ Component: (await import('./user-sign-ins.tsx')).UserSignIns }) },
      { path: 'audit', lazy: async () => ({ Component: (await import('./user-audit.tsx')).UserAudit }) },
    ],
  },
]
