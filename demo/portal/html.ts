const markup = Symbol('markup')

/** Markup that is safe to send: made by `html` only. */
export type Html = { readonly [markup]: string }
type Piece = Html | string | number | null | undefined | false | readonly Piece[]

/** Tagged template that escapes everything but markup of its own. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  let text = strings[0] ?? ''
  for (const [index, piece] of pieces.entries()) text += write(piece) + (strings[index + 1] ?? '')
  return { [markup]: text }
}

export const written = (piece: Html): string => piece[markup]

function write(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return ''
  if (typeof piece === 'string' || typeof piece === 'number') return escaped(String(piece))
  return isList(piece) ? piece.map(write).join('') : piece[markup]
}

const isList = (piece: Html | readonly Piece[]): piece is readonly Piece[] => Array.isArray(piece)

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.toWellFormed().replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '')
