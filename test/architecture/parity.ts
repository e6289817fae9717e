export type Claim = { claim: string; witnesses: { file: string; title: string }[]; line: number }

/** The rows of every `| claim | witness |` table in the text; a row that cannot be read has no witness. */
export function readClaims(markdown: string): Claim[] {
  const claims: Claim[] = []
  let inTable = false
  for (const [index, line] of markdown.split('\n').entries()) {
    const cells = cellsOf(line)
    if (cells.length === 0) inTable = false
    else if (cells[0] === 'claim' && cells[1] === 'witness') inTable = true
    else if (inTable && !cells.every((cell) => /^:?-+:?$/.test(cell)))
      claims.push({ claim: cells[0] ?? '', witnesses: witnessesOf(cells[1] ?? ''), line: index + 1 })
  }
  return claims
}

function cellsOf(line: string): string[] {
  if (!line.startsWith('|')) return []
  // `\|` is a bar inside a cell.
  return line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|').trim())
}

function witnessesOf(cell: string): Claim['witnesses'] {
  return cell.split(/<br\s*\/?>/).flatMap((part) => {
    const [file, title] = part
      .replaceAll('`', '')
      .split('›')
      .map((text) => text.trim())
    return file && title ? [{ file, title }] : []
  })
}

/** Whether a test file's source has a test of this title. Titles of tables are written with their `${…}` or up to it. */
export function hasTest(source: string, title: string): boolean {
  const titles = [
    ...source.matchAll(/\b(?:test|it|describe|suite)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`([^`]*)`)/g),
  ]
  return titles.some(([, single, double, template]) => {
    if (template !== undefined) return template === title || (template.includes('${') && startOf(template) === title)
    return (single ?? double)?.replace(/\\(.)/g, '$1') === title
  })
}

const startOf = (template: string): string => template.split('${')[0]!.trim().replace(/:$/, '')
