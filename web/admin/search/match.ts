import { paths } from '../paths.ts'
import { type Place, places } from './places.ts'

/** Text as it is compared: without case, accents and doubled spaces. */
const fold = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim()

/** Places that the words mean, best first: names that begin so, then other names, then names that contain all words. */
export function matchPlaces(text: string, shown: (place: Place) => boolean = () => true): Place[] {
  const wanted = fold(text)
  if (wanted === '') return []
  const words = wanted.split(' ')
  const rank = ({ label, where, also }: Place): number => {
    const name = fold(label)
    if (name.startsWith(wanted)) return 0
    if (also.some((one) => one.startsWith(wanted))) return 1
    const all = fold([label, where, ...also].join(' '))
    return words.every((word) => all.split(/[ ›&]+/).some((one) => one.startsWith(word))) ? 2 : 9
  }
  return places
    .filter(shown)
    .map((place) => ({ place, rank: rank(place) }))
    .filter((one) => one.rank < 9)
    .toSorted((a, b) => a.rank - b.rank)
    .map((one) => one.place)
}

/** AADSTS codes, as people paste them: `AADSTS500213`, `500213`, or a whole error message. */
export function matchCode(text: string): string | null {
  const named = /AADSTS\s?(\d{4,7})/i.exec(text)?.[1]
  return named ?? /^\s*(\d{5,7})\s*$/.exec(text)?.[1] ?? null
}

const guid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi

/** Every GUID in a pasted text: of an object, an app, a request or a correlation. */
export const matchIds = (text: string): string[] => [
  ...new Set((text.match(guid) ?? []).map((one) => one.toLowerCase())),
]

/**
 * Where an address of the public portal leads here: `https://entra.microsoft.com/#view/Microsoft_AAD_IAM/…`, or only the part
 * from `#view/` or `#blade/` on. Null when the text is no such address; `/` when the view is not known.
 */
export function matchPortal(text: string): string | null {
  const view = /#(?:view|blade)\/([^?\s]+)/i.exec(text)?.[1]
  if (view === undefined) return null
  const parts = decodeURIComponent(safe(view))
    .split('/')
    .filter((part) => part !== '~' && part !== '')
  const named = (name: string): string | undefined => {
    const at = parts.findIndex((part) => part.toLowerCase() === name)
    return at < 0 ? undefined : parts[at + 1]
  }
  const path = parts.slice(1).join('/').toLowerCase()
  const user = named('userid')
  if (user && path.startsWith('user')) return paths.user(user)
  const group = named('groupid')
  if (group && path.startsWith('group')) return paths.group(group)
  const app = named('appid')
  if (path.startsWith('managedapp')) {
    const object = named('objectid') ?? named('serviceprincipalid')
    if (object) return paths.enterpriseApplication(object)
  }
  // The portal names registrations by client id; search finds the object behind it.
  if (app && path.startsWith('application')) return `/?search=${encodeURIComponent(app)}`
  const known = places
    .flatMap((place) => (place.views ?? []).map((one) => ({ one: one.toLowerCase(), place })))
    .filter(({ one }) => path === one || path.startsWith(`${one}/`))
    .toSorted((a, b) => b.one.length - a.one.length)[0]
  return known?.place.to ?? '/'
}

/** Percent signs that are no encoding would throw. */
const safe = (text: string): string => text.replaceAll(/%(?![\da-f]{2})/gi, '%25')
