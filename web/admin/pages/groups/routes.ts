import type { RouteObject } from 'react-router'

/** Below `/groups`. */
export const groupRoutes: RouteObject[] = [
  { path: 'groups', lazy: async () => ({ Component: (await import('./all-groups.tsx')).AllGroups }) },
  {
    path: 'groups/:id',
    lazy: async () => ({ Component: (await import('./group-page.tsx')).GroupPage }),
    children: [
      { index: true, lazy: async () => ({ Component: (await import('./group-overview.tsx')).GroupOverview }) },
      { path: 'members', lazy: async () => ({ Component: (await import('./group-people.tsx')).GroupMembers }) },
      { path: 'owners', lazy: async () => ({ Component: (await import('./group-people.tsx')).GroupOwners }) },
    ],
  },
]
