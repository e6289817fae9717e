import { Button } from '@fluentui/react-components'
import { ArrowDownloadRegular, DismissRegular } from '@fluentui/react-icons'
import { showCount } from '../../../kit/format.ts'
import type { Page } from '../../../kit/graph/client.ts'
import { useGraph } from '../../../kit/graph/hooks.tsx'
import { useNotify, useWork } from '../../../kit/ui/notify.tsx'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/monitoring.ts'
import type { LogColumn } from './log-column.ts'

/**
 * Everything that the filters find, as CSV: read page by page, all columns, however many the list shows, and whatever page is
 * open meanwhile.
 */
export function ExportCsv<T>({
  path,
  columns,
  file,
}: {
  /** Without `$top`. */
  path: string
  columns: readonly LogColumn<T>[]
  file: string
}) {
  const graph = useGraph()
  const notify = useNotify()
  const key = `export-${file}`
  const running = useWork(key)

  const read = async (progress: (done: number, total: null) => void, signal: AbortSignal) => {
    const lines: string[][] = []
    let next: string | undefined = `${path}&$top=999`
    while (next) {
      const page: Page<T> = await graph.get<Page<T>>(next, { signal }).catch((error: unknown) => {
        throw signal.aborted ? new Error(texts.exportStopped) : error
      })
      lines.push(...page.value.map((item) => columns.map((column) => column.text(item))))
      progress(lines.length, null)
      next = page['@odata.nextLink']
    }
    const [{ unparse }, { saveFile, byteOrderMark }, { formulae }] = await Promise.all([
      import('papaparse').then((module) => module.default),
      import('../../../kit/download.ts'),
      import('../../../kit/formulae.ts'),
    ])
    // A name that begins with "=" is a formula to a spreadsheet, and anybody may choose their name.
    const csv = unparse([columns.map(({ label }) => label), ...lines], { escapeFormulae: formulae })
    if (signal.aborted) throw new Error(texts.exportStopped)
    saveFile(file, [byteOrderMark, csv])
    return lines.length
  }
  const run = () =>
    notify.task(texts.exporting(file), read, { key, says: (rows) => kit.fileSaved(file, showCount(rows)) })

  if (!running) {
    return (
      <Button appearance="subtle" icon={<ArrowDownloadRegular />} onClick={() => void run()}>
        {texts.export}
      </Button>
    )
  }
  return (
    <>
      <span role="status">{texts.exportedSoFar(showCount(running.progress?.done))}</span>
      <Button appearance="subtle" icon={<DismissRegular />} onClick={running.work.stop}>
        {texts.exportStop}
      </Button>
    </>
  )
}
