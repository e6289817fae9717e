import { type Figure, type Goal, type Unit, verdict } from './figure.ts'

const heads = ['figure', 'measured', 'limit of the same cores', 'ratio', 'goal', 'met'] as const

/** The figures as a Markdown table, aligned for a terminal, with their notes below. */
export function table(figures: readonly Figure[]): string {
  const notes = [...new Set(figures.flatMap(({ note }) => note ?? []))]
  const rows = figures.map((figure) => rowOf(figure, notes))
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  const explained = notes.map((note, index) => `${index + 1}. ${note}`)
  return [line(heads), rule, ...rows.map(line), ...(notes.length > 0 ? ['', ...explained] : [])].join('\n')
}

function rowOf(figure: Figure, notes: readonly string[]): string[] {
  const { title, value, unit, limit, goal, note } = figure
  const { ratio, met } = verdict(figure)
  return [
    note === undefined ? title : `${title} [${notes.indexOf(note) + 1}]`,
    amount(value, unit),
    limit ? `${limit.title}: ${amount(limit.value, limit.unit ?? unit)}` : '',
    ratio === null ? '' : ratio.toFixed(2),
    goal ? goalText(goal, unit) : '',
    met === null ? '' : met ? 'yes' : 'NO',
  ]
}

/** Three digits that mean something; whole numbers above a hundred, and of what is counted. */
export function amount(value: number, unit: Unit): string {
  const digits = value >= 100 || unit === 'requests' ? 0 : value >= 10 ? 1 : 2
  const number = value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return unit === '/s' ? `${number}/s` : `${number} ${unit}`
}

function goalText({ kind, bound }: Goal, unit: Unit): string {
  switch (kind) {
    case 'ratioAtLeast':
      return `ratio ≥ ${bound.toFixed(2)}`
    case 'ratioAtMost':
      return `ratio ≤ ${bound.toFixed(2)}`
    case 'ratioNear':
      return `${(1 - bound).toFixed(2)} to ${(1 + bound).toFixed(2)}`
    case 'below':
      return `< ${bound} ${unit}`
  }
}
