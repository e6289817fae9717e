import type { RouteObject } from 'react-router'
import { Loading } from '../kit/ui/states.tsx'
import { applicationRoutes } from './pages/applications/routes.ts'
import { enterpriseApplicationRoutes } from './pages/enterprise-applications/routes.ts'
import { externalIdentities } from './pages/external-identities/routes.ts'
import { groupRoutes } from './pages/groups/routes.ts'
import { monitoring } from './pages/monitoring/routes.tsx'
import { tenantRoutes } from './pages/tenant/routes.ts'
import { users } from './pages/users/routes.ts'
import { Crashed, NotFound } from './shell/lost.tsx'
import { Shell } from './shell/shell.tsx'

/** Every page, each loaded when it is first opened. Addresses are those of paths.ts. */
export const routes: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <Crashed />,
    // While the first page's code is on its way.
    hydrateFallbackElement: <Loading lines={10} />,
    children: [
      {
        errorElement: <Crashed />,
        children: [
          { index: true, lazy: async () => ({ Component: (await import('./pages/overview/overview.tsx')).Overview }) },
          ...users,
          ...externalIdentities,
          ...groupRoutes,
          ...tenantRoutes,
          ...monitoring,
          ...applicationRoutes,
          ...enterpriseApplicationRoutes,
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
]
