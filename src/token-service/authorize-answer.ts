import type { FastifyReply } from 'fastify'
import { answerAddress, formTargetOf } from '../applications/redirect-uris.ts'
import { sendPage } from '../sign-in/pages/layout.ts'
import { postFormPage } from '../sign-in/pages/post-form.ts'
import type { AuthorizeRequest } from './authorize-request.ts'

/** Where an answer goes and how: of a proven redirect URI only. */
export type AnswerAddress = Pick<AuthorizeRequest, 'redirectUri' | 'responseMode' | 'state'>

/** Sends parameters, success or error, to the app; `state` is added as the app wrote it. */
export function sendAnswer(
  reply: FastifyReply,
  to: AnswerAddress,
  parameters: Readonly<Record<string, string>>,
): FastifyReply {
  const fields = to.state === null ? { ...parameters } : { ...parameters, state: to.state }
  const address = answerAddress(to.redirectUri)
  if (to.responseMode === 'form_post') return sendPage(reply, postFormPage(address, formTargetOf(address), fields))
  return reply
    .code(reply.request.method === 'POST' ? 303 : 302)
    .headers({ 'cache-control': 'no-store', pragma: 'no-cache', 'referrer-policy': 'no-referrer' })
    .header('location', answerLocation(address, to.responseMode, fields))
    .send()
}

/** Pure. A registered query is kept; an answer in the query ends with an empty fragment, so that no older one survives. */
export function answerLocation(
  address: string,
  mode: 'query' | 'fragment',
  fields: Readonly<Record<string, string>>,
): string {
  const encoded = Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
    .join('&')
  if (mode === 'fragment') return `${address}#${encoded}`
  return `${address}${address.includes('?') ? (/[?&]$/.test(address) ? '' : '&') : '?'}${encoded}#`
}
