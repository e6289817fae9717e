import { catalogue, type ErrorName, entryOf } from './catalogue.ts'
import { logCode } from './refusal.ts'

/** What `gatehouse explain <code>`, the error page and `GET /gatehouse/v1/errors/{code}` tell about an error. */
export type ErrorReference = {
  error: ErrorName
  /** The number after `AADSTS`, or null. */
  code: number | null
  /** The number in sign-in logs, where the wire has none. */
  logged: number | null
  name: string
  status: number
  oauth: string | null
  graph: string | null
  /** The sentence as a template, with `{word}` where a value comes. */
  says: string
  cause: string
  fix: string
  source: 'documented' | 'captured' | 'guessed'
  note: string | null
  seeAlso: { code: number; name: string; why: string }[]
}

const names = Object.keys(catalogue) as ErrorName[]
const byCode = new Map([
  ...names.flatMap((name) => pair(entryOf(name).logged, name)).toReversed(),
  // Whose number it is comes before who only borrows it in the log.
  ...names.flatMap((name) => pair(entryOf(name).aadsts, name)),
])
const byWord = new Map(names.flatMap((name) => [...pair(entryOf(name).name.toLowerCase(), name)]).toReversed())
for (const name of names) byWord.set(name.toLowerCase(), name)

/** `AADSTS500213`, `500213`, a pasted message, the catalogue's name or the vendor's. Undefined when nothing fits. */
export function explainCode(text: string): ErrorReference | undefined {
  const wanted = text.trim().slice(0, 2000)
  const digits = /AADSTS(\d{4,8})/i.exec(wanted)?.[1] ?? /^\d{4,8}$/.exec(wanted)?.[0]
  const name = digits === undefined ? byWord.get(wanted.toLowerCase()) : byCode.get(Number(digits))
  return name && referenceOf(name)
}

/** Of a row of the sign-in log: by its name, for several may share a number there; else by the number. */
export function explainLogged(code: number, name: string | null): ErrorReference | undefined {
  const named = name === null ? undefined : byWord.get(name.toLowerCase())
  const found = named && logCode(named) === code ? named : byCode.get(code)
  return found && referenceOf(found)
}

function referenceOf(error: ErrorName): ErrorReference {
  const entry = entryOf(error)
  return {
    error,
    code: entry.aadsts ?? null,
    logged: entry.logged ?? null,
    name: entry.name,
    status: entry.status,
    oauth: entry.oauth ?? null,
    graph: entry.graph ?? null,
    says: entry.says,
    cause: entry.cause,
    fix: entry.fix,
    source: entry.source,
    note: entry.note ?? null,
    seeAlso: (entry.seeAlso ?? []).flatMap(({ code, why }) => {
      const other = byCode.get(code)
      return other ? [{ code, name: entryOf(other).name, why }] : []
    }),
  }
}

function pair<Key>(key: Key | undefined, name: ErrorName): [Key, ErrorName][] {
  return key === undefined ? [] : [[key, name]]
}
