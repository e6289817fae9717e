/** A real browser, and somebody who works in it: cold and warm loads of pages, and the list of users. */
import { createHash, X509Certificate } from 'node:crypto'
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core'
import { trustLocalCa } from '../../src/http/tls.ts'
import { browserOptions } from '../../test/harness/browser.ts'
import { enterAdmin } from '../../test/web/admin.ts'
import { enterMine } from '../../test/web/me.ts'
import { texts } from '../../web/texts/en/kit.ts'
import { findSamples } from '../samples.ts'
import type { Started } from './gatehouse.ts'
import { takePart } from './take-part.ts'

export type Plan = { server: Started; chromium: string }
type Tenant = keyof Started['world']['tenants']
/** Milliseconds from the navigation to the page that can be used; what the server sent until nothing was asked any more. */
export type Visit = {
  millis: number
  requests: number
  bytes: number
  /** Scripts and styles only. */
  code: { files: string[]; bytes: number }
}

let started: { browser: Browser; server: Started } | undefined
const windows = new Map<string, { page: Page; context: BrowserContext; traffic: Traffic }>()

function now() {
  if (!started) throw new Error('the browser was not started')
  return started
}

/**
 * Usable: there is a title and no skeleton, and the main thread has nothing to do. What is `inert` is a picture that
 * nobody can use. Answers milliseconds since the navigation began.
 */
const untilUsable = `new Promise((done) => {
  const loading = () => [...document.querySelectorAll('[role="progressbar"]:not([aria-valuenow])')].some((one) => !one.closest('[inert]'))
  const usable = () => document.querySelector('main h1') !== null && !loading() &&
    (!new URLSearchParams(location.search).has('pane') || document.querySelector('[role="dialog"]') !== null)
  const look = () => usable()
    ? requestIdleCallback(() => usable() ? done(performance.now()) : look())
    : requestAnimationFrame(look)
  look()
})`

const operations = {
  async start({ server, chromium: executablePath }: Plan) {
    trustLocalCa(server.ca)
    const { publicKey } = new X509Certificate(server.tls.cert)
    const key = createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64')
    // Trusted, not only tolerated: of a server that it merely tolerates, a browser keeps nothing.
    const { args } = browserOptions(executablePath)
    const browser = await chromium.launch({
      executablePath,
      args: [...args, `--ignore-certificate-errors-spki-list=${key}`],
    })
    started = { browser, server }
  },

  /** Somebody signs in, as people do; the window stays open. */
  async signIn({ tenant, pages }: { tenant: Tenant; pages: 'admin' | 'own' }): Promise<string> {
    const { browser, server } = now()
    const place = { origin: server.origin, demo: server.world }
    const opened = await (pages === 'admin'
      ? enterAdmin(browser, place, { tenant })
      : enterMine(browser, place, { account: memberOf(server, tenant) }))
    await opened.context.setExtraHTTPHeaders({ 'accept-encoding': 'gzip' })
    const name = `${tenant} ${pages}`
    windows.set(name, { ...opened, traffic: await listen(await opened.context.newCDPSession(opened.page)) })
    return name
  },

  samples: () => {
    const { origin, world } = now().server
    return findSamples(world, (path, init) => fetch(new URL(path, origin), init))
  },

  /** One load of a page; null when there is no such page. Cold: nothing is kept from before, but who has signed in. */
  visit: ({ window, at, cold }: { window: string; at: string; cold: boolean }) => visit(window, at, cold),

  /** Warm loads, one after another, all of them usable at the end. */
  async views({ window, at, count }: { window: string; at: string; count: number }): Promise<{ requests: number }> {
    let requests = 0
    for (let view = 0; view < count; view++) requests += (await visit(window, at, false))?.requests ?? 0
    return { requests }
  },

  /** The page's scripts and styles, fetched at once by a page that is there already, and not run: milliseconds. */
  async fetchOnly({ window, files }: { window: string; files: string[] }): Promise<number> {
    const { page } = windowOf(window)
    return (await page.evaluate(`(async () => {
      const began = performance.now()
      await Promise.all(${JSON.stringify(files)}.map(async (file) => (await fetch(file, { cache: 'no-store' })).arrayBuffer()))
      return performance.now() - began
    })()`)) as number
  },

  /** All users: milliseconds to the first rows, then of each further page, and how often the server was asked for users. */
  async userList({ window, pages }: { window: string; pages: number }) {
    const { page } = windowOf(window)
    let asked = 0
    const count = (request: { url(): string }) => {
      if (new URL(request.url()).pathname === '/v1.0/users') asked += 1
    }
    page.on('request', count)
    const first = await visit(window, '/admin/users', false)
    const further: number[] = []
    for (let turn = 0; turn < pages; turn++) further.push((await page.evaluate(nextPage)) as number)
    page.off('request', count)
    const rows = (await page.evaluate(`document.querySelectorAll('main tbody tr').length`)) as number
    return { firstMs: first?.millis ?? Number.NaN, furtherMs: further, asked, rows }
  },
}

