import type { TestServer } from '../harness/index.ts'

/** A page as the visitor sees it: its address, status, text, and its forms. */
export type Seen = {
  url: URL
  status: number
  headers: Headers
  html: string
  title: string
  /** Every hidden and visible field of the form that holds a button with this action, and where it goes. */
  form(action: string): { action: string; fields: Record<string, string> }
}

/** Where the browser was sent outside of the server: an app's redirect URI. */
export type Landed = { location: string; params: URLSearchParams }

/**
 * A person at a browser without scripts: cookies, forms and redirects over real HTTPS. It stops at redirects that leave
 * the server.
 */
export function visitor(server: Pick<TestServer, 'fetch' | 'origin'>) {
  const cookies = new Map<string, string>()
  let seen: Seen | undefined
  let landed: Landed | undefined

  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const answer = await server.fetch(path, { ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }

  async function go(path: string, init: RequestInit = {}): Promise<Seen | undefined> {
    let answer = await send(path, init)
    let url = new URL(path, server.origin)
    for (let hops = 0; answer.status >= 300 && answer.status < 400; hops += 1) {
      if (hops > 10) throw new Error('redirected in a circle')
      const location = answer.headers.get('location') ?? ''
      const next = URL.parse(location, url.href)
      if (!next || next.origin !== server.origin) {
        const [head = '', fragment] = [location.split('#')[0], location.split('#')[1]]
        const text = fragment ? fragment : (head.split('?')[1] ?? '')
        landed = { location, params: new URLSearchParams(text) }
        seen = undefined
        return undefined
      }
      url = next
      answer = await send(`${url.pathname}${url.search}`)
    }
    seen = await page(answer, url)
    landed = undefined
    return seen
  }

  const self = {
    cookies,
    send,
    open: (path: string, init?: RequestInit) => go(path, init),
    get page(): Seen {
      if (!seen) throw new Error(`no page: sent to ${landed?.location.split('?')[0]}`)
      return seen
    },
    get landed(): Landed {
      if (!landed) throw new Error(`not sent anywhere: ${seen?.title} ${problemOf(seen?.html ?? '')}`)
      return landed
    },
    get isLanded() {
      return landed !== undefined
    },
    /** Presses a button of the page, with what was typed. */
    async press(action: string, typed: Record<string, string> = {}, headers: Record<string, string> = {}) {
      const form = self.page.form(action)
      return go(form.action, {
        method: 'POST',
        headers: { origin: server.origin, 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams({ ...form.fields, action, ...typed }).toString(),
      })
    },
    /** Name and password, and "No" where it is asked whether to stay signed in. */
    async signIn(name: string, password: string) {
      if (self.page.html.includes('value="name"')) await self.press('name', { username: name })
      await self.press('password', { password })
      if (seen?.html.includes('Stay signed in?')) await self.press('no')
    },
  }
  return self
}

export type Visitor = ReturnType<typeof visitor>

async function page(answer: Response, url: URL): Promise<Seen> {
  const html = await answer.text()
  const title = /<title>([^<]*)/.exec(html)?.[1] ?? ''
  return {
    url,
    status: answer.status,
    headers: answer.headers,
    html,
    title,
    form(action) {
      const forms = [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)]
      const found = forms.find(([, , body = '']) => body.includes(`value="${action}"`))
      if (!found) throw new Error(`no button '${action}' on '${title}': ${problemOf(html)}`)
      const inputs = [...(found[2] ?? '').matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => tag)
      const fields = inputs.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')] as const)
      return { action: decode(found[1] ?? ''), fields: Object.fromEntries(fields) }
    },
  }
}

/** The message of an error page, for failing tests. */
export const problemOf = (html: string): string => decode(/role="alert"[^>]*>([^<]*)/.exec(html)?.[1] ?? '')

const attribute = (tag: string, name: string): string => decode(new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
const decode = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
