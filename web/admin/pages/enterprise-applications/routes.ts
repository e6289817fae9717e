import type { RouteObject } from 'react-router'

/** Enterprise applications and the parts of one. */
export const enterpriseApplicationRoutes: RouteObject[] = [
  {
    path: 'enterprise-applications',
    children: [
      { index: true, lazy: async () => ({ Component: (await import('./applications.tsx')).EnterpriseApplications }) },
      {
        path: ':id',
        lazy: async () => ({ Component: (await import('./application.tsx')).EnterpriseApplicationPage }),
        children: [
          { index: true, lazy: async () => ({ Component: (await import('./properties.tsx')).PrincipalProperties }) },
          { path: 'users', lazy: async () => ({ Component: (await import('./assignments.tsx')).Assignments }) },
          {
            path: 'permissions',
            lazy: async () => ({ Component: (await import('./permissions.tsx')).PrincipalPermissions }),
          },
        ],
      },
    ],
  },
]
