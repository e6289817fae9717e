import type { Application } from '../applications/application.ts'
import { firstPartyApps } from '../applications/first-party.ts'
import { type InstalledApp, installedApp, installedResource } from '../applications/installed.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'
import { isGuid, type TenantId } from '../ids.ts'
import { type Snapshot, snapshot } from '../tenants/snapshot.ts'
import { isDefaultScope, type OidcScope, parseScopes, type ScopeWord } from './scopes.ts'

/** `raw` as the client wrote it, `value` as the resource declares it (`.default` for all that is listed). */
export type RequestedScope = { raw: string; value: string }

/** An API that a request names, in the tenant of the request. */
export type ScopeResource = InstalledApp & {
  /** Identifier URI, URL or client id as the client wrote it: the `aud` of v1 tokens. Null when bare names meant Graph. */
  requestedAs: string | null
  requested: RequestedScope[]
  isDefault: boolean
}

export type ResolvedScopes = {
  /** The first API of the request; null when only OpenID scopes were asked for, which means a token for Graph. */
  resource: ScopeResource | null
  /** Further APIs: consent covers them too, the token does not. */
  others: ScopeResource[]
  requested: RequestedScope[]
  oidc: OidcScope[]
  isDefault: boolean
}

/**
 * From the text of `scope` to permissions of APIs that the tenant knows (sts.md 6.1). Refuses with scopeInvalid,
 * resourcePrincipalMissing, resourceDisabled, scopeUnknown.
 */
export async function resolveScopes(
  deps: Pick<Deps, 'store'>,
  tenant: TenantId,
  client: Application,
  scopeText: string,
  view?: Snapshot,
): Promise<ResolvedScopes> {
  const at = view ?? (await snapshot(deps, tenant))
  const words = parseScopes(scopeText)
  const resources: ScopeResource[] = []
  for (const word of words) {
    if (word.kind === 'oidc') continue
    const found = await resourceOf(deps, at, client, word)
    const known = resources.find(({ application }) => application.appId === found.application.appId)
    const resource = known ?? { ...found, requested: [], isDefault: false }
    if (!known) resources.push(resource)
    addScope(resource, client, word, found.value)
  }
  if (resources.some(({ isDefault }) => isDefault)) refuseMixedDefault(resources)
  const [resource = null, ...others] = resources
  return {
    resource,
    others,
    requested: resource?.requested ?? [],
    oidc: words.flatMap((word) => (word.kind === 'oidc' ? [word.name] : [])),
    isDefault: resource?.isDefault ?? false,
  }
}

type Found = InstalledApp & { requestedAs: string | null; value: string }

async function resourceOf(
  deps: Pick<Deps, 'store'>,
  view: Snapshot,
  client: Application,
  word: ScopeWord & { kind: 'permission' },
): Promise<Found> {
  // An app that names itself by its bare client id asks for a token for itself.
  const isSelf = word.resource === null && isGuid(word.value) && word.value.toLowerCase() === client.appId
  const name = isSelf ? client.appId : word.resource
  const value = isSelf ? '.default' : word.value
  const found =
    name === null
      ? await installedApp(deps, view, firstPartyApps.graph)
      : isGuid(name)
        ? await installedApp(deps, view, name.toLowerCase() as typeof client.appId)
        : await installedResource(deps, view, name)
  if (!found) refuse('resourcePrincipalMissing', { resource: name ?? 'Microsoft Graph', tenant: view.tenant })
  if (!found.servicePrincipal.accountEnabled) {
    refuse('resourceDisabled', { resource: name ?? found.servicePrincipal.displayName })
  }
  return { ...found, requestedAs: name, value }
}

function addScope(
  resource: ScopeResource,
  client: Application,
  word: ScopeWord & { kind: 'permission' },
  asked: string,
) {
  if (isDefaultScope(asked)) {
    resource.isDefault = true
    resource.requested.push({ raw: word.raw, value: '.default' })
    return
  }
  const { oauth2PermissionScopes } = resource.application.api
  const folded = asked.toLowerCase()
  const declared = oauth2PermissionScopes.find(({ value, isEnabled }) => isEnabled && value.toLowerCase() === folded)
  if (!declared) {
    const { displayName } = resource.servicePrincipal
    refuse('scopeUnknown', { appName: client.displayName, scope: asked, resource: displayName })
  }
  resource.requested.push({ raw: word.raw, value: declared.value })
}

/** `.default` stands for a whole list and cannot stand beside single permissions, whichever API they are of. */
function refuseMixedDefault(resources: readonly ScopeResource[]): void {
  const all = resources.flatMap(({ requested }) => requested)
  if (all.length > 1) refuse('scopeInvalid', { scope: all.map(({ raw }) => raw).join(' ') })
}
