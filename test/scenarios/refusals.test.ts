import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { type Page, refusalPage } from '../harness/person.ts'
import {
  type AccessSetting,
  guestInside,
  guestObject,
  invite,
  namesIn,
  openInvitation,
  type PartnerSetting,
  type Story,
  setting,
  story,
  succeeded,
} from '../harness/story.ts'
import { secretsOf, toldAtRefresh, toldOnPage, toldToAdmins } from '../harness/told.ts'

/** The story's refusals, each from a fresh world: what the person, the app and the admins of both sides are told. */

/** A block and the side that has it: 500213 inbound at Contoso, 500212 outbound at Fabrikam. */
type Block = {
  by: 'contoso' | 'fabrikam'
  name: PartnerSetting
  code: 500212 | 500213
}
const inbound: Block = { by: 'contoso', name: 'b2bCollaborationInbound', code: 500213 }
const outbound: Block = { by: 'fabrikam', name: 'b2bCollaborationOutbound', code: 500212 }

const other = { contoso: 'fabrikam', fabrikam: 'contoso' } as const

async function put(world: Story, { by, name }: Block, value: AccessSetting): Promise<void> {
  await world[by].towards(world[other[by]], { [name]: value })
}

/** The two halves of the log: the blocking side sees its rule, the other side only that it was refused there. */
const sidesOf = (world: Story, block: Block, half: string, ids: readonly string[]) => [
  { of: world[block.by], code: block.code, setting: `${block.name}${half}` },
  { of: world[other[block.by]], code: block.code, setting: null, secrets: ids },
]

for (const block of [inbound, outbound]) {
  test(`${block.by} blocks the other after the invitation: ${block.code} on the page, the guest stays pending`, async (t) => {
    const world = story(await startServer(t))
    const { contoso, fabrikam } = world
    const { guestId, link } = await invite(world, fabrikam.account('employee'))
    const before = await guestObject(world, guestId)
    const blocked = setting('B/B', {})
    await put(world, block, blocked)

    const guest = fabrikam.person('employee')
    const page = refusalPage(await openInvitation(guest, link))
    const ids = toldOnPage(page, {
      code: String(block.code),
      tenant: contoso.id,
      appId: page.block['application id'] ?? '',
      secrets: secretsOf([blocked]),
    })
    assert.match(page.text, new RegExp(`This was decided by ${world[block.by].displayName}`))
    await toldToAdmins(ids, sidesOf(world, block, '', []))

    // The direct way to the app is closed just the same.
    const direct = await fabrikam.person('employee').refusedAt(contoso.app('portal'))
    assert.equal(direct.code, String(block.code))
    assert.deepEqual(await guestObject(world, guestId), before)
    assert.equal(before.externalUserState, 'PendingAcceptance')

    // The block is all that was wrong: without it the same link is accepted.
    await world[block.by].towards(world[other[block.by]], { [block.name]: null })
    assert.equal((await openInvitation(fabrikam.person('employee'), link)).title, 'Review permissions')
  })

  test(`${block.by} blocks the other after acceptance: ${block.code} on the page and at the next refresh`, async (t) => {
    const world = story(await startServer(t))
    const { contoso, fabrikam } = world
    const portal = contoso.app('portal')
    const { guestId, inside } = await guestInside(world)
    const before = await guestObject(world, guestId)
    const blocked = setting('B/B', {})
    await put(world, block, blocked)
    const secrets = secretsOf([blocked])

    const refreshed = toldAtRefresh(await inside.refresh(), { code: block.code, secrets })
    const page = await fabrikam.person('employee').refusedAt(portal)
    const { appId } = portal.app
    const shown = toldOnPage(page, { code: String(block.code), tenant: contoso.id, appId, secrets })
    assert.match(page.text, new RegExp(`This was decided by ${world[block.by].displayName}`))
    for (const ids of [refreshed, shown]) await toldToAdmins(ids, sidesOf(world, block, '', []))
    assert.deepEqual(await guestObject(world, guestId), before)

    await world[block.by].towards(world[other[block.by]], { [block.name]: null })
    assert.equal((await inside.refresh()).status, 200, 'the refusal took nothing away that the next success needs')
  })

  test(`${block.by} lets only one person pass: ${block.code} for the other one, on the page and at the next refresh`, async (t) => {
    const world = story(await startServer(t))
    const { contoso, fabrikam } = world
    const portal = contoso.app('portal')
    const { inside: employee } = await guestInside(world, 'employee')
    const { inside: contractor, guestId } = await guestInside(world, 'contractor')
    const before = await guestObject(world, guestId)
    const onlyOne = setting('A{u1}/A', namesIn(world))
    await put(world, block, onlyOne)
    const secrets = secretsOf([onlyOne])

    assert.equal((await employee.refresh()).status, 200)
    await fabrikam.person('employee').signInTo(portal)
    const refreshed = toldAtRefresh(await contractor.refresh(), { code: block.code, secrets })
    const page = await fabrikam.person('contractor').refusedAt(portal)
    const { appId } = portal.app
    const shown = toldOnPage(page, { code: String(block.code), tenant: contoso.id, appId, secrets })
    const listed = [fabrikam.account('employee').id]
    for (const ids of [refreshed, shown]) {
      await toldToAdmins(ids, sidesOf(world, block, '.usersAndGroups', listed))
    }
    assert.deepEqual(await guestObject(world, guestId), before)
  })

  test(`${block.by} lets only one app be reached: ${block.code} at the other one, on the page and at the next refresh`, async (t) => {
    const world = story(await startServer(t))
    const { contoso, fabrikam } = world
    const [portal, commandLine] = [contoso.app('portal'), contoso.app('cli')]
    const { inside, guestId } = await guestInside(world, 'employee', 'portal')
    const { inside: insideOther } = { inside: await fabrikam.person('employee').signInTo(commandLine) }
    const before = await guestObject(world, guestId)
    const onlyOne = setting('A/A{app1}', namesIn(world))
    await put(world, block, onlyOne)
    const secrets = secretsOf([onlyOne])

    assert.equal((await inside.refresh()).status, 200)
    await fabrikam.person('employee').signInTo(portal)
    const refreshed = toldAtRefresh(await insideOther.refresh(), { code: block.code, secrets })
    const page = await fabrikam.person('employee').refusedAt(commandLine)
    const { appId } = commandLine.app
    const shown = toldOnPage(page, { code: String(block.code), tenant: contoso.id, appId, secrets })
    for (const ids of [refreshed, shown]) {
      await toldToAdmins(ids, sidesOf(world, block, '.applications', [portal.app.appId]))
    }
    assert.deepEqual(await guestObject(world, guestId), before)
  })
}

