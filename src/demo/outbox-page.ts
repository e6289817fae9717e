import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { type ReadLetter, readLetter } from '../mail/index.ts'
import { html, linkTo } from '../sign-in/pages/html.ts'
import { page, sendPage } from '../sign-in/pages/layout.ts'
import { isOperatorToken, sameText } from '../tenants/operator.ts'

const shownLetters = 50
const cookie = '__Host-gatehouse-outbox'

/** The link that opens the outbox in a browser, as the terminal prints it. */
export const outboxPageUrl = (world: { origin: string; operator: { token: string } }): string =>
  `${world.origin}/gatehouse/outbox/open?key=${encodeURIComponent(world.operator.token)}`

/**
 * The demo's mailbox as a person reads it. A browser cannot send the operator's token with a link, so `open` trades it
 * for a cookie that opens this page and nothing else. Demo only.
 */
export function registerOutboxPage(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: { key?: unknown } }>('/gatehouse/outbox/open', async (request, reply) => {
    const { key } = request.query
    if (typeof key !== 'string' || !(await isOperatorToken(deps, key))) {
      return sendPage(reply, closed())
    }
    const value = deps.vault.mac('outbox-page', key)
    await deps.store.across.setInstance('outboxPage', value)
    return reply
      .header('set-cookie', `${cookie}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax`)
      .header('cache-control', 'no-store')
      .redirect('/gatehouse/outbox/page', 303)
  })

  app.get('/gatehouse/outbox/page', async (request, reply) => {
    if (!(await holdsCookie(deps, request))) return sendPage(reply, closed())
    const mails = await deps.store.across.recentMail({ limit: shownLetters })
    const letters = mails.flatMap(({ mail }) => readLetter(deps, mail) ?? [])
    return sendPage(
      reply,
      page({
        title: 'Outbox',
        tenantName: 'Gatehouse demo',
        wide: true,
        body: html`<h1>Outbox</h1>
<p class="soft">Every mail that this demo has sent, newest first. Nothing leaves the machine. Reload to see what is new.</p>
${letters.length === 0 && html`<p class="note">No mail yet. Invite somebody: <b>npx gatehouse invite employee@fabrikam.gatehouse.test</b></p>`}
${letters.map(shown)}`,
      }),
    )
  })
}

const sentAt = ({ createdAt }: ReadLetter): string =>
  `${new Date(createdAt).toISOString().replace('T', ' ').slice(0, 19)} UTC`

function shown(letter: ReadLetter, index: number) {
  const links = letter.links.flatMap((one) => linkTo(one) ?? [])
  return html`<details${index === 0 && html` open`}>
<summary><b>${letter.subject}</b> <span class="soft">to ${letter.to}, ${sentAt(letter)}</span></summary>
<dl><dt>To</dt><dd>${letter.to}</dd><dt>From</dt><dd>${letter.from}</dd>
<dt>Sent</dt><dd><time>${sentAt(letter)}</time></dd></dl>
${letter.code !== undefined && html`<p>Code: <b class="code">${letter.code}</b></p>`}
<pre tabindex="0">${letter.text}</pre>
${links.length > 0 && html`<p class="actions"><a class="button" href="${links[0]}">${letter.kind === 'invitation' ? 'Accept invitation' : 'Open the link'}</a></p>`}
</details>`
}

const closed = () =>
  page({
    title: 'Outbox',
    status: 403,
    body: html`<h1>The outbox is closed</h1>
<p>Open it with the link that the demo printed on its terminal when it started. For scripts: <code>GET /gatehouse/outbox</code> with the operator's token of <code>demo.json</code>.</p>`,
  })

async function holdsCookie(deps: Deps, request: FastifyRequest): Promise<boolean> {
  const given = (request.headers.cookie ?? '').split(/; */).find((one) => one.startsWith(`${cookie}=`))
  const known = await deps.store.across.instance('outboxPage')
  return given !== undefined && known !== undefined && sameText(given, `${cookie}=${known}`)
}
