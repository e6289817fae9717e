import { byteOrderMark, saveFile } from '../../../kit/download.ts'
import { showCount } from '../../../kit/format.ts'
import { formulae } from '../../../kit/formulae.ts'
import type { Graph, Page } from '../../../kit/graph/client.ts'
import { useGraph } from '../../../kit/graph/hooks.tsx'
import { useNotify, useWork } from '../../../kit/ui/notify.tsx'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import type { User } from './user.ts'
import { userColumns } from './user-columns.tsx'
import { exportPath, type UserFilters } from './users-query.ts'

type Export = (filters: UserFilters, orderBy: string | null, columnIds: readonly string[]) => Promise<void>

const key = 'users-export'

/**
 * Downloads what the filters show, page by page, as a CSV of the columns that are shown, whatever page is open meanwhile.
 * `stop` null: none is under way.
 */
export function useExport(): { download: Export; stop: (() => void) | null } {
  const graph = useGraph()
  const notify = useNotify()
  const running = useWork(key)
  return {
    stop: running?.work.stop ?? null,
    async download(filters, orderBy, columnIds) {
      const columns = userColumns.filter(({ id }) => id === 'id' || columnIds.includes(id))
      await notify.task(
        texts.exporting,
        async (progress, signal) => {
          const { parts, rows } = await collect(graph, exportPath(filters, orderBy), columns, progress, signal)
          saveFile(texts.exportFile, parts)
          return rows
        },
        { key, says: (rows) => kit.fileSaved(texts.exportFile, showCount(rows)) },
      )
    },
  }
}

type Progress = (done: number, total: number) => void

/** The parts of the file, and how many people are in it. */
async function collect(
  graph: Graph,
  path: string,
  columns: typeof userColumns,
  progress: Progress,
  signal: AbortSignal,
): Promise<{ parts: string[]; rows: number }> {
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
  // Told to stop while its last page came.
  if (signal.aborted) throw new Error(texts.exportStopped(showCount(done), showCount(total)))
  return { parts, rows: done }
}
