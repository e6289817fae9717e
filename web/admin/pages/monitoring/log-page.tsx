import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { ArrowClockwiseRegular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'
import { useGraphList } from '../../../kit/graph/hooks.tsx'
import { ColumnPicker, useColumns } from '../../../kit/ui/columns.tsx'
import { FilterBar, useFilters } from '../../../kit/ui/filters.tsx'
import { List } from '../../../kit/ui/list.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { texts as kitTexts } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/monitoring.ts'
import { ExportCsv } from './export-csv.tsx'
import type { LogColumn } from './log-column.ts'
import { isBackwards } from './time-range.ts'

/** What the filters of a log come to, and the moment that its ranges are counted from. */
export function useLogFilters<Name extends string>(names: readonly Name[]) {
  const filters = useFilters(...names)
  // Fixed until Refresh, so that a page and its next page ask about the same time.
  const [now, setNow] = useState(() => Date.now())
  return { filters, now, refresh: () => setNow(Date.now()) }
}

/** A log: filters that stand in the address, columns to choose, what they find as a list and as a file. */
export function LogPage<T extends { id: string }>({
  id,
  title,
  says,
  file,
  path,
  ready = true,
  asked: { filters, refresh },
  columns,
  usual,
  name,
  empty,
  commands,
  tabs,
  bar,
  hint,
  pane,
}: {
  /** Under which the chosen columns are kept. */
  id: string
  title: string
  says: string
  /** The name of the download. */
  file: string
  /** Without `$top`. */
  path: string
  /** False: what the filters mean is still being looked up. */
  ready?: boolean
  asked: Pick<ReturnType<typeof useLogFilters>, 'filters' | 'refresh'>
  columns: readonly LogColumn<T>[]
  usual: readonly string[]
  name(item: T): string
  empty: ReactNode
  commands?: ReactNode
  tabs?: ReactNode
  bar: Parameters<typeof FilterBar>[0]
  /** What is wrong with a filter. */
  hint: string | null
  pane: ReactNode
}) {
  const list = useGraphList<T>(ready ? `${path}&$top=50` : null)
  const picked = useColumns(id, columns, usual)
  return (
    <Page
      title={title}
      says={says}
      commands={
        <>
          <Button
            appearance="subtle"
            icon={<ArrowClockwiseRegular />}
            onClick={() => {
              refresh()
              void list.refetch()
            }}
          >
            {kitTexts.refresh}
          </Button>
          <ExportCsv path={path} columns={columns} file={file} />
          <ColumnPicker all={columns} ids={picked.ids} onChange={picked.set} />
          {commands}
        </>
      }
    >
      {tabs}
      <FilterBar {...bar} />
      {hint !== null && <Hint>{hint}</Hint>}
      {isBackwards(filters) && <Hint>{texts.backwards}</Hint>}
      <List
        label={title}
        columns={picked.shown}
        list={list}
        id={(item) => item.id}
        name={name}
        filtered={Object.keys(filters).length > 0}
        empty={empty}
      />
      {pane}
    </Page>
  )
}

function Hint({ children }: { children: string }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{children}</MessageBarBody>
    </MessageBar>
  )
}
