import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { startPostgres } from '../harness/postgres.ts'
import { audits, employee, inviteGuest, redirectUrl, signInToRedeem, stateOf } from './story.ts'

const postgres = await startPostgres()
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
// Of the file, not of the test: both must outlive the servers.
after(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('on PostgreSQL, through two processes: one guest from many invitations, one winner of two redemptions, one mail each', async (t) => {
  const environment = { DATABASE_URL: postgres.url, GATEHOUSE_SECRET: Buffer.alloc(32, 7).toString('base64') }
  const first = await startServer(t, { dataFolder: folder, environment })
  const second = await startServer(t, { dataFolder: folder, environment })
  const all = await Promise.all(
    Array.from({ length: 12 }, (_, n) => inviteGuest(n % 2 ? first : second, 'many@nowhere.example')),
  )
  assert.equal(new Set(all.map((one) => one.guestId)).size, 1)

  const invited = await inviteGuest(first, employee(first).mail, { sendInvitationMessage: true })
  const { searchParams } = new URL(invited.link)
  const standing = await Promise.all(
    [first, second].map((server) =>
      signInToRedeem(server, `${server.origin}/redeem/?${searchParams}`, employee(server)),
    ),
  )
  const done = await Promise.all(standing.map(({ browser }) => browser.press('Accept')))
  assert.deepEqual(
    done.map((page) => page.leaves),
    [redirectUrl, redirectUrl],
  )
  assert.equal(await stateOf(second, invited.guestId), 'Accepted')
  const redeemed = await audits(first, 'contoso', 'Redeem external user invite')
  assert.equal(redeemed.filter((one) => one.result === 'success').length, 1)
  assert.equal((await second.letters(employee(first).mail)).length, 1)
})
