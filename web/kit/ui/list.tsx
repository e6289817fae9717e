import {
  Button,
  Caption1,
  Checkbox,
  makeStyles,
  Spinner,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { texts } from '../../texts/en/kit.ts'
import { showCount } from '../format.ts'
import type { GraphList } from '../graph/hooks.tsx'
import { Empty, Failed, Loading } from './states.tsx'
import { useNarrow } from './theme.tsx'

export type Column<T> = {
  id: string
  label: string
  show(item: T): ReactNode
  /** The property to `$orderby`, where Graph can. */
  sort?: string
  /** CSS width; the rest is shared. */
  width?: string
}

/** `displayName` or `displayName desc`, as `$orderby` takes it. */
export type Sorting = { by: string | null; set(by: string | null): void }
/** Ids of the chosen rows. */
export type Selection = { chosen: ReadonlySet<string>; set(chosen: ReadonlySet<string>): void }

const useStyles = makeStyles({
  scroll: { overflowX: 'auto', minWidth: 0 },
  cell: { overflowWrap: 'anywhere', paddingBlock: tokens.spacingVerticalS, verticalAlign: 'middle' },
  // Fluent UI's own hover leaves links too little contrast in the dark.
  row: { ':hover': { backgroundColor: tokens.colorNeutralBackground2 } },
  check: { width: '2.75rem' },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalS,
  },
  soft: { color: tokens.colorNeutralForeground2 },
  cards: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS },
  card: {
    display: 'grid',
    gap: tokens.spacingVerticalXXS,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    overflowWrap: 'anywhere',
  },
  // As high as a link has to be to be hit.
  line: {
    // A column may have nothing to say of this one.
    '&:has(> :last-child:empty), &:has(> :last-child > div:empty:only-child)': { display: 'none' },
    display: 'grid',
    gridTemplateColumns: '8rem minmax(0, 1fr)',
    gap: tokens.spacingHorizontalS,
    minHeight: '1.5rem',
  },
})

export type ListProps<T> = {
  /** What is listed: the table's name for a screen reader. */
  label: string
  /** The first column names the row and holds its link. */
  columns: readonly Column<T>[]
  list: Pick<
    GraphList<T>,
    | 'items'
    | 'total'
    | 'error'
    | 'isPending'
    | 'isFetchingNextPage'
    | 'hasNextPage'
    | 'fetchNextPage'
    | 'refetch'
    | 'isFetching'
  >
  id(item: T): string
  name(item: T): string
  /** Shown when there is nothing at all: what to do first. */
  empty: ReactNode
  /** Something is searched or filtered: nothing found is another thing than nothing there. */
  filtered?: boolean
  sorting?: Sorting
  selection?: Selection
}

/** Rows of any number: the pages read so far, and a button for the next one. Cards on a phone. */
export function List<T>({ label, columns, list, id, name, empty, filtered = false, sorting, selection }: ListProps<T>) {
  const styles = useStyles()
  const narrow = useNarrow()
  const { items, total, error } = list
  if (list.isPending) return <Loading lines={8} />
  if (error && items.length === 0) return <Failed error={error} retry={() => void list.refetch()} />
  if (items.length === 0) {
    return filtered ? <Empty title={texts.nothingFound} says={texts.nothingFoundHint} /> : empty
  }
  const toggle = (key: string, on: boolean) => {
    if (!selection) return
    const next = new Set(selection.chosen)
    if (on) next.add(key)
    else next.delete(key)
    selection.set(next)
  }
  const allChosen = selection !== undefined && items.every((item) => selection.chosen.has(id(item)))
  const someChosen = selection !== undefined && selection.chosen.size > 0
  const box = (item: T) =>
    selection && (
      <Checkbox
        aria-label={texts.selectRow(name(item))}
        checked={selection.chosen.has(id(item))}
        onChange={(_, { checked }) => toggle(id(item), checked === true)}
      />
    )
  return (
    <div>
      {narrow ? (
        <ul className={styles.cards} aria-label={label}>
          {items.map((item) => (
            <li key={id(item)} className={styles.card}>
              <div style={{ display: 'flex', alignItems: 'center' }}>
                {box(item)}
                <b>{columns[0]?.show(item)}</b>
              </div>
              {columns.slice(1).map((column) => (
                <div key={column.id} className={styles.line}>
                  <span className={styles.soft}>{column.label}</span>
                  <span>{column.show(item)}</span>
                </div>
              ))}
            </li>
          ))}
        </ul>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={styles.scroll} aria-label={label} tabIndex={0}>
          <Table aria-label={label} style={{ minWidth: `${columns.length * 8}rem` }}>
            <TableHeader>
              <TableRow>
                {selection && (
                  <TableHeaderCell className={styles.check}>
                    <Checkbox
                      aria-label={texts.selectAll}
                      checked={allChosen ? true : someChosen ? 'mixed' : false}
                      onChange={() => selection.set(allChosen ? new Set() : new Set(items.map(id)))}
                    />
                  </TableHeaderCell>
                )}
                {columns.map((column) => (
                  <HeaderCell key={column.id} column={column} sorting={sorting} />
                ))}
              </TableRow>
            </TableHeader>
            <TableBody>
              {items.map((item) => (
                <TableRow key={id(item)} className={styles.row} aria-selected={selection?.chosen.has(id(item))}>
                  {selection && <TableCell className={styles.check}>{box(item)}</TableCell>}
                  {columns.map((column) => (
                    <TableCell key={column.id} className={styles.cell}>
                      {column.show(item)}
                    </TableCell>
                  ))}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </section>
      )}
      {error && <Failed error={error} retry={() => void list.fetchNextPage()} />}
      <div className={styles.foot}>
        {list.hasNextPage && (
          <Button
            disabled={list.isFetchingNextPage}
            icon={list.isFetchingNextPage ? <Spinner size="tiny" /> : null}
            onClick={() => void list.fetchNextPage()}
          >
            {texts.moreRows}
          </Button>
        )}
        <Caption1 className={styles.soft} role="status">
          {texts.shownOf(showCount(items.length), total === null ? null : showCount(total))}
        </Caption1>
      </div>
    </div>
  )
}

function HeaderCell<T>({ column, sorting }: { column: Column<T>; sorting: Sorting | undefined }) {
  const style = column.width ? { width: column.width } : {}
  const { sort } = column
  if (!sort || !sorting) return <TableHeaderCell style={style}>{column.label}</TableHeaderCell>
  const direction = sorting.by === sort ? 'ascending' : sorting.by === `${sort} desc` ? 'descending' : undefined
  return (
    <TableHeaderCell
      style={style}
      sortable
      {...(direction ? { sortDirection: direction } : {})}
      onClick={() => sorting.set(direction === 'ascending' ? `${sort} desc` : sort)}
    >
      {column.label}
    </TableHeaderCell>
  )
}

/** For lists that are read whole: as `List` wants them. */
export function wholeList<T>(query: {
  data: T[] | undefined
  error: Error | null
  isPending: boolean
  isFetching: boolean
  refetch(): Promise<unknown>
}): ListProps<T>['list'] {
  return {
    items: query.data ?? [],
    total: query.data?.length ?? null,
    error: query.error,
    isPending: query.isPending,
    isFetching: query.isFetching,
    isFetchingNextPage: false,
    hasNextPage: false,
    refetch: query.refetch as never,
    fetchNextPage: query.refetch as never,
  }
}
