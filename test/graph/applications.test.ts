import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { createSigningKey } from '../../src/tenants/signing-key.ts'
import type { GraphClient, TestServer } from '../harness/index.ts'
import { tenantId } from './people.ts'
import { personWith, serverOfSuite } from './suite.ts'

/** App registrations and service principals (graph.md 2.7, 2.8). */

const nobody = '11111111-2222-4333-8444-555555555555'

suite('applications', () => {
  const world = serverOfSuite()
  let server: TestServer
  let contoso: GraphClient
  before(() => {
    server = world.server
    contoso = server.graph('contoso')
  })
  const make = async (body: object = {}, graph = contoso) => {
    const answer = await graph.post('/v1.0/applications', { displayName: 'Orders', ...body })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body
  }
  const tokenFor = async (appId: string, secret: string) => {
    const answer = await server.fetch(`/${server.demo.tenants.contoso.id}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: secret,
        scope: 'https://graph.microsoft.com/.default',
      }),
    })
    return (await answer.json()) as { access_token?: string; error_codes?: number[] }
  }

  test('the answer to a new app has everything that clients rely on', async () => {
    const answer = await contoso.post('/v1.0/applications', { displayName: 'Minimal' })
    assert.equal(answer.status, 201)
    const { id, appId, createdDateTime } = answer.body
    assert.equal(answer.headers.get('location'), `${server.origin}/v1.0/applications/${id}`)
    assert.match(createdDateTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    assert.partialDeepStrictEqual(answer.body, {
      displayName: 'Minimal',
      signInAudience: 'AzureADMyOrg',
      identifierUris: [],
      publisherDomain: 'contoso.gatehouse.test',
      isFallbackPublicClient: null,
      tags: [],
      addIns: [],
      appRoles: [],
      keyCredentials: [],
      passwordCredentials: [],
      requiredResourceAccess: [],
      api: {
        acceptMappedClaims: null,
        knownClientApplications: [],
        oauth2PermissionScopes: [],
        preAuthorizedApplications: [],
      },
      info: { logoUrl: null, marketingUrl: null },
      parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: 'Allow' },
      publicClient: { redirectUris: [] },
      spa: { redirectUris: [] },
      web: {
        homePageUrl: null,
        logoutUrl: null,
        redirectUris: [],
        implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
        redirectUriSettings: [],
      },
      optionalClaims: null,
      verifiedPublisher: { displayName: null },
    })
    for (const path of [
      `/v1.0/applications/${id}`,
      `/v1.0/applications(appId='${appId}')`,
      `/beta/applications('${id}')`,
    ]) {
      assert.equal((await contoso.get(path)).body.appId, appId, path)
    }
    const found = await contoso.get(`/v1.0/applications?$filter=appId eq '${appId}'&$select=id`)
    assert.deepEqual(found.body.value, [{ id }])
  })

  test('a whole registration is kept as it was sent', async () => {
    const scope = {
      id: nobody,
      value: 'Orders.Read',
      type: 'User',
      isEnabled: true,
      adminConsentDisplayName: 'Read orders',
      adminConsentDescription: 'Reads the orders of everybody.',
      userConsentDisplayName: null,
      userConsentDescription: null,
    }
    const { appId, id } = await make()
    const change = {
      identifierUris: [`api://${appId}`],
      web: { redirectUris: ['https://orders.example/signin'], logoutUrl: 'https://orders.example/out' },
      spa: { redirectUris: ['http://localhost:3000/'] },
      publicClient: { redirectUris: ['http://localhost', 'msal1://auth'] },
      api: { requestedAccessTokenVersion: 2, oauth2PermissionScopes: [scope] },
      tags: ['HideApp'],
      optionalClaims: { idToken: [{ name: 'email', source: null, essential: false, additionalProperties: [] }] },
      parentalControlSettings: { countriesBlockedForMinors: ['DE'], legalAgeGroupRule: 'Allow' },
    }
    assert.equal((await contoso.patch(`/v1.0/applications/${id}`, change)).status, 204)
    const { body } = await contoso.get(`/v1.0/applications/${id}`)
    assert.partialDeepStrictEqual(body, change)
    assert.deepEqual(body.web.implicitGrantSettings, { enableIdTokenIssuance: false, enableAccessTokenIssuance: false })
    // What a client has read it may send back whole.
    const { '@odata.context': _, ...whole } = body
    assert.equal((await contoso.patch(`/v1.0/applications/${id}`, whole)).status, 204)
  })

  const bad: [body: object, named: RegExp][] = [
    [{ displayName: '' }, /displayName/],
    [{ displayName: 'x'.repeat(257) }, /displayName/],
    [{ displayName: 5 }, /displayName/],
    [{ colour: 'red' }, /colour/],
    [{ appId: nobody }, /appId/],
    [{ signInAudience: 'Everybody' }, /signInAudience/],
    [{ identifierUris: ['https://fabrikam.gatehouse.test/api'] }, /verified domain/],
    [{ identifierUris: ['https://graph.microsoft.com'] }, /verified domain/],
    [{ identifierUris: [`api://${nobody}`] }, /verified domain/],
    [{ identifierUris: 'api://x' }, /identifierUris/],
    [{ web: { redirectUris: ['http://orders.example/'] } }, /web.redirectUris/],
    [{ web: { redirectUris: ['https://*.example.com/'] } }, /[Ww]ildcard/],
    [{ spa: { redirectUris: ['https://a.example/#x'] } }, /fragment/],
    [{ publicClient: { redirectUris: ['javascript:alert(1)'] } }, /publicClient.redirectUris/],
    [
      { web: { redirectUris: ['https://a.example/'] }, spa: { redirectUris: ['https://a.example/'] } },
      /another platform/,
    ],
    [{ web: { homePageUrl: 'javascript:alert(1)' } }, /homePageUrl/],
    [{ info: { termsOfServiceUrl: 'data:text/html,x' } }, /termsOfServiceUrl/],
    [{ api: { requestedAccessTokenVersion: 3 } }, /requestedAccessTokenVersion/],
    [{ api: { oauth2PermissionScopes: [{ id: nobody, value: 'has space' }] } }, /oauth2PermissionScopes\[0\]/],
    [{ appRoles: [{ id: 'x' }] }, /appRoles\[0\]/],
    [{ requiredResourceAccess: [{ resourceAppId: 'x' }] }, /resourceAppId/],
    [{ keyCredentials: [{ key: 'AAAA', type: 'AsymmetricX509Cert', usage: 'Verify' }] }, /keyCredentials\[0\].key/],
    [{ passwordCredentials: [{ secretText: 'mine' }] }, /secretText/],
    [{ 'owners@odata.bind': ['https://graph.microsoft.com/v1.0/users/x'] }, /reference/],
  ]
  for (const [body, named] of bad) {
    test(`a new app with ${JSON.stringify(body).slice(0, 90)} is refused`, async () => {
      const answer = await contoso.post('/v1.0/applications', { displayName: 'Bad', ...body })
      assert.equal(answer.status, 400, JSON.stringify(answer.body))
      assert.match(answer.body.error.message, named)
      const { body: list } = await contoso.get("/v1.0/applications?$filter=displayName eq 'Bad'")
      assert.deepEqual(list.value, [])
    })
  }

  test('an identifier URI belongs to one app of the tenant', async () => {
    const uri = 'https://contoso.gatehouse.test/unique'
    await make({ identifierUris: [uri] })
    const twice = await contoso.post('/v1.0/applications', { displayName: 'Twice', identifierUris: [uri] })
    assert.equal(twice.status, 400)
    assert.match(twice.body.error.message, /identifierUris/)
  })

  test('an enabled scope or role is switched off before it changes or goes', async () => {
    const role = {
      id: nobody,
      value: 'Orders.All',
      displayName: 'All',
      description: 'All orders',
      isEnabled: true,
      allowedMemberTypes: ['Application'],
    }
    const { id } = await make({ appRoles: [role] })
    const change = (appRoles: object[]) => contoso.patch(`/v1.0/applications/${id}`, { appRoles })
    for (const roles of [[], [{ ...role, value: 'Other' }], [{ ...role, description: 'Other' }]]) {
      const answer = await change(roles)
      assert.equal(answer.status, 400)
      // Wire: Terraform waits and tries again on this text.
      assert.match(
        answer.body.error.message,
        /^Permission \(scope or role\) cannot be deleted or updated unless disabled first/,
      )
    }
    assert.equal((await change([{ ...role, isEnabled: false }])).status, 204)
    assert.equal((await change([])).status, 204)
  })

  test('a secret is shown once, works, and stops when it is removed', async () => {
    const { id, appId } = await make()
    await contoso.post('/v1.0/servicePrincipals', { appId })
    const added = await contoso.post(`/v1.0/applications/${id}/addPassword`, {
      passwordCredential: { displayName: 'ci', endDateTime: '2099-01-01T00:00:00Z' },
    })
    assert.equal(added.status, 200)
    const { secretText, keyId, hint } = added.body
    assert.equal(secretText.length, 40)
    assert.equal(hint, secretText.slice(0, 3))
    const { body } = await contoso.get(`/v1.0/applications/${id}`)
    assert.partialDeepStrictEqual(body.passwordCredentials, [{ keyId, displayName: 'ci', secretText: null }])
    assert.ok((await tokenFor(appId, secretText)).access_token)
    const kept = await server.running.deps.store.applications.find(
      server.running.deps.store.at(tenantId(server, 'contoso')),
      id,
    )
    assert.ok(!JSON.stringify(kept).includes(secretText))
    const audits = await contoso.get('/v1.0/auditLogs/directoryAudits?$top=5')
    assert.ok(!JSON.stringify(audits.body).includes(secretText))
    assert.ok(!JSON.stringify(audits.body).includes(kept?.passwordCredentials[0]?.mac ?? 'none'))
    const unknown = await contoso.post(`/v1.0/applications/${id}/removePassword`, { keyId: nobody })
    assert.equal(unknown.status, 400)
    assert.match(unknown.body.error.message, /No password credential found with keyId/)
    assert.equal((await contoso.post(`/v1.0/applications/${id}/removePassword`, { keyId })).status, 204)
    assert.deepEqual((await tokenFor(appId, secretText)).error_codes, [7000215])
  })

  test('a secret asked for in the create is in the answer; a PATCH only removes', async () => {
    const made = await make({ passwordCredentials: [{ displayName: 'one' }, { displayName: 'two' }] })
    const [one, two] = made.passwordCredentials
    assert.equal(one.secretText.length, 40)
    const change = (passwordCredentials: object[]) =>
      contoso.patch(`/v1.0/applications/${made.id}`, { passwordCredentials })
    assert.equal((await change([{ displayName: 'three' }])).status, 400)
    assert.equal((await change([{ keyId: two.keyId }])).status, 204)
    const { body } = await contoso.get(`/v1.0/applications/${made.id}`)
    assert.deepEqual(
      body.passwordCredentials.map(({ displayName }: { displayName: string }) => displayName),
      ['two'],
    )
  })

  test('a certificate is added by PATCH, shown by its thumbprint, its key only when asked for', async () => {
    const { id } = await make()
    const { deps } = server.running
    const { certificate } = await createSigningKey(deps, tenantId(server, 'contoso'), Date.now())
    const key = { type: 'AsymmetricX509Cert', usage: 'Verify', key: certificate, displayName: 'CN=ci' }
    assert.equal((await contoso.patch(`/v1.0/applications/${id}`, { keyCredentials: [key] })).status, 204)
    const [shown] = (await contoso.get(`/v1.0/applications/${id}`)).body.keyCredentials
    assert.partialDeepStrictEqual(shown, {
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
      displayName: 'CN=ci',
      key: null,
    })
    assert.match(shown.customKeyIdentifier, /^[A-Za-z\d+/]{27}=$/)
    const [full] = (await contoso.get(`/v1.0/applications/${id}?$select=keyCredentials`)).body.keyCredentials
    assert.equal(full.key, certificate)
    // What was read goes back without the key and stays.
    assert.equal((await contoso.patch(`/v1.0/applications/${id}`, { keyCredentials: [shown] })).status, 204)
    assert.equal((await contoso.get(`/v1.0/applications/${id}`)).body.keyCredentials.length, 1)
  })

  test('owners: people and service principals, once each, and gone again', async () => {
    const { id } = await make()
    const member = server.demo.tenants.contoso.people.member?.id ?? ''
    const ref = (objectId: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${objectId}` })
    assert.equal((await contoso.post(`/v1.0/applications/${id}/owners/$ref`, ref(member))).status, 204)
    const twice = await contoso.post(`/v1.0/applications/${id}/owners/$ref`, ref(member))
    assert.equal(twice.status, 400)
    assert.match(twice.body.error.message, /already exist for the following modified properties: 'owners'/)
    assert.equal((await contoso.post(`/v1.0/applications/${id}/owners/$ref`, ref(nobody))).status, 404)
    const fabrikam = server.demo.tenants.fabrikam.people.admin?.id ?? ''
    assert.equal((await contoso.post(`/v1.0/applications/${id}/owners/$ref`, ref(fabrikam))).status, 404)
    const { body } = await contoso.get(`/v1.0/applications/${id}/owners`)
    assert.deepEqual(
      body.value.map((one: Record<string, string>) => [one['@odata.type'], one.id]),
      [['#microsoft.graph.user', member]],
    )
    assert.equal((await contoso.delete(`/v1.0/applications/${id}/owners/${member}/$ref`)).status, 204)
    assert.equal((await contoso.delete(`/v1.0/applications/${id}/owners/${member}/$ref`)).status, 404)
  })

  test('a service principal is made once, from an own app or an open app of another tenant', async () => {
    const { appId } = await make({ displayName: 'Installed' })
    const made = await contoso.post('/v1.0/servicePrincipals', { appId })
    assert.equal(made.status, 201)
    assert.partialDeepStrictEqual(made.body, {
      appId,
      displayName: 'Installed',
      accountEnabled: true,
      servicePrincipalNames: [appId],
    })
    const again = await contoso.post('/v1.0/servicePrincipals', { appId })
    assert.equal(again.status, 409)
    assert.match(again.body.error.message, new RegExp(`service principal name ${appId} is already in use`))
    const fabrikam = server.graph('fabrikam')
    const closed = await fabrikam.post('/v1.0/servicePrincipals', { appId })
    assert.equal(closed.status, 400)
    assert.match(closed.body.error.message, /does not reference a valid application object/)
    const open = await make({ displayName: 'Open', signInAudience: 'AzureADMultipleOrgs' })
    const foreign = await fabrikam.post('/v1.0/servicePrincipals', { appId: open.appId })
    assert.equal(foreign.status, 201)
    assert.equal(foreign.body.appOwnerOrganizationId, server.demo.tenants.contoso.id)
    assert.equal((await fabrikam.get(`/v1.0/applications(appId='${open.appId}')`)).status, 404)
    assert.equal((await contoso.post('/v1.0/servicePrincipals', { appId: nobody })).status, 400)
    assert.equal((await contoso.post('/v1.0/servicePrincipals', {})).status, 400)
  })

  test('a service principal cannot take the name of another API', async () => {
    const { appId } = await make({ displayName: 'Thief' })
    const { body } = await contoso.post('/v1.0/servicePrincipals', { appId })
    for (const name of ['https://graph.microsoft.com', server.origin, 'api://other']) {
      const answer = await contoso.patch(`/v1.0/servicePrincipals/${body.id}`, { servicePrincipalNames: [appId, name] })
      assert.equal(answer.status, 400, name)
    }
    assert.deepEqual((await contoso.get(`/v1.0/servicePrincipals/${body.id}`)).body.servicePrincipalNames, [appId])
  })

  test('Graph is there under its names, publishes its permissions, and is nobody’s to change', async () => {
    const path = "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')"
    const { body } = await contoso.get(path)
    assert.equal(body.displayName, 'Microsoft Graph')
    assert.equal(body.appOwnerOrganizationId, 'f8cdef31-a31e-4b4a-93e4-5f571e91255a')
    for (const name of [body.appId, 'https://graph.microsoft.com', server.origin]) {
      assert.ok(body.servicePrincipalNames.includes(name), name)
    }
    const scope = body.oauth2PermissionScopes.find(({ value }: { value: string }) => value === 'User.Read')
    assert.equal(scope.id, 'e1fe6dd8-ba31-4d61-89e7-88639da4683d')
    const admin = await personWith(server, 'contoso', ['globalAdministrator'])
    assert.equal((await admin.patch(path, { accountEnabled: false })).status, 403)
    assert.equal((await admin.post(`${path}/addPassword`, {})).status, 403)
    assert.equal((await admin.delete(path)).status, 403)
  })

  test('a deleted app is gone with its service principal, and its tokens with it', async () => {
    const { id, appId } = await make()
    const principal = await contoso.post('/v1.0/servicePrincipals', { appId })
    const { secretText } = (await contoso.post(`/v1.0/applications/${id}/addPassword`)).body
    assert.ok((await tokenFor(appId, secretText)).access_token)
    assert.equal((await contoso.delete(`/v1.0/applications/${id}`)).status, 204)
    assert.equal((await contoso.get(`/v1.0/applications/${id}`)).status, 404)
    assert.equal((await contoso.get(`/v1.0/servicePrincipals/${principal.body.id}`)).status, 404)
    assert.equal((await contoso.delete(`/v1.0/applications/${id}`)).status, 404)
    assert.deepEqual((await tokenFor(appId, secretText)).error_codes, [700016])
  })

  test('an external tenant registers apps for itself only', async () => {
    const woodgrove = server.graph('woodgrove')
    const answer = await woodgrove.post('/v1.0/applications', {
      displayName: 'Shop',
      signInAudience: 'AzureADMultipleOrgs',
    })
    assert.equal(answer.status, 400)
    assert.match(answer.body.error.message, /external tenant/)
  })
})
