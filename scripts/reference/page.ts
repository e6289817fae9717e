/** A generated page: its title, where it comes from, words above, and the sections below. */
export function page(title: string, source: string, words: readonly string[], sections: readonly string[]): string {
  const origin = `<!-- Generated from ${source} by scripts/generate-reference.ts. Change the source, not this page. -->`
  return `${[`# ${title}`, origin, ...words, ...sections].join('\n\n')}\n`
}

/** A Markdown table. Bars inside cells are escaped. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n')
}

export const code = (text: string): string => `\`${text}\``
