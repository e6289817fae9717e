/** Markup of a letter. Values are escaped unless they are markup already. */
export type Markup = { readonly markup: string }

type Part = string | number | Markup | null | readonly Part[]

export function html(strings: TemplateStringsArray, ...values: Part[]): Markup {
  return { markup: strings.reduce((text, piece, index) => text + render(values[index - 1] ?? null) + piece) }
}

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)

function render(part: Part): string {
  if (part === null) return ''
  if (Array.isArray(part)) return part.map(render).join('')
  if (typeof part === 'object' && 'markup' in part) return part.markup
  return escapeHtml(String(part))
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
