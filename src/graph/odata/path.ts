import { refuse } from '../../errors/index.ts'

/**
 * One step of a resource path, percent-decoded. `users('a')` and `users/a` give the same two steps; the key of
 * `applications(appId='b')` is a step of its own with its name (graph.md 1.1).
 */
export type Step =
  | {
      kind: 'segment'
      text: string
      /** `microsoft.graph.` stood before it: a cast, or an action or function by its full name. */
      qualified: boolean
    }
  | { kind: 'key'; value: string }
  | { kind: 'named'; values: ReadonlyMap<string, string> }

const longestPath = 2048
const mostSteps = 16

/** `path` is what follows the version, undecoded, without the query. Refuses with segmentUnknown. */
export function parsePath(path: string): Step[] {
  if (path.length > longestPath) refuse('segmentUnknown', { segment: path.slice(0, 60) })
  const raw = path.replace(/^\//, '').replace(/\/$/, '')
  if (raw === '') return []
  const steps = raw.split('/').flatMap(parseSegment)
  if (steps.length > mostSteps) refuse('segmentUnknown', { segment: raw.split('/').at(-1) ?? '' })
  return steps
}

function parseSegment(raw: string): Step[] {
  const text = decode(raw)
  if (text === '') refuse('segmentUnknown', { segment: '' })
  const match = /^([^()']+)\((.*)\)$/s.exec(text)
  if (!match) return [named(text)]
  const [, name = '', inside = ''] = match
  if (inside.trim() === '') return [named(name)]
  const key = parseKey(inside.trim()) ?? refuse('segmentUnknown', { segment: text })
  return [named(name), key]
}

function named(text: string): Step {
  const [, short] = /^(?:microsoft\.)?graph\.(.+)$/i.exec(text) ?? []
  return short === undefined
    ? { kind: 'segment', text, qualified: false }
    : { kind: 'segment', text: short, qualified: true }
}

const quoted = /^'((?:[^']|'')*)'$/s
const bare = /^[^'=,()\s]+$/
const pair = /\s*([A-Za-z_@$.]\w*)\s*=\s*('(?:[^']|'')*'|[^',()\s]+)\s*(,|$)/gy

function parseKey(inside: string): Step | undefined {
  const value = literal(inside)
  if (value !== undefined) return { kind: 'key', value }
  const values = new Map<string, string>()
  pair.lastIndex = 0
  let end = 0
  for (let match = pair.exec(inside); match; match = pair.exec(inside)) {
    const name = match[1]?.toLowerCase() ?? ''
    const text = literal(match[2] ?? '')
    if (text === undefined || values.has(name)) return undefined
    values.set(name, text)
    end = pair.lastIndex
    if (match[3] === '') return end === inside.length ? { kind: 'named', values } : undefined
  }
  return undefined
}

function literal(text: string): string | undefined {
  const match = quoted.exec(text)
  if (match) return (match[1] ?? '').replaceAll("''", "'")
  return bare.test(text) ? text : undefined
}

function decode(raw: string): string {
  try {
    return decodeURIComponent(raw)
  } catch {
    refuse('segmentUnknown', { segment: raw.slice(0, 60) })
  }
}
