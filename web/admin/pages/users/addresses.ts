import { texts } from '../../../texts/en/users.ts'

export type Invitee = { address: string; name: string | null }

/**
 * The addresses that somebody typed or pasted: one a line, or set apart by commas or semicolons, also as mail programs
 * copy them (`"Berg, Ann" <ann@fabrikam.example>`). What is no address is named, so that it can be put right.
 */
export function readAddresses(text: string): { invitees: Invitee[]; problem: string | null } {
  const invitees = new Map<string, Invitee>()
  const wrong: string[] = []
  for (const piece of piecesOf(text)) {
    const [, name = '', inner] = /^(.*?)<([^<>]*)>$/s.exec(piece) ?? []
    const address = (inner ?? piece).trim().replace(/^mailto:/i, '')
    if (!looksLikeAddress(address)) {
      wrong.push(piece)
      continue
    }
    const said = name.trim().replaceAll(/^"|"$/g, '').trim()
    const key = address.toLowerCase()
    if (!invitees.has(key)) invitees.set(key, { address, name: said === '' ? null : said })
  }
  const [first] = wrong
  return {
    invitees: [...invitees.values()],
    problem: first === undefined ? null : texts.notAnAddress(first.slice(0, 80), wrong.length - 1),
  }
}

const piecesOf = (text: string): string[] =>
  (text.match(/(?:"[^"]*"|<[^>]*>|[^,;\r\n"<])+/g) ?? []).flatMap((piece) => {
    const trimmed = piece.trim()
    // Several bare addresses with only spaces between them.
    const isList = !/[<"]/.test(trimmed) && (trimmed.match(/@/g)?.length ?? 0) > 1
    return (isList ? trimmed.split(/\s+/) : [trimmed]).filter((one) => one !== '')
  })

/** Only what is surely wrong is stopped here; the server knows the rules. */
export const looksLikeAddress = (text: string): boolean =>
  text.length <= 320 && /^[^\s@<>"]+@[^\s@<>".]+(\.[^\s@<>".]+)+$/.test(text)
