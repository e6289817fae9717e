import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstPartyApplications, firstPartyApps } from './first-party.ts'
import { graphPermissions } from './graph-permissions.ts'

const place = { origin: 'https://localhost:8443', hosts: ['graph.contoso.test'] }
const app = (appId: string) => {
  const found = firstPartyApplications(place).find((one) => one.appId === appId)
  assert.ok(found)
  return found
}

test('Graph publishes every permission of the appendix, none twice', () => {
  const { api, appRoles } = app(firstPartyApps.graph)
  assert.equal(api.oauth2PermissionScopes.length, graphPermissions.filter(({ delegated }) => delegated).length)
  assert.equal(appRoles.length, graphPermissions.filter(({ application }) => application).length)
  assert.ok(api.oauth2PermissionScopes.every((scope) => scope.adminConsentDisplayName && scope.adminConsentDescription))
})

test('Graph answers to the public name, the origin and every further host, with and without a slash', () => {
  assert.deepEqual(app(firstPartyApps.graph).identifierUris, [
    'https://graph.microsoft.com',
    'https://graph.microsoft.com/',
    'https://localhost:8443',
    'https://localhost:8443/',
    'https://graph.contoso.test',
    'https://graph.contoso.test/',
  ])
})

test('redirect URIs of our own apps follow the origin', () => {
  for (const uri of app(firstPartyApps.adminCenter).spa.redirectUris) assert.ok(uri.startsWith(`${place.origin}/admin`))
})

test('the command line asks for consent: any program could use its client id', () => {
  const { preAuthorizedApplications } = app(firstPartyApps.graph).api
  assert.ok(!preAuthorizedApplications.some(({ appId }) => appId === firstPartyApps.commandLine))
})
