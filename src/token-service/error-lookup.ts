import type { FastifyInstance } from 'fastify'
import { explainCode } from '../errors/index.ts'
import { html } from '../sign-in/pages/html.ts'
import { page, sendPage } from '../sign-in/pages/layout.ts'

/** `/error?code=50020` or `?error=AADSTS50020`: what a number means, and what to do about it (sts.md 3.4). */
export function registerErrorLookup(app: FastifyInstance): void {
  app.get('/error', async (request, reply) => {
    const query = request.query as Record<string, unknown>
    const asked = [query.code, query.error].find((value) => typeof value === 'string' && value !== '') ?? ''
    return sendPage(reply, errorLookupPage(String(asked).slice(0, 40)))
  })
}

function errorLookupPage(asked: string) {
  const known = explainCode(asked)
  const answer = known
    ? html`<h2>${known.code === null ? '' : `AADSTS${known.code}`} <span class="soft">${known.name}</span></h2>
<p>${known.says}</p>
<dl><dt>Why</dt><dd>${known.cause}</dd><dt>What to do</dt><dd>${known.fix}</dd></dl>
${known.note && html`<p class="note">${known.note}</p>`}
${known.seeAlso.map(({ code, why }) => html`<p>See also <a href="/error?code=${code}">AADSTS${code}</a>: ${why}</p>`)}`
    : asked !== '' && html`<p role="status">The number ${asked} is not known here.</p>`
  return page({
    title: 'Error lookup',
    wide: true,
    body: html`<h1>Error lookup</h1>
${answer}
<form method="get" action="/error">
<label for="code">Number of an error, with or without AADSTS</label>
<input id="code" type="text" name="code" value="${asked}" autocomplete="off" inputmode="text">
<div class="actions"><button type="submit">Look up</button></div>
</form>`,
  })
}