function memberOf({ world }: Started, tenant: Tenant) {
  const { member } = world.tenants[tenant].people
  if (!member) throw new Error(`${tenant} has no member`)
  return member
}

/** From the click to the new rows, drawn, with the main thread at rest. */
const nextPage = `new Promise((done, failed) => {
  const rows = () => document.querySelectorAll('main tbody tr').length
  const button = [...document.querySelectorAll('main button')].find((one) => one.textContent === ${JSON.stringify(texts.moreRows)})
  if (!button) return failed(new Error('there is no further page'))
  const before = rows()
  const began = performance.now()
  button.click()
  const look = () => rows() > before
    ? requestAnimationFrame(() => requestIdleCallback(() => done(performance.now() - began)))
    : requestAnimationFrame(look)
  look()
})`

function windowOf(name: string) {
  const found = windows.get(name)
  if (!found) throw new Error(`nobody has signed in to ${name}`)
  return found
}

async function visit(window: string, at: string, cold: boolean): Promise<Visit | null> {
  const { page, traffic } = windowOf(window)
  const { origin } = now().server
  if (cold) await traffic.forget()
  traffic.reset()
  await page.goto(new URL(at, origin).href, { waitUntil: 'commit' })
  const millis = (await page.evaluate(untilUsable)) as number
  await page.waitForLoadState('networkidle')
  if ((await page.title()).startsWith(texts.notFoundTitle)) return null
  const said = await page.getByRole('main').getByRole('alert').allInnerTexts()
  if (said.length > 0) throw new Error(`${at} shows ${said.join(' ')}`)
  return { millis, ...traffic.seen() }
}

type Traffic = { reset(): void; forget(): Promise<void>; seen(): Omit<Visit, 'millis'> }

/** What comes over the network, headers and all, as it was sent. */
async function listen(session: CDPSession): Promise<Traffic> {
  const kinds = new Map<string, { type: string; url: string }>()
  let sent: { type: string; url: string; bytes: number }[] = []
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    kinds.set(requestId, { type, url: response.url })
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength: bytes }) => {
    const kind = kinds.get(requestId)
    // Nothing was sent of what the browser had kept.
    if (kind && bytes > 0) sent.push({ ...kind, bytes })
  })
  await session.send('Network.enable')
  const sum = (some: typeof sent) => some.reduce((total, { bytes }) => total + bytes, 0)
  return {
    reset() {
      sent = []
    },
    async forget() {
      await session.send('Network.clearBrowserCache')
    },
    seen() {
      const code = sent.filter(({ type }) => type === 'Script' || type === 'Stylesheet')
      return {
        requests: sent.length,
        bytes: sum(sent),
        code: { files: code.map(({ url }) => new URL(url).pathname), bytes: sum(code) },
      }
    },
  }
}

export type BrowserAtWork = typeof operations
takePart(operations, async () => started?.browser.close())
