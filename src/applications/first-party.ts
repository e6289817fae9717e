import { createHash } from 'node:crypto'
import type { Deps } from '../deps.ts'
import type { Unit } from '../door.ts'
import { type AppId, type ApplicationId, type ServicePrincipalId, systemTenant } from '../ids.ts'
import { type Application, type NewApplication, newApplication, newServicePrincipal } from './application.ts'
import { permissionText } from './graph-permission-texts.ts'
import { delegatedPermissionId, type GraphPermissionName, graphPermissions } from './graph-permissions.ts'

/**
 * Apps that come with Gatehouse. Their ids never change; where the public cloud has an app that scripts name by id,
 * ours has the same one (graph.md 2.1).
 */
export const firstPartyApps = {
  graph: '00000003-0000-0000-c000-000000000000' as AppId,
  adminCenter: 'ad31c0de-0c1d-4b7f-9c61-5f1d6a7e6a01' as AppId,
  myApps: '2793995e-0a7d-40d7-bd35-6968ba142197' as AppId,
  /** The `gatehouse` command and Graph PowerShell: a public client on loopback. */
  commandLine: '14d82eec-204b-4c2f-b7e8-296a70dab67e' as AppId,
} as const

/** Where the definitions depend on this deployment: its own URL and the further host names it serves. */
export type Place = { origin: string; hosts: readonly string[] }

/** The names by which tokens for Graph are asked for (design 2). Both forms of each URL: a slash at the end counts. */
export const graphResourceNames = ({ origin, hosts }: Place): string[] => {
  const { protocol } = new URL(origin)
  const urls = ['https://graph.microsoft.com', origin, ...hosts.map((host) => `${protocol}//${host}`)]
  return [...new Set(urls)].flatMap((url) => [url, `${url}/`])
}

const signInPermissions = ['openid', 'profile', 'email', 'offline_access', 'User.Read'] as const

/** What My Apps and My Account do: each reaches the person who is signed in and nobody else. */
const ownPermissions = [...signInPermissions, 'User.ReadWrite', 'UserAuthenticationMethod.ReadWrite'] as const

/** The definitions, as they live in the system tenant. Pure: equal places give equal definitions. */
export function firstPartyApplications(place: Place): Application[] {
  const { origin } = place
  return [
    define({
      appId: firstPartyApps.graph,
      displayName: 'Microsoft Graph',
      description: 'The management API: people, groups, apps, policies and logs.',
      identifierUris: graphResourceNames(place),
      api: {
        requestedAccessTokenVersion: 1,
        oauth2PermissionScopes: graphScopes,
        preAuthorizedApplications: [
          // Our own pages ask nobody for consent; what a person may do there is decided by her roles.
          { appId: firstPartyApps.adminCenter, delegatedPermissionIds: graphScopes.map(({ id }) => id) },
          { appId: firstPartyApps.myApps, delegatedPermissionIds: ownPermissions.map(delegatedPermissionId) },
        ],
        knownClientApplications: [],
        acceptMappedClaims: null,
      },
      appRoles: graphRoles,
    }),
    define({
      appId: firstPartyApps.adminCenter,
      displayName: 'Gatehouse Admin Center',
      spa: { redirectUris: [`${origin}/admin`, `${origin}/admin/`, `${origin}/admin/auth`] },
      requiredResourceAccess: graphAccess(signInPermissions),
    }),
    define({
      appId: firstPartyApps.myApps,
      displayName: 'My Apps',
      // My Account is the same app: one sign-in opens both.
      spa: {
        redirectUris: ['myapps', 'myaccount'].flatMap((page) =>
          ['', '/', '/auth'].map((end) => `${origin}/${page}${end}`),
        ),
      },
      requiredResourceAccess: graphAccess(ownPermissions),
    }),
    define({
      appId: firstPartyApps.commandLine,
      displayName: 'Gatehouse Command Line',
      isFallbackPublicClient: true,
      publicClient: { redirectUris: ['http://localhost', 'http://127.0.0.1'] },
      requiredResourceAccess: graphAccess(signInPermissions),
    }),
  ]
}

