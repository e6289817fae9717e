import type { RouteObject } from 'react-router'
import { Loading } from '../kit/ui/states.tsx'
import { paths } from './paths.ts'
import { AccountFrame } from './shell/account-frame.tsx'
import { Crashed, NotFound } from './shell/lost.tsx'
import { Shell } from './shell/shell.tsx'

const below = (path: string): string => path.replace(/^\//, '')

const framed = (children: RouteObject[]): RouteObject[] => [
  {
    element: <Shell />,
    errorElement: <Crashed />,
    // While the first page's code is on its way.
    hydrateFallbackElement: <Loading lines={10} />,
    children: [{ errorElement: <Crashed />, children }],
  },
]

export const appsRoutes: RouteObject[] = framed([
  { index: true, lazy: async () => ({ Component: (await import('./pages/apps.tsx')).Apps }) },
  { path: '*', element: <NotFound /> },
])

/** Each page is loaded when it is first opened. */
export const accountRoutes: RouteObject[] = framed([
  {
    element: <AccountFrame />,
    children: [
      { index: true, lazy: async () => ({ Component: (await import('./pages/overview.tsx')).Overview }) },
      {
        path: below(paths.organizations()),
        lazy: async () => ({ Component: (await import('./pages/organizations.tsx')).Organizations }),
      },
      {
        path: below(paths.security()),
        lazy: async () => ({ Component: (await import('./pages/security-info.tsx')).SecurityInfo }),
      },
      {
        path: below(paths.sessions()),
        lazy: async () => ({ Component: (await import('./pages/sessions.tsx')).Sessions }),
      },
      {
        path: below(paths.signIns()),
        lazy: async () => ({ Component: (await import('./pages/sign-ins.tsx')).SignIns }),
      },
      { path: '*', element: <NotFound /> },
    ],
  },
])
