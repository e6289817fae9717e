import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { openAdmin, visit } from './admin.ts'

test('what was typed on the page of one thing and left there never stands on the page of another', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const { apps } = server.demo.tenants.contoso
  const group = async (displayName: string): Promise<string> => {
    const wish = { displayName, mailNickname: displayName, mailEnabled: false, securityEnabled: true }
    return (await graph.post('/v1.0/groups', wish)).body.id
  }
  const [red, blue] = [await group('Red'), await group('Blue')]
  const { page } = await openAdmin(t, server, { at: `/groups/${blue}` })
  page.setDefaultTimeout(15_000)
  const goes = async (path: string, name: string) => {
    await visit(page, path)
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  }
  const leave = () => page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
  const description = page.getByLabel('Description')

  await t.test('of groups: nothing of one can be saved over the other', async () => {
    await goes(`/groups/${red}`, 'Red')
    await description.fill('meant for Red')
    await visit(page, `/groups/${blue}`)
    await leave()
    await page.getByRole('heading', { level: 1, name: 'Blue', exact: true }).waitFor()
    assert.equal(await description.inputValue(), '')
    await description.fill('meant for Blue')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.locator('[data-notice]').first().waitFor()
    const told = async (id: string) => (await graph.get(`/v1.0/groups/${id}`)).body
    assert.partialDeepStrictEqual(await told(blue), { displayName: 'Blue', description: 'meant for Blue' })
    assert.partialDeepStrictEqual(await told(red), { displayName: 'Red', description: null })
  })

  await t.test('of apps: the properties of an enterprise application', async () => {
    const portal = apps.portal
    const api = apps.api
    assert.ok(portal && api)
    await goes(`/enterprise-applications/${portal.servicePrincipalId}`, portal.displayName)
    await goes(`/enterprise-applications/${api.servicePrincipalId}`, api.displayName)
    const homePage = page.getByLabel('Homepage URL')
    await homePage.fill('https://api.example/')
    await visit(page, `/enterprise-applications/${portal.servicePrincipalId}`)
    await leave()
    await page.getByRole('heading', { level: 1, name: portal.displayName, exact: true }).waitFor()
    assert.notEqual(await homePage.inputValue(), 'https://api.example/')
  })
})
