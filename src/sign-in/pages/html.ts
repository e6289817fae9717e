const markup = Symbol('markup')

/** Markup that is safe to send: made only by `html`, `raw` and `attributes`. */
export type Html = { readonly [markup]: string }

/** What may stand in a template: text is escaped, markup is kept, lists are joined, and nothing is nothing. */
export type Piece = Html | string | number | null | undefined | false | readonly Piece[]

const wrap = (text: string): Html => ({ [markup]: text })

/** Tagged template that escapes by default. Attribute values must be quoted in the template. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  let text = strings[0] ?? ''
  for (const [index, piece] of pieces.entries()) text += write(piece) + (strings[index + 1] ?? '')
  return wrap(text)
}

/** Takes text as markup, unescaped: for constants of ours only, never for anything from a request or the store. */
export const raw = (trusted: string): Html => wrap(trusted)

/** `attributes({ id: 'name', required: true, value: null })` → ` id="name" required`. */
export function attributes(values: Record<string, string | number | boolean | null | undefined>): Html {
  const written = Object.entries(values).map(([name, value]) => {
    if (!/^[a-z][a-z0-9-]*$/.test(name) || name.startsWith('on')) throw new Error(`not an attribute: ${name}`)
    if (value === null || value === undefined || value === false) return ''
    return value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`
  })
  return wrap(written.join(''))
}

/** An address for `href`, or undefined when it is neither http(s) nor a path of this server. */
export function linkTo(address: string | null | undefined): string | undefined {
  if (!address) return undefined
  if (/^\/(?![/\\])/.test(address)) return address
  const url = URL.parse(address)
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : undefined
}

/** The finished text of a piece. */
export const written = (piece: Html): string => piece[markup]

function write(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return ''
  if (typeof piece === 'string') return escaped(shown(piece))
  if (typeof piece === 'number') return String(piece)
  return isList(piece) ? piece.map(write).join('') : piece[markup]
}

const isList = (piece: Html | readonly Piece[]): piece is readonly Piece[] => Array.isArray(piece)

/**
 * A name of somebody's choice must not reorder the line that a person decides by: `gnp.exe` for `exe.png`. Values of
 * `attributes` stay as they are, since they go back to apps.
 */
const shown = (text: string): string => text.replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '\ufffd')

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.toWellFormed().replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '')
