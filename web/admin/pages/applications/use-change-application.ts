import { useEffect } from 'react'
import { useSave } from '../../../kit/graph/save.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { texts } from '../../../texts/en/applications.ts'
import { useApplication } from './application.tsx'
import { switchedOff } from './entitlements.ts'
import { type AppRole, registrationPath, registrations, type Scope } from './model.ts'

/**
 * Changes of the app that are more than a form: lists in which one entry is added, edited, switched or removed. `quietly`
 * where a form shows the error itself; otherwise it is told. `since`: the version that was edited, where it may have been
 * read again meanwhile. `onTake`: after a conflict, what somebody else saved shall stand.
 */
export function useChangeApplication({
  quietly = false,
  since,
  onTake,
}: {
  quietly?: boolean
  since?: string | null
  onTake?(): void
} = {}) {
  const { app, etag } = useApplication()
  const notify = useNotify()
  const saving = useSave({
    path: registrationPath(app.id),
    etag: since === undefined ? etag : since,
    ...(onTake ? { onTake } : {}),
    stale: [registrations, '/v1.0/servicePrincipals'],
    labels: {
      'api.oauth2PermissionScopes': texts.expose.scopes,
      'api.preAuthorizedApplications': texts.expose.clients,
      appRoles: texts.parts.roles,
      identifierUris: texts.expose.idUri,
      requiredResourceAccess: texts.parts.permissions,
      keyCredentials: texts.credentials.certificates,
    },
  })
  const { error } = saving
  useEffect(() => {
    if (error && !quietly) notify.error(texts.notSaved, error)
  }, [error, quietly, notify])
  return {
    ...saving,
    /** Those that change or go are switched off on the way, as Graph asks for it. */
    saveScopes(next: readonly Scope[], more: object = {}): Promise<boolean> {
      const now = app.api.oauth2PermissionScopes
      const off = switchedOff(now, next)
      const body = (scopes: readonly Scope[]) => ({ api: { oauth2PermissionScopes: scopes } })
      const wish = { api: { oauth2PermissionScopes: next, ...more } }
      return saving.save(wish, off && { body: body(off), back: body(now) })
    },
    saveRoles(next: readonly AppRole[]): Promise<boolean> {
      const off = switchedOff(app.appRoles, next)
      return saving.save({ appRoles: next }, off && { body: { appRoles: off }, back: { appRoles: app.appRoles } })
    },
  }
}
