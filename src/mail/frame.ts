import { html, type Markup } from './html.ts'
import type { Language } from './language.ts'

/** The frame of every letter. Inline styles only, since mail programs drop style sheets; readable in dark mode too. */
export function frame(letter: { language: Language; title: string; body: Markup }): string {
  return `<!doctype html>\n${
    html`<html lang="${letter.language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${letter.title}</title>
</head>
<body style="margin:0;padding:24px;font:16px/1.5 'Segoe UI',system-ui,sans-serif">
<main style="display:block;max-width:560px;margin:0 auto">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${letter.title}</h1>
${letter.body}
</main>
</body>
</html>
`.markup
  }`
}

export const paragraph = (content: Markup | string): Markup => html`<p style="margin:0 0 16px">${content}</p>\n`

export const small = (content: Markup | string): Markup =>
  html`<p style="margin:0 0 16px;font-size:14px;opacity:.8">${content}</p>\n`

export const button = (label: string, href: string): Markup =>
  html`<p style="margin:0 0 24px"><a href="${href}" style="display:inline-block;padding:10px 20px;border-radius:4px;background:#0f548c;color:#ffffff;text-decoration:none;font-weight:600">${label}</a></p>\n`
