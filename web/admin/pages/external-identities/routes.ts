import type { RouteObject } from 'react-router'

/** The pages of External Identities, at the addresses of paths.ts. */
export const externalIdentities: RouteObject[] = [
  {
    path: 'external-collaboration',
    lazy: async () => ({ Component: (await import('./collaboration.tsx')).ExternalCollaboration }),
  },
  {
    path: 'cross-tenant-access',
    lazy: async () => ({ Component: (await import('./default-settings.tsx')).DefaultSettings }),
  },
  {
    path: 'cross-tenant-access/default',
    lazy: async () => ({ Component: (await import('./edit-defaults.tsx')).EditDefaults }),
  },
  {
    path: 'cross-tenant-access/organizations',
    lazy: async () => ({ Component: (await import('./organizations.tsx')).Organizations }),
  },
  {
    path: 'cross-tenant-access/organizations/:tenantId',
    lazy: async () => ({ Component: (await import('./organization.tsx')).Organization }),
  },
  {
    path: 'cross-tenant-access/clouds',
    lazy: async () => ({ Component: (await import('./clouds.tsx')).MicrosoftClouds }),
  },
]
