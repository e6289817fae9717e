import { useState } from 'react'
import { byteOrderMark, saveFile } from '../../../kit/download.ts'
import { showCount } from '../../../kit/format.ts'
import { formulae } from '../../../kit/formulae.ts'
import type { Graph, Page } from '../../../kit/graph/client.ts'
import { useGraph } from '../../../kit/graph/hooks.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { texts } from '../../../texts/en/users.ts'
import type { User } from './user.ts'
import { userColumns } from './user-columns.tsx'
import { exportPath, type UserFilters } from './users-query.ts'

type Export = (filters: UserFilters, orderBy: string | null, columnIds: readonly string[]) => Promise<void>

/** Downloads what the filters show, page by page, as a CSV of the columns that are shown. `stop` null: none is under way. */
export function useExport(): { download: Export; stop: (() => void) | null } {
  const graph = useGraph()
  const notify = useNotify()
  const [running, setRunning] = useState<AbortController | null>(null)
  return {
    stop: running && (() => running.abort()),
    async download(filters, orderBy, columnIds) {
      const controller = new AbortController()
      const { signal } = controller
      setRunning(controller)
      const columns = userColumns.filter(({ id }) => id === 'id' || columnIds.includes(id))
      const work = (progress: Progress) => collect(graph, exportPath(filters, orderBy), columns, progress, signal)
      const file = await notify.task(texts.exporting, work, { signal })
      if (file) saveFile(texts.exportFile, file)
      setRunning(null)
    },
  }
}

type Progress = (done: number, total: number) => void

/** The parts of the file. */
async function collect(
  graph: Graph,
  path: string,
  columns: typeof userColumns,
  progress: Progress,
  signal: AbortSignal,
): Promise<string[]> {
  const { default: papaparse } = await import('papaparse')
  // Cells that a spreadsheet would take for a formula are marked as text: names are written by strangers.
  const lines = (rows: string[][]) => `${papaparse.unparse(rows, { escapeFormulae: formulae, newline: '\r\n' })}\r\n`
  const parts = [byteOrderMark, lines([columns.map(({ label }) => label)])]
  let done = 0
  let total = 0
  for (let next: string | undefined = path; next; ) {
    let page: Page<User>
    try {
      page = await graph.get(next, { headers: { ConsistencyLevel: 'eventual' }, signal })
    } catch (error) {
      throw signal.aborted ? new Error(texts.exportStopped(showCount(done), showCount(total))) : error
    }
    total ||= page['@odata.count'] ?? page.value.length
    if (page.value.length > 0) parts.push(lines(page.value.map((user) => columns.map(({ text }) => text(user)))))
    done += page.value.length
    progress(done, Math.max(total, done))
    next = page['@odata.nextLink']
  }
  if (done === 0) throw new Error(texts.exportEmpty)
  return parts
}
