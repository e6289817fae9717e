import assert from 'node:assert/strict'

/** Where a person or an app calls: any number of processes may serve it. */
export type Place = { origin: string }

/** A form as a page shows it: hidden fields, and its buttons with what they send. */
export type Form = {
  action: string
  fields: Record<string, string>
  buttons: { label: string; name: string | null; value: string }[]
}

export type Page = {
  status: number
  url: string
  html: string
  title: string
  headers: Headers
  /** Of a redirect that leaves the server: where it leads. Nothing of `html` counts then. */
  leaves: string | null
}

/**
 * A browser without a screen or scripts: keeps cookies, follows redirects on the server, fills in forms as they are shown,
 * and sends `Origin` with a POST, as browsers do. Faster than Chromium by two orders; the story runs in both.
 */
export type Visitor = {
  open(path: string): Promise<Page>
  /** Presses the button whose label begins so, on the page shown last, with these fields typed in. */
  press(label: string, fields?: Record<string, string>): Promise<Page>
  /** A POST that no page has to show: what somebody who makes up requests can send. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Page>
  readonly page: Page
  forms(): Form[]
  has(label: string): boolean
}

export function visitor({ origin }: Place): Visitor {
  const cookies = new Map<string, string>()
  let current: Page | undefined

  async function send(path: string, init: RequestInit): Promise<Page> {
    let url = new URL(path, origin)
    let next = init
    for (let hops = 0; hops < 10; hops++) {
      const headers = new Headers(next.headers)
      if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
      const answer = await fetch(url, { ...next, headers, redirect: 'manual' })
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      const html = await answer.text()
      const location = answer.headers.get('location')
      const target = location === null ? undefined : new URL(location, url)
      if (target?.origin !== url.origin || isAnswerToOurPages(target)) {
        const title = decoded(/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '')
        const leaves = target?.href ?? null
        current = { status: answer.status, url: url.href, html, title, headers: answer.headers, leaves }
        return current
      }
      url = target
      next = {}
    }
    throw new Error(`too many redirects at ${url.pathname}`)
  }

  const post: Visitor['post'] = (path, fields, headers = {}) =>
    send(path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin, ...headers } })

  const here = (): Page => current ?? assert.fail('nothing is open')
  const find = (label: string) => {
    for (const form of formsOf(here())) {
      const button = form.buttons.find((one) => one.label.startsWith(label))
      if (button) return { form, button }
    }
    return undefined
  }
  return {
    open: (path) => send(path, {}),
    get page() {
      return here()
    },
    forms: () => formsOf(here()),
    has: (label) => find(label) !== undefined,
    async press(label, fields = {}) {
      const { form, button } = find(label) ?? assert.fail(`no button "${label}" on ${described(here())}`)
      const pressed = button.name === null ? {} : { [button.name]: button.value }
      return post(form.action, { ...form.fields, ...fields, ...pressed })
    },
    post,
  }
}

/** My Apps, My Account and the admin center are apps like others: what the token service answers them is theirs to use. */
const isAnswerToOurPages = ({ pathname, searchParams }: URL): boolean =>
  /^\/(myapps|myaccount|admin)\b/.test(pathname) && (searchParams.has('code') || searchParams.has('error'))

/** What a person can read on a page. */
export const textOf = (html: string): string =>
  decoded(html.replaceAll(/<(style|script)[^>]*>.*?<\/\1>/gs, ' ').replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ')

export const described = ({ status, title, leaves, html }: Page): string =>
  leaves === null ? `"${title}" (${status}): ${textOf(html).slice(0, 600)}` : `the redirect to ${leaves}`

function formsOf({ html, url }: Page): Form[] {
  return [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].map(([, action = '', inside = '']) => {
    const inputs = [...inside.matchAll(/<input([^>]*)>/g)].flatMap(([, attributes = '']) => {
      const name = attribute(attributes, 'name')
      const isField = name !== null && attribute(attributes, 'type') !== 'checkbox'
      return isField ? [[name, attribute(attributes, 'value') ?? ''] as const] : []
    })
    const buttons = [...inside.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)].map(([, attributes = '', label = '']) => ({
      label: textOf(label).trim(),
      name: attribute(attributes, 'name'),
      value: attribute(attributes, 'value') ?? '',
    }))
    return { action: new URL(decoded(action), url).href, fields: Object.fromEntries(inputs), buttons }
  })
}

function attribute(attributes: string, name: string): string | null {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1]
  return value === undefined ? null : decoded(value)
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
export const decoded = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)
