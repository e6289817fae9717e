import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { person } from '../harness/person.ts'
import { startPostgres } from '../harness/postgres.ts'
import { employee, inviteGuest, redirectUrl } from './story.ts'

const postgres = await startPostgres()
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
after(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})
const environment = { DATABASE_URL: postgres.url, GATEHOUSE_SECRET: Buffer.alloc(32, 7).toString('base64') }

test('on PostgreSQL a list of denied or allowed domains holds for the very next invitation through another process, and there is one list', async (t) => {
  const first = await startServer(t, { dataFolder: folder, environment })
  const second = await startServer(t, { dataFolder: folder, environment })
  const path = '/beta/policies/b2bManagementPolicies'
  const lists = (value: object) => ({
    definition: [
      JSON.stringify({ B2BManagementPolicy: { Version: 1, InvitationsAllowedAndBlockedDomainsPolicy: value } }),
    ],
  })
  const invite = async (email: string) => {
    const wish = { invitedUserEmailAddress: email, inviteRedirectUrl: redirectUrl }
    return (await second.graph().post('/v1.0/invitations', wish)).status
  }
  const made = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      (n % 2 ? first : second).graph().post(path, lists({ BlockedDomains: ['partner.example'] })),
    ),
  )
  assert.deepEqual(made.map(({ status }) => status).toSorted(), [201, 400, 400, 400, 400, 400])
  assert.equal(await invite('ann@partner.example'), 400)
  assert.equal(await invite('ann@other.example'), 201)
  const policy = `${path}/${made.find(({ status }) => status === 201)?.body.id}`
  for (let turn = 0; turn < 10; turn++) {
    assert.equal((await first.graph().patch(policy, lists({ AllowedDomains: ['partner.example'] }))).status, 204)
    assert.deepEqual([await invite(`a${turn}@partner.example`), await invite(`a${turn}@other.example`)], [201, 400])
    assert.equal((await first.graph().patch(policy, lists({ BlockedDomains: ['partner.example'] }))).status, 204)
    assert.deepEqual([await invite(`b${turn}@partner.example`), await invite(`b${turn}@other.example`)], [400, 201])
  }
  assert.equal((await first.graph().delete(policy)).status, 204)
  assert.equal(await invite('cas@partner.example'), 201)
})

test('on PostgreSQL a guest is converted once, whichever process is asked, and signs in here through the other', async (t) => {
  const first = await startServer(t, { dataFolder: folder, environment })
  const second = await startServer(t, { dataFolder: folder, environment })
  const { id: tenant, domain, apps } = first.demo.tenants.contoso
  const app = apps.portal ?? assert.fail('no portal')
  const { guestId } = await inviteGuest(first, employee(first).userPrincipalName)
  await person(first, employee(first)).signInTo({ tenant, app })
  const userPrincipalName = `converted@${domain}`
  const password = 'Newly-internal-4-all'
  const wish = { userPrincipalName, passwordProfile: { password, forceChangePasswordNextSignIn: false } }
  const answers = await Promise.all(
    [first, second, first, second].map((server) =>
      server.graph().post(`/beta/users/${guestId}/convertExternalToInternalMemberUser`, wish),
    ),
  )
  const won = answers.filter(({ status }) => status === 200)
  assert.equal(won.length, 1, JSON.stringify(answers.map(({ status, body }) => [status, body.error?.message])))
  for (const { status } of answers) assert.ok(status < 500, String(status))
  const { body } = await second.graph().get(`/v1.0/users/${guestId}?$select=userType,externalUserState,identities`)
  assert.deepEqual([body.userType, body.externalUserState, body.identities.length], ['Member', null, 1])
  assert.ok(await person(second, { userPrincipalName, password }).signInTo({ tenant, app }))
  assert.equal((await person(second, employee(second)).refusedAt({ tenant, app })).code, '50020')
})
