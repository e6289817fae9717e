// node scripts/screenshots.ts: makes the pictures of the documents from a running demo, into docs/images/. Look at them
// before you commit them.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../test/harness/browser.ts'
import { startServer } from '../test/harness/index.ts'
import { acceptOnScreen, signInOnScreen } from '../test/harness/screen.ts'
import { invite, setting, story } from '../test/harness/story.ts'
import { enterAdmin } from '../test/web/admin.ts'

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url))
mkdirSync(folder, { recursive: true })

const endings: (() => unknown)[] = []
const run = { after: (end: () => unknown) => void endings.unshift(end) }

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}${name}.png` })
  console.log(`docs/images/${name}.png`)
}

/** A page of the admin center, when the words that matter are there and nothing is loading any more. */
async function shootAdmin(page: Page, at: string, words: string, name: string): Promise<void> {
  await page.goto(new URL(`/admin${at}`, page.url()).href)
  await page.getByText(words).first().waitFor()
  await page.waitForLoadState('networkidle')
  await shoot(page, name)
}

try {
  const server = await startServer(run, { portal: true })
  const world = story(server)
  const { contoso, fabrikam } = world
  const employee = fabrikam.account('employee')
  const portal = server.running.portalUrl ?? ''
  const { link } = await invite(world, employee, {
    inviteRedirectUrl: `${portal}/`,
    invitedUserDisplayName: 'Emil Sato',
  })

  const browser = await launchBrowser(run)
  const context = await browser.newContext({
    viewport: { width: 1000, height: 640 },
    deviceScaleFactor: 1,
  })
  const page = await context.newPage()
  await page.goto(link)
  await page.getByRole('button', { name: 'Continue to sign in' }).click()
  await signInOnScreen(page, employee)
  await page.getByRole('heading', { name: 'Review permissions' }).waitFor()
  await shoot(page, 'accept')
  await acceptOnScreen(page, 'Review permissions')
  await page.getByRole('link', { name: 'Sign in', exact: true }).click()
  await acceptOnScreen(page, 'Permissions requested')
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  await shoot(page, 'portal')
  await contoso.towards(fabrikam, { b2bCollaborationInbound: setting('B/B', {}) })
  await page.getByRole('button', { name: 'Refresh my tokens' }).click()
  await page.getByRole('alert').waitFor()
  await shoot(page, 'refused')

  const admin = await enterAdmin(browser, server, { width: 1280 })
  await shootAdmin(admin.page, '', 'Your first ten minutes', 'overview')
  await shootAdmin(admin.page, '/users', 'Emil Sato', 'users')
  await shootAdmin(admin.page, '/users?pane=invite', 'Invite external user', 'invite')
  await shootAdmin(
    admin.page,
    `/cross-tenant-access/organizations/${fabrikam.id}`,
    'External users and groups',
    'organization',
  )
  const refused = await contoso.graph.get(
    '/beta/auditLogs/signIns?$filter=status/errorCode eq 500213 and (isInteractive eq true or isInteractive eq false)',
  )
  await shootAdmin(admin.page, `/sign-ins?signIn=${refused.body.value[0].id}&part=why`, 'Apply this fix', 'why')

  const mine = await context.newPage()
  await mine.goto(`${server.origin}/myaccount/organizations?tenantId=${fabrikam.id}`)
  await mine.getByRole('heading', { level: 1 }).waitFor()
  await mine.getByText('Contoso').first().waitFor()
  await shoot(mine, 'my-account')
} finally {
  for (const end of endings) await end()
}
