import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { myAppsSignIn } from '../harness/my-apps.ts'
import { refusalPage, type SignedIn } from '../harness/person.ts'
import {
  accept,
  acceptedGuest,
  guestInside,
  guestObject,
  invite,
  type Names,
  namesIn,
  openInvitation,
  type PartnerSetting,
  type Story,
  setting,
  story,
  succeeded,
} from '../harness/story.ts'

/**
 * Rows of the truth table of external-identities.md 3.10 over HTTPS: settings through Graph, people through the pages,
 * tokens through the token endpoint. All its rows run on the decision itself in src/access/decide.test.ts.
 */

const [inbound, outbound] = ['b2bCollaborationInbound', 'b2bCollaborationOutbound'] as const

/** `-`: no entry for the partner. `inh`: an entry that inherits. */
type Settings = { resource?: string; resourceFor?: string; home?: string; homeFor?: string }

async function arrange(
  world: Story,
  names: Names,
  { resource = 'A/A', resourceFor = '-', home = 'A/A', homeFor = '-' }: Settings,
) {
  const { contoso, fabrikam } = world
  const value = (notation: string) => (notation === 'inh' ? null : setting(notation, names))
  await contoso.defaults({ [inbound]: setting(resource, names) })
  await fabrikam.defaults({ [outbound]: setting(home, names) })
  if (resourceFor !== '-') await contoso.towards(fabrikam, { [inbound]: value(resourceFor) })
  if (homeFor !== '-') await fabrikam.towards(contoso, { [outbound]: value(homeFor) })
}

/** The home group that the demo's employee is in and its contractor is not. */
async function groupOf({ fabrikam }: Story): Promise<Names> {
  const { body } = succeeded(await fabrikam.graph.get(`/v1.0/users/${fabrikam.account('employee').id}/memberOf`))
  const [group] = body.value
  assert.ok(group, 'the employee is in a group')
  return { G1: { target: group.id, targetType: 'group' } }
}

const people = { u1: 'employee', u2: 'contractor' } as const
const apps = { app1: 'portal', app2: 'cli' } as const

test('row 6: invite u1, inbound A{u1}/A for the partner: pending', async (t) => {
  const world = story(await startServer(t))
  await arrange(world, namesIn(world), { resourceFor: 'A{u1}/A' })
  const { guestId, body } = await invite(world, world.fabrikam.account('employee'))
  assert.equal(body.status, 'PendingAcceptance')
  assert.equal((await guestObject(world, guestId)).externalUserState, 'PendingAcceptance')
})

test('row 11: invite u2, inbound A{G1}/A: pending, the inviter is not told; refused at redemption', async (t) => {
  const world = story(await startServer(t))
  const { fabrikam } = world
  await arrange(world, { ...namesIn(world), ...(await groupOf(world)) }, { resourceFor: 'A{G1}/A' })
  const invited = await invite(world, fabrikam.account('contractor'))
  assert.equal(invited.body.status, 'PendingAcceptance')
  const refused = refusalPage(await openInvitation(fabrikam.person('contractor'), invited.link))
  assert.equal(refused.code, '500213')
  assert.equal((await guestObject(world, invited.guestId)).externalUserState, 'PendingAcceptance')
  // Row 10: whoever is in the group at home is let in by it.
  await acceptedGuest(world, 'employee')
})

for (const { row, settings, code } of [
  { row: 24, settings: { resourceFor: 'B/B' }, code: '500213' },
  { row: 25, settings: { home: 'B/B' }, code: '500212' },
]) {
  test(`row ${row}: redeem u1, blocked after the invitation: ${code}, stays pending`, async (t) => {
    const world = story(await startServer(t))
    const { guestId, link } = await invite(world, world.fabrikam.account('employee'))
    await arrange(world, namesIn(world), settings)
    const refused = refusalPage(await openInvitation(world.fabrikam.person('employee'), link))
    assert.equal(refused.code, code)
    assert.equal((await guestObject(world, guestId)).externalUserState, 'PendingAcceptance')
  })
}

test('row 31: redeem u1 to My Apps, inbound A/A{app1}: accepted, then 500213 at My Apps', async (t) => {
  const world = story(await startServer(t))
  const { fabrikam } = world
  await arrange(world, namesIn(world), { resourceFor: 'A/A{app1}' })
  const landing = { inviteRedirectUrl: 'https://myapps.microsoft.com' }
  const { guestId, link } = await invite(world, fabrikam.account('employee'), landing)
  const guest = fabrikam.person('employee')
  const landed = await accept(guest, link)
  assert.equal((await guestObject(world, guestId)).externalUserState, 'Accepted')
  const { pathname, searchParams } = new URL(landed.url)
  assert.deepEqual([pathname, searchParams.get('tenantId')], ['/myapps', world.contoso.id])
  const page = await guest.visitor.open(myAppsSignIn(world.server, world.contoso.id))
  assert.equal(refusalPage(page).code, '500213')
})

