import type { TestServer } from '../harness/index.ts'

/** A form as a page shows it: hidden fields, and the buttons with their names. */
type Form = {
  action: string
  fields: Record<string, string>
  buttons: { label: string; name: string | null; value: string }[]
}

export type Page = {
  status: number
  url: string
  html: string
  title: string
  /** Of a redirect that leaves this server. */
  leaves: string | null
  headers: Headers
}

/**
 * A browser without a screen: keeps cookies, follows redirects on this server, fills in forms as they are shown. Sends
 * `Origin` with a POST, as browsers do.
 */
export type Visitor = {
  open(path: string): Promise<Page>
  /** Presses the button with this label on the page shown last, with these fields filled in. */
  press(label: string, fields?: Record<string, string>): Promise<Page>
  /** A POST that no page shows. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Page>
  readonly page: Page
  forms(): Form[]
  /** Presses through sign-in by name and password, from whichever of its pages is shown. */
  signIn(name: string, password: string): Promise<Page>
}

export function visitor(server: Pick<TestServer, 'origin'>): Visitor {
  const cookies = new Map<string, string>()
  let current: Page | undefined

  async function send(path: string, init: RequestInit): Promise<Page> {
    let url = new URL(path, server.origin)
    let next = init
    for (let hops = 0; hops < 10; hops++) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const headers = new Headers(next.headers)
      if (cookie !== '') headers.set('cookie', cookie)
      const answer = await fetch(url, { ...next, headers, redirect: 'manual' })
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        cookies.set(name, value)
      }
      const location = answer.headers.get('location')
      const target = location === null ? undefined : new URL(location, url)
      if (target?.origin === url.origin) {
        await answer.arrayBuffer()
        url = target
        next = {}
        continue
      }
      const html = await answer.text()
      const title = text(/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '')
      current = {
        status: answer.status,
        url: url.href,
        html,
        title,
        leaves: target?.href ?? null,
        headers: answer.headers,
      }
      return current
    }
    throw new Error(`too many redirects at ${url}`)
  }

  const post: Visitor['post'] = (path, fields, headers = {}) =>
    send(path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: server.origin, ...headers } })

  const here = (): Page => {
    if (!current) throw new Error('nothing is open')
    return current
  }

  const browser: Visitor = {
    open: (path) => send(path, {}),
    post,
    get page() {
      return here()
    },
    forms: () => formsOf(here()),
    async press(label, fields = {}) {
      for (const form of formsOf(here())) {
        const button = form.buttons.find((one) => one.label.startsWith(label))
        if (!button) continue
        const pressed = button.name === null ? {} : { [button.name]: button.value }
        return post(form.action, { ...form.fields, ...fields, ...pressed })
      }
      throw new Error(`no button "${label}" on "${here().title}": ${here().html.slice(-1500)}`)
    },
    async signIn(name, password) {
      if (here().title === 'Pick an account') await browser.press('Use another account')
      if (here().title === 'Enter password' && !here().html.includes(`<b>${name}</b>`)) await browser.press('Not you?')
      if (here().title === 'Sign in') await browser.press('Next', { username: name })
      await browser.press('Sign in', { password })
      return here().title === 'Stay signed in?' ? browser.press('No') : here()
    },
  }
  return browser
}

function formsOf({ html, url }: Page): Form[] {
  return [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].map((match) => {
    const inside = match[2] ?? ''
    const fields: Record<string, string> = {}
    for (const [, attributes = ''] of inside.matchAll(/<input([^>]*)>/g)) {
      const name = attribute(attributes, 'name')
      if (name !== null && attribute(attributes, 'type') !== 'checkbox')
        fields[name] = attribute(attributes, 'value') ?? ''
    }
    const buttons = [...inside.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)].map(([, attributes = '', label = '']) => ({
      label: text(label.replaceAll(/<[^>]*>/g, ' ')).trim(),
      name: attribute(attributes, 'name'),
      value: attribute(attributes, 'value') ?? '',
    }))
    return { action: new URL(text(match[1] ?? ''), url).href, fields, buttons }
  })
}

function attribute(attributes: string, name: string): string | null {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1]
  return value === undefined ? null : text(value)
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
const text = (escaped: string): string => escaped.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (one) => entities[one] ?? one)
