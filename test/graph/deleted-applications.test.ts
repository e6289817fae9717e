import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { graphAs } from './people.ts'

const scopes = 'Application.ReadWrite.All'
const deleted = '/v1.0/directory/deletedItems'
const cast = 'microsoft.graph.application'

test('a deleted app can be listed, read, restored with its service principal, or erased', async (t) => {
  const server = await startServer(t)
  const graph = server.graph()
  const { portal } = server.demo.tenants.contoso.apps
  const { id, appId } = (await graph.get(`/v1.0/applications(appId='${portal?.appId}')`)).body
  assert.equal((await graph.delete(`/v1.0/applications/${id}`)).status, 204)
  assert.equal((await graph.get(`/v1.0/servicePrincipals(appId='${appId}')`)).status, 404)

  const listed = await graph.get(`${deleted}/${cast}?$select=id,displayName,deletedDateTime`)
  assert.deepEqual(
    listed.body.value.map((one: { id: string; deletedDateTime: string }) => [one.id, one.deletedDateTime !== null]),
    [[id, true]],
  )
  assert.equal((await graph.get(`${deleted}/${id}`)).body['@odata.type'], '#microsoft.graph.application')

  const restored = await graph.post(`${deleted}/${id}/restore`)
  assert.equal(restored.status, 200)
  assert.equal(restored.body.deletedDateTime, null)
  assert.equal((await graph.get(`/v1.0/servicePrincipals(appId='${appId}')`)).status, 200)
  assert.equal((await graph.post(`${deleted}/${id}/restore`)).status, 404, 'only once')

  await graph.delete(`/v1.0/applications/${id}`)
  assert.equal((await graph.delete(`${deleted}/${id}`)).status, 204)
  assert.equal((await graph.get(`${deleted}/${id}`)).status, 404)
  assert.deepEqual((await graph.get(`${deleted}/${cast}`)).body.value, [])
})

test('a deleted app comes back only as far as its names are free, and only to those who may manage it', async (t) => {
  const server = await startServer(t)
  const graph = server.graph()
  const { contoso, fabrikam } = server.demo.tenants
  const uri = `https://${contoso.domain}/clash`
  const make = async (displayName: string) =>
    (await graph.post('/v1.0/applications', { displayName, identifierUris: [uri] })).body
  const first = await make('First')
  await graph.delete(`/v1.0/applications/${first.id}`)
  const second = await make('Second')
  assert.equal((await graph.post(`${deleted}/${first.id}/restore`)).status, 400)
  await graph.delete(`/v1.0/applications/${second.id}`)

  const member = graphAs(server, 'contoso', contoso.people.member?.id ?? '', scopes)
  assert.equal((await member.post(`${deleted}/${first.id}/restore`)).status, 403)
  assert.equal((await member.delete(`${deleted}/${first.id}`)).status, 403)
  const foreigner = graphAs(server, 'fabrikam', fabrikam.people.admin?.id ?? '', scopes)
  assert.equal((await foreigner.get(`${deleted}/${first.id}`)).status, 404)
  assert.equal((await foreigner.post(`${deleted}/${first.id}/restore`)).status, 404)
  const reader = graphAs(server, 'contoso', contoso.people.admin?.id ?? '', 'User.ReadWrite.All')
  assert.equal((await reader.get(`${deleted}/${first.id}`)).status, 404, 'a token for people shows no apps')
  assert.equal((await graph.post(`${deleted}/${first.id}/restore`)).status, 200)
})

test('the apps that somebody owns are listed by ownedObjects, and an owner restores her own', async (t) => {
  const server = await startServer(t)
  const { people } = server.demo.tenants.contoso
  const id = people.member?.id ?? ''
  const member = graphAs(server, 'contoso', id, scopes)
  const path = `/v1.0/me/ownedObjects/${cast}`
  assert.deepEqual((await member.get(path)).body.value, [])
  const made = (await member.post('/v1.0/applications', { displayName: 'Mine' })).body
  await server.graph().post('/v1.0/applications', { displayName: 'Not mine' })
  const names = (answer: { body: { value: { displayName: string }[] } }) =>
    answer.body.value.map(({ displayName }) => displayName)
  assert.deepEqual(names(await member.get(path)), ['Mine'])
  assert.deepEqual(names(await member.get(`${path}?$filter=startswith(displayName,'Not')`)), [])
  assert.deepEqual(names(await server.graph().get(`/v1.0/users/${id}/ownedObjects/${cast}`)), ['Mine'])
  assert.equal((await server.graph().get(path)).status, 400, 'an app is nobody')
  await member.delete(`/v1.0/applications/${made.id}`)
  assert.deepEqual(names(await member.get(path)), [])
  assert.equal((await member.post(`${deleted}/${made.id}/restore`)).status, 200)
  assert.deepEqual(names(await member.get(path)), ['Mine'])
})