/**
 * Brings the definitions in the system tenant, and their service principals in every tenant, up to date with this
 * version and the current origin. Run at each start; costs one read when nothing has changed.
 */
export async function ensureFirstParty(deps: Pick<Deps, 'store' | 'config' | 'clock' | 'random'>): Promise<void> {
  const { store, config, clock } = deps
  const wanted = firstPartyApplications(config)
  const mark = createHash('sha256').update(JSON.stringify(wanted)).digest('base64url')
  if ((await store.across.instance('firstParty')) === mark) return
  await store.write(systemTenant, async (tx) => {
    if (!(await store.tenants.get(tx))) {
      await store.tenants.add(tx, {
        id: systemTenant,
        kind: 'workforce',
        displayName: 'Gatehouse',
        // Nobody signs in here, so no domain routes here: a reserved name.
        initialDomain: 'system.invalid',
        createdAt: clock.now(),
        suspendedAt: null,
        redemptionLinkDays: null,
        technicalNotificationMails: [],
        privacyProfile: { contactEmail: null, statementUrl: null },
        preferredLanguage: null,
        countryLetterCode: null,
      })
    }
    for (const app of wanted) {
      const old = await store.applications.byAppId(tx, app.appId)
      if (old) await store.applications.update(tx, old.id, () => ({ ...app, createdAt: old.createdAt }))
      else await store.applications.add(tx, { ...app, createdAt: clock.now() })
    }
  })
  for (const tenant of await store.across.tenants()) {
    await store.write(tenant.id, (tx) => ensureServicePrincipals(tx, deps))
  }
  // Last, so that a start that was cut short is repeated.
  await store.across.setInstance('firstParty', mark)
}

/** Gives the unit's tenant its service principals of the first-party apps, or renames them after the current origin. */
export async function ensureServicePrincipals(
  tx: Unit,
  { store, config, clock, random }: Pick<Deps, 'store' | 'config' | 'clock' | 'random'>,
): Promise<void> {
  for (const app of firstPartyApplications(config)) {
    const servicePrincipalNames = [app.appId, ...app.identifierUris]
    const known = await store.servicePrincipals.byAppId(tx, app.appId)
    if (!known) {
      await store.servicePrincipals.add(
        tx,
        newServicePrincipal({
          id: random.uuid() as ServicePrincipalId,
          appId: app.appId,
          appOwnerTenant: systemTenant,
          displayName: app.displayName,
          servicePrincipalNames,
          createdAt: clock.now(),
        }),
      )
    } else if (known.servicePrincipalNames.join() !== servicePrincipalNames.join()) {
      await store.servicePrincipals.update(tx, known.id, (old) => ({ ...old, servicePrincipalNames }))
    }
  }
}

const define = (given: Omit<NewApplication, 'id' | 'createdAt'>): Application =>
  newApplication({
    // In the system tenant an app's object id is its client id: both are fixed.
    id: given.appId as string as ApplicationId,
    createdAt: 0,
    signInAudience: 'AzureADMultipleOrgs',
    publisherDomain: null,
    ...given,
  })

const graphScopes = graphPermissions.flatMap(({ name, delegated }) => {
  if (!delegated) return []
  const text = permissionText(name)
  return [
    {
      id: delegated.id,
      value: name,
      type: delegated.userConsentable ? ('User' as const) : ('Admin' as const),
      isEnabled: true,
      adminConsentDisplayName: text.title,
      adminConsentDescription: text.says,
      userConsentDisplayName: text.title,
      userConsentDescription: text.says,
    },
  ]
})

const graphRoles = graphPermissions.flatMap(({ name, application }) => {
  if (!application) return []
  const text = permissionText(name)
  return [
    {
      id: application.id,
      value: name,
      displayName: text.title,
      description: text.says,
      isEnabled: true,
      allowedMemberTypes: ['Application' as const],
    },
  ]
})

const graphAccess = (names: readonly GraphPermissionName[]) => [
  {
    resourceAppId: firstPartyApps.graph,
    resourceAccess: names.map((name) => ({ id: delegatedPermissionId(name), type: 'Scope' as const })),
  },
]
