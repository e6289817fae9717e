import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { type Html, html, raw, written } from './html.ts'
import { stylesheet } from './style.ts'

export type PageInput = {
  /** Of the browser's tab: stable per kind of page, so that scripts and people can tell pages apart. */
  title: string
  /** Whose page it is. Shown above everything else. */
  tenantName?: string | null | undefined
  body: Html
  csp?: PagePolicy | undefined
  /** 200 unless told. */
  status?: number | undefined
  /** For pages with lists. */
  wide?: boolean | undefined
  /** BCP 47; English unless told. */
  language?: string | undefined
}

type PagePolicy = {
  /**
   * Where a form of this page may lead beside this server: origins (`https://app.example`) or schemes (`myapp:`) of
   * proven redirect URIs. Chromium blocks a redirect after a POST that leaves this list.
   */
  formTargets?: readonly string[] | undefined
  /** The one script of the page, if it has one: allowed by its hash. Pages must work without it. */
  script?: string | undefined
  /** Origins of the hidden frames of a sign-out page. */
  frames?: readonly string[] | undefined
}

export type RenderedPage = { status: number; headers: Record<string, string>; body: string }

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const styleHash = hashOf(stylesheet)
const styleElement = raw(`<style>${stylesheet}</style>`)

/** A whole page, ready for `sendPage`. Everything in it is escaped but what `html` made. */
export function page(input: PageInput): RenderedPage {
  const { title, tenantName, body, csp = {}, status = 200, wide = false, language = 'en' } = input
  const script = csp.script === undefined ? null : raw(`<script>${csp.script}</script>`)
  const document = html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
${styleElement}
</head>
<body>
<main${wide && raw(' class="wide"')}>
${tenantName && html`<p class="tenant">${tenantName}</p>`}
${body}
</main>
<footer>Gatehouse</footer>
${script}
</body>
</html>`
  return { status, headers: pageHeaders(csp), body: written(document) }
}

/** The policy and caching headers that every page of a person's browser gets. */
function pageHeaders(csp: PagePolicy = {}): Record<string, string> {
  const formTargets = ["'self'", ...(csp.formTargets ?? []).filter((target) => sourceExpression.test(target))]
  const frames = (csp.frames ?? []).filter((target) => sourceExpression.test(target))
  const policy = [
    "default-src 'none'",
    `style-src ${styleHash}`,
    ...(csp.script === undefined ? [] : [`script-src ${hashOf(csp.script)}`]),
    'img-src data:',
    ...(frames.length === 0 ? [] : [`frame-src ${[...new Set(frames)].join(' ')}`]),
    `form-action ${[...new Set(formTargets)].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    // Not `no-referrer`: browsers would then send `Origin: null` with our own forms, and the Origin check would fail.
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    pragma: 'no-cache',
  }
}

export function sendPage(reply: FastifyReply, rendered: RenderedPage): FastifyReply {
  return reply.code(rendered.status).headers(rendered.headers).send(rendered.body)
}

// Targets come from registered redirect URIs; anything that could end the directive is left out.
const sourceExpression = /^(?:https?:\/\/[a-z0-9.-]+(?::\d+)?|[a-z][a-z0-9+.-]*:)$/i

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'sd', 'ug', 'yi', 'dv', 'ckb'])
const directionOf = (language: string): string =>
  rightToLeft.has(language.split('-')[0]?.toLowerCase() ?? '') ? 'rtl' : 'ltr'
