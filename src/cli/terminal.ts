import { spawn } from 'node:child_process'
import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Where a command reads and writes. Results go to `print`, everything else (progress, notes) to `note`. */
export type Terminal = {
  environment: Readonly<Record<string, string | undefined>>
  print(text: string): void
  note(text: string): void
  /** Colours and weights where somebody looks at them, plain text in a pipe. */
  style(style: Style, text: string): string
  /** True when a person can be asked something. */
  interactive: boolean
  /** True when standard error is a terminal: progress may be drawn over. */
  live: boolean
  /** Columns of standard output. */
  width: number
  /** All of standard input; empty when it is a terminal. */
  input(): Promise<string>
  /** Shows a page to the person, if this machine can. */
  openBrowser(address: string): void
}

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process
  const colours = stdout.isTTY === true && env.NO_COLOR === undefined
  return {
    environment: env,
    print: (text) => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    style: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    // A terminal of no width, as containers have it, cannot be drawn on.
    live: stderr.isTTY === true && stderr.columns > 40,
    width: stdout.columns || 100,
    input: async () => {
      if (stdin.isTTY) return ''
      let text = ''
      for await (const part of stdin.setEncoding('utf8')) text += part
      return text
    },
    openBrowser,
  }
}

const openers: Partial<Record<NodeJS.Platform, [string, string[]]>> = {
  darwin: ['open', []],
  win32: ['rundll32', ['url.dll,FileProtocolHandler']],
}

/** Best effort: the address was printed. No shell takes part, so nothing in it can be read as a command. */
function openBrowser(address: string): void {
  const [command, first] = openers[process.platform] ?? ['xdg-open', []]
  const opener = spawn(command, [...first, address], { stdio: 'ignore', detached: true })
  opener.on('error', () => undefined)
  opener.unref()
}

/** What a server sent must not move the cursor, recolour the screen or reorder the line that an admin reads. */
export const plain = (text: string): string => text.replaceAll(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd')

/** Left-aligned columns, the last one unpadded. Wide cells are cut so that a row keeps to its line. */
export function table(head: string[], rows: string[][], terminal: Pick<Terminal, 'style' | 'width'>): string {
  const clean = rows.map((row) => row.map(plain))
  const widths = head.map((name, column) =>
    Math.max(name.length, ...clean.map((row) => [...(row[column] ?? '')].length)),
  )
  const spare = terminal.width - 2 * (head.length - 1)
  while (widths.reduce((sum, width) => sum + width, 0) > spare && Math.max(...widths) > 12) {
    widths[widths.indexOf(Math.max(...widths))]! -= 1
  }
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [terminal.style('bold', line(head)), ...clean.map(line)].join('\n')
}

function padded(cell: string, width: number): string {
  const signs = [...cell]
  return signs.length > width ? `${signs.slice(0, width - 1).join('')}…` : cell + ' '.repeat(width - signs.length)
}

/** `3 d`, `5 h`, `just now`. Milliseconds in. */
export function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`
}
