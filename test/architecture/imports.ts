import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

/** One import of one file. Paths are relative to the repository; `to` is undefined for packages and Node's own modules. */
export type Arrow = { from: string; to?: string; specifier: string; typeOnly: boolean }

const statement =
  /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm

export function importsOf(file: string, source: string): Arrow[] {
  return [...source.matchAll(statement)].map(([, type, fixed, dynamic]) => {
    const specifier = fixed ?? dynamic ?? ''
    const arrow = { from: file, specifier, typeOnly: type !== undefined }
    return specifier.startsWith('.') ? { ...arrow, to: posix.join(posix.dirname(file), specifier) } : arrow
  })
}

/** Every import of the product's sources, tests left out. */
export function walk(): Arrow[] {
  return globSync(['src/**/*.ts', 'demo/**/*.ts', 'web/**/*.{ts,tsx}'], { exclude: ['**/*.test.ts', 'web/dist/**'] })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .flatMap((file) => importsOf(file, readFileSync(file, 'utf8')))
}

/** The strongly connected groups of more than one node, each as a closed path `a → b → a`. */
export function circles(edges: Iterable<readonly [string, string]>): string[] {
  const next = new Map<string, Set<string>>()
  for (const [from, to] of edges) if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to))
  const found: string[] = []
  const done = new Set<string>()
  const path: string[] = []
  const visit = (node: string) => {
    const at = path.indexOf(node)
    if (at >= 0) found.push([...path.slice(at), node].join(' → '))
    if (at >= 0 || done.has(node)) return
    path.push(node)
    for (const target of next.get(node) ?? []) visit(target)
    path.pop()
    done.add(node)
  }
  for (const node of next.keys()) visit(node)
  return found
}
