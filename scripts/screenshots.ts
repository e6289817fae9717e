// node scripts/screenshots.ts: makes the pictures of the documents from a running demo, into docs/images/. Look at them
// before you commit them.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { provideChromium } from '../test/harness/chromium.ts'
import { startServer } from '../test/harness/index.ts'
import { acceptOnScreen, signInOnScreen } from '../test/harness/screen.ts'
import { invite, setting, story } from '../test/harness/story.ts'

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url))
mkdirSync(folder, { recursive: true })

const endings: (() => unknown)[] = []
const run = { after: (end: () => unknown) => void endings.unshift(end) }

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}${name}.png` })
  console.log(`docs/images/${name}.png`)
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

  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath: provideChromium(), args })
  run.after(() => browser.close())
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
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
} finally {
  for (const end of endings) await end()
}
