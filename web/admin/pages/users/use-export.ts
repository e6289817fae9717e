import { byteOrderMark, saveFile } from '../../../kit/download.ts'
import type { Page } from '../../../kit/graph/client.ts'
import { useGraph } from '../../../kit/graph/hooks.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { texts } from '../../../texts/en/users.ts'
import type { User } from './user.ts'
import { userColumns } from './user-columns.tsx'
import { exportPath, type UserFilters } from './users-query.ts'

/** Downloads what the filters show, page by page, as a CSV of the columns that are shown. */
export function useExport() {
  const graph = useGraph()
  const notify = useNotify()
  return (filters: UserFilters, orderBy: string | null, columnIds: readonly string[]) =>
    notify.task(texts.exporting, async (progress) => {
      const { default: papaparse } = await import('papaparse')
      // Cells that a spreadsheet would take for a formula are marked as text: names are written by strangers.
      const lines = (rows: string[][]) => `${papaparse.unparse(rows, { escapeFormulae: true, newline: '\r\n' })}\r\n`
      const columns = userColumns.filter(({ id }) => id === 'id' || columnIds.includes(id))
      const parts = [byteOrderMark, lines([columns.map(({ label }) => label)])]
      let done = 0
      let total = 0
      for (let next: string | undefined = exportPath(filters, orderBy); next; ) {
        const page: Page<User> = await graph.get(next, { headers: { ConsistencyLevel: 'eventual' } })
        total ||= page['@odata.count'] ?? page.value.length
        if (page.value.length > 0) parts.push(lines(page.value.map((user) => columns.map(({ text }) => text(user)))))
        done += page.value.length
        progress(done, Math.max(total, done))
        next = page['@odata.nextLink']
      }
      if (done === 0) throw new Error(texts.exportEmpty)
      saveFile(texts.exportFile, parts)
      return done
    })
}