test('the guest is disabled: 50057 on the page and at the next refresh', async (t) => {
  const world = story(await startServer(t))
  const { contoso, fabrikam } = world
  const portal = contoso.app('portal')
  const { guestId, inside } = await guestInside(world)
  succeeded(await contoso.graph.patch(`/v1.0/users/${guestId}`, { accountEnabled: false }))
  const before = await guestObject(world, guestId)
  const secrets = ['accountEnabled']

  const refreshed = toldAtRefresh(await inside.refresh(), { code: 50057, secrets })
  const page = await fabrikam.person('employee').refusedAt(portal)
  const shown = toldOnPage(page, { code: '50057', tenant: contoso.id, appId: portal.app.appId, secrets })
  for (const ids of [refreshed, shown]) {
    await toldToAdmins(ids, [
      { of: contoso, code: 50057, setting: 'user.accountEnabled' },
      { of: fabrikam, code: 50057, setting: null, secrets: [guestId] },
    ])
  }
  assert.deepEqual(await guestObject(world, guestId), before)
})

test('the guest is deleted: 50020 on the page, 50034 at the next refresh', async (t) => {
  const world = story(await startServer(t))
  const { contoso, fabrikam } = world
  const portal = contoso.app('portal')
  const { guestId, inside } = await guestInside(world)
  succeeded(await contoso.graph.delete(`/v1.0/users/${guestId}`))
  const secrets = [guestId]

  const refreshed = toldAtRefresh(await inside.refresh(), { code: 50034, secrets })
  const page = await fabrikam.person('employee').refusedAt(portal)
  const shown = toldOnPage(page, { code: '50020', tenant: contoso.id, appId: portal.app.appId, secrets })
  await toldToAdmins(refreshed, [
    { of: contoso, code: 50034, setting: 'user.deletedDateTime' },
    { of: fabrikam, code: 50034, setting: null, secrets },
  ])
  // The home tenant logs an account that the other side does not know under a number of its own.
  await toldToAdmins(shown, [
    { of: contoso, code: 50020, setting: 'user.deletedDateTime' },
    { of: fabrikam, code: 90072, setting: null, secrets },
  ])
  assert.equal(await guestObject(world, guestId), null)
  const deleted = await contoso.graph.get(`/v1.0/directory/deletedItems/${guestId}`)
  assert.equal(deleted.status, 200, 'still restorable')

  succeeded(await contoso.graph.post(`/v1.0/directory/deletedItems/${guestId}/restore`))
  await fabrikam.person('employee').signInTo(portal)
})

test('signed in with another account: 50020 on the page, the guest stays pending', async (t) => {
  const world = story(await startServer(t))
  const { contoso, fabrikam } = world
  const { guestId, link } = await invite(world, fabrikam.account('employee'))
  const before = await guestObject(world, guestId)

  const wrong = fabrikam.person('contractor')
  const page = refusalPage(await openInvitation(wrong, link))
  const appId = page.block['application id'] ?? ''
  const ids = toldOnPage(page, { code: '50020', tenant: contoso.id, appId, secrets: [guestId] })
  for (const name of ['employee', 'contractor']) assert.ok(page.text.includes(fabrikam.account(name).mail), name)
  await toldToAdmins(ids, [
    { of: contoso, code: 50020, setting: 'user.externalUserState' },
    { of: fabrikam, code: 90072, setting: null, secrets: [guestId] },
  ])
  assert.deepEqual(await guestObject(world, guestId), before)

  // The way to another account leads back to the same invitation.
  await wrong.visitor.open(decodedHref(page.page, '/redeem/sign-in'))
  const right = fabrikam.account('employee')
  await wrong.visitor.press('Use another account')
  await wrong.visitor.press('Next', { username: right.userPrincipalName })
  assert.equal((await wrong.visitor.press('Sign in', { password: right.password })).title, 'Review permissions')

  // At the app, too: whoever was not invited is not let in by somebody else's invitation.
  const uninvited = await fabrikam.person('contractor').refusedAt(contoso.app('portal'))
  assert.equal(uninvited.code, '50020')
})

function decodedHref({ html }: Page, start: string): string {
  const [, href] = new RegExp(`href="(${start}[^"]*)"`).exec(html) ?? []
  return href?.replaceAll('&amp;', '&') ?? assert.fail(`no link to ${start}`)
}
