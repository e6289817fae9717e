import type { RouteObject } from 'react-router'

const lists = () => import('./applications.tsx')

/** App registrations and the parts of one app. */
export const applicationRoutes: RouteObject[] = [
  {
    path: 'applications',
    children: [
      { index: true, lazy: async () => ({ Component: (await lists()).AllApplications }) },
      { path: 'owned', lazy: async () => ({ Component: (await lists()).OwnedApplications }) },
      { path: 'deleted', lazy: async () => ({ Component: (await lists()).DeletedApplications }) },
      {
        path: ':id',
        lazy: async () => ({ Component: (await import('./application.tsx')).ApplicationPage }),
        children: [
          { index: true, lazy: async () => ({ Component: (await import('./overview.tsx')).ApplicationOverview }) },
          {
            path: 'authentication',
            lazy: async () => ({ Component: (await import('./authentication.tsx')).Authentication }),
          },
          { path: 'credentials', lazy: async () => ({ Component: (await import('./credentials.tsx')).Credentials }) },
          { path: 'permissions', lazy: async () => ({ Component: (await import('./permissions.tsx')).Permissions }) },
          { path: 'expose', lazy: async () => ({ Component: (await import('./expose.tsx')).Expose }) },
          { path: 'roles', lazy: async () => ({ Component: (await import('./roles.tsx')).AppRoles }) },
          { path: 'owners', lazy: async () => ({ Component: (await import('./owners.tsx')).Owners }) },
          { path: 'manifest', lazy: async () => ({ Component: (await import('./manifest.tsx')).Manifest }) },
        ],
      },
    ],
  },
]
