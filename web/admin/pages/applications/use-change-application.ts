import { useEffect } from 'react'
import type { Body } from '../../../kit/graph/merge.ts'
import { useOpened, useSave } from '../../../kit/graph/save.tsx'
import type { Through } from '../../../kit/graph/save-over.ts'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { texts } from '../../../texts/en/applications.ts'
import { type Shown, useApplication } from './application.tsx'
import { switchedOff } from './entitlements.ts'
import { type AppRole, type Registration, registrationPath, registrations, type Scope } from './model.ts'

const labels = {
  displayName: texts.name,
  description: texts.properties.description,
  notes: texts.properties.notes,
  'web.homePageUrl': texts.properties.homePage,
  'info.termsOfServiceUrl': texts.properties.terms,
  'info.privacyStatementUrl': texts.properties.privacy,
  'info.supportUrl': texts.properties.support,
  'web.redirectUris': texts.platforms.web,
  'spa.redirectUris': texts.platforms.spa,
  'publicClient.redirectUris': texts.platforms.publicClient,
  'api.oauth2PermissionScopes': texts.expose.scopes,
  'api.oauth2PermissionScopes.value': texts.expose.scopeName,
  'api.oauth2PermissionScopes.type': texts.expose.who,
  'api.oauth2PermissionScopes.isEnabled': texts.expose.enabled,
  'api.oauth2PermissionScopes.adminConsentDisplayName': texts.expose.adminName,
  'api.oauth2PermissionScopes.adminConsentDescription': texts.expose.adminDescription,
  'api.oauth2PermissionScopes.userConsentDisplayName': texts.expose.userName,
  'api.oauth2PermissionScopes.userConsentDescription': texts.expose.userDescription,
  'api.preAuthorizedApplications': texts.expose.clients,
  appRoles: texts.parts.roles,
  'appRoles.displayName': texts.roles.name,
  'appRoles.value': texts.roles.value,
  'appRoles.description': texts.roles.description,
  'appRoles.allowedMemberTypes': texts.roles.members,
  'appRoles.isEnabled': texts.roles.enabled,
  identifierUris: texts.expose.idUri,
  requiredResourceAccess: texts.parts.permissions,
  keyCredentials: texts.credentials.certificates,
}

/** Those that change or go are switched off on the way, as Graph asks for it. */
function through({ api, appRoles }: Registration, body: Body): Through | null {
  const wish = body as { api?: { oauth2PermissionScopes?: Scope[] }; appRoles?: AppRole[] }
  const scopes = wish.api?.oauth2PermissionScopes
  const scopesOff = scopes ? switchedOff(api.oauth2PermissionScopes, scopes) : null
  const rolesOff = wish.appRoles ? switchedOff(appRoles, wish.appRoles) : null
  if (!scopesOff && !rolesOff) return null
  return {
    body: {
      ...(scopesOff ? { api: { oauth2PermissionScopes: scopesOff } } : {}),
      ...(rolesOff ? { appRoles: rolesOff } : {}),
    },
    back: {
      ...(scopesOff ? { api: { oauth2PermissionScopes: api.oauth2PermissionScopes } } : {}),
      ...(rolesOff ? { appRoles } : {}),
    },
  }
}

/** Changes the app over a version of it. `onTake`: after a conflict, what somebody else saved shall stand. */
export function useChangeOf({ app, etag }: Shown, onTake?: () => void) {
  return useSave<Registration>({
    path: registrationPath(app.id),
    over: { value: app, etag },
    stale: [registrations, '/v1.0/servicePrincipals'],
    labels,
    through,
    ...(onTake ? { onTake } : {}),
  })
}

/** In a pane: over the version that it opened with, which is `app`. The pane shows the error itself. */
export function usePaneChange(onClose: () => void) {
  const opened = useOpened(useApplication())
  return { app: opened.app, ...useChangeOf(opened, onClose) }
}

/** For a button on the page: over the version that is shown. A refusal is told. */
export function useChangeApplication() {
  const change = useChangeOf(useApplication())
  const notify = useNotify()
  const { error } = change
  useEffect(() => {
    if (error) notify.error(texts.notSaved, error)
  }, [error, notify])
  return change
}