const signIns = [
  { row: 37, who: 'u1', app: 'app1', settings: { resourceFor: 'A{u1}/A' }, expected: 'token' },
  { row: 42, who: 'u1', app: 'app2', settings: { resourceFor: 'A/A{app1}' }, expected: '500213' },
  { row: 47, who: 'u2', app: 'app1', settings: { homeFor: 'A{u1}/A' }, expected: '500212' },
  { row: 49, who: 'u1', app: 'app1', settings: { resource: 'B/B', home: 'B/B' }, expected: '500212' },
] as const
for (const { row, who, app, settings, expected } of signIns) {
  test(`row ${row}: sign-in ${who} ${app}, ${JSON.stringify(settings)}: ${expected}`, async (t) => {
    const world = story(await startServer(t))
    const at = world.contoso.app(apps[app])
    const { inside } = await guestInside(world, people[who], apps[app])
    await arrange(world, namesIn(world), settings)
    const refreshed = await inside.refresh()
    const person = world.fabrikam.person(people[who])
    if (expected === 'token') {
      assert.equal(refreshed.status, 200)
      await person.signInTo(at)
    } else {
      assert.deepEqual(refreshed.body.error_codes, [Number(expected)])
      assert.equal((await person.refusedAt(at)).code, expected)
    }
  })
}

test('row 57: sign-in u1, guest disabled: 50057', async (t) => {
  const world = story(await startServer(t))
  const { guestId, person } = await acceptedGuest(world)
  succeeded(await world.contoso.graph.patch(`/v1.0/users/${guestId}`, { accountEnabled: false }))
  assert.equal((await person.refusedAt(world.contoso.app('portal'))).code, '50057')
})

test('row 58: sign-in u1, guest soft-deleted: 50020', async (t) => {
  const world = story(await startServer(t))
  const { guestId, person } = await acceptedGuest(world)
  succeeded(await world.contoso.graph.delete(`/v1.0/users/${guestId}`))
  assert.equal((await person.refusedAt(world.contoso.app('portal'))).code, '50020')
})

/** design.md 8: with u and a = the target lists hit the person and the app. */
const combinations = [
  { notation: 'A{u1}/A{app1}', passes: ['u1 app1'] },
  { notation: 'A{u1}/B{app1}', passes: ['u1 app2'] },
  { notation: 'B{u1}/A{app1}', passes: ['u2 app1'] },
  { notation: 'B{u1}/B{app1}', passes: ['u1 app2', 'u2 app1', 'u2 app2'] },
]
const sides: { side: string; name: PartnerSetting; by: 'contoso' | 'fabrikam'; code: number }[] = [
  { side: 'inbound', name: inbound, by: 'contoso', code: 500213 },
  { side: 'outbound', name: outbound, by: 'fabrikam', code: 500212 },
]
for (const { side, name, by, code } of sides) {
  test(`allowed and blocked lists for two users and two apps, ${side}: at the next refresh and at sign-in`, async (t) => {
    const world = story(await startServer(t))
    const names = namesIn(world)
    const seats = await twoByTwo(world)
    for (const { notation, passes } of combinations) {
      await world[by].towards(world[by === 'contoso' ? 'fabrikam' : 'contoso'], { [name]: setting(notation, names) })
      const found: string[] = []
      for (const { seat, inside, enter } of seats) {
        const refreshed = await inside.refresh()
        const passed = refreshed.status === 200
        if (passed) found.push(seat)
        else assert.deepEqual(refreshed.body.error_codes, [code])
        assert.equal(await enter(), passed ? null : code, `${notation}: ${seat} at sign-in`)
      }
      assert.deepEqual(found, passes, notation)
    }
  })
}

type Seat = { seat: string; inside: SignedIn; enter(): Promise<number | null> }

/** Two guests, each signed in to two apps. `enter` tries again in the browser, and answers the code of the refusal. */
async function twoByTwo(world: Story): Promise<Seat[]> {
  const seats: Seat[] = []
  for (const who of ['u1', 'u2'] as const) {
    const { person } = await acceptedGuest(world, people[who])
    for (const app of ['app1', 'app2'] as const) {
      const at = world.contoso.app(apps[app])
      const inside = await person.signInTo(at)
      const enter = async () => {
        const arrival = await person.enter(at)
        return arrival.code === null ? Number(refusalPage(arrival.page).code) : null
      }
      seats.push({ seat: `${who} ${app}`, inside, enter })
    }
  }
  return seats
}
