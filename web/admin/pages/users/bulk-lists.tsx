import {
  Badge,
  Caption1,
  makeStyles,
  mergeClasses,
  ProgressBar,
  Subtitle2,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { showCount } from '../../../kit/format.ts'
import { PageLink } from '../../../kit/ui/links.tsx'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import type { BulkRow } from './bulk-csv.ts'
import type { BulkResult } from './bulk-run.ts'

/** As many lines as somebody looks at; the file has them all. */
const mostShown = 100

const useStyles = makeStyles({
  scroll: { overflowX: 'auto', maxHeight: '24rem', overflowY: 'auto' },
  table: { minWidth: '32rem' },
  line: { width: '4rem' },
  cell: { overflowWrap: 'anywhere', paddingBlock: tokens.spacingVerticalXS },
  title: { margin: 0 },
})

/** What was read: lines with a problem first, since they are left out. */
export function BulkPreview({ rows }: { rows: readonly BulkRow[] }) {
  const bad = rows.filter(({ problem }) => problem !== null)
  const ordered = [...bad, ...rows.filter(({ problem }) => problem === null)]
  return (
    <Lines
      title={texts.bulkFound(showCount(rows.length - bad.length), showCount(bad.length))}
      columns={[texts.bulkLine, texts.mail, texts.name, texts.bulkProblem]}
      total={rows.length}
      lines={ordered.slice(0, mostShown).map((row) => ({
        key: row.line,
        cells: [
          row.line,
          row.address || '–',
          row.name || '–',
          row.problem ? (
            <Badge key="problem" appearance="ghost" color="danger" style={{ height: 'auto', textAlign: 'start' }}>
              {row.problem}
            </Badge>
          ) : (
            texts.bulkReady
          ),
        ],
      }))}
    />
  )
}

export function BulkProgress({ done, total }: { done: number; total: number }) {
  return (
    <div role="status">
      <p>{texts.bulkProgress(showCount(done), showCount(total))}</p>
      <ProgressBar aria-label={texts.bulkInvite} value={total === 0 ? 0 : done / total} />
      <p>{texts.bulkMayClose}</p>
    </div>
  )
}

/** The sums, and everybody for whom something is left to do. `left`: whose lines were not begun. */
export function BulkResults({ results, left }: { results: readonly BulkResult[]; left: readonly BulkRow[] }) {
  const failed = results.filter(({ done }) => !done)
  return (
    <>
      <div role="status">
        <Subtitle2 as="h3">
          {texts.bulkDone(showCount(results.length - failed.length), showCount(failed.length))}
        </Subtitle2>
        {left.length > 0 && <p>{texts.bulkLeft(showCount(left.length))}</p>}
        <p>{texts.bulkKeep}</p>
      </div>
      {failed.length > 0 && (
        <Lines
          title={texts.bulkFailed}
          columns={[texts.bulkLine, texts.mail, texts.reason]}
          total={failed.length}
          lines={failed.slice(0, mostShown).map(({ row, user, why }) => ({
            key: row.line,
            cells: [
              row.line,
              user ? (
                <PageLink key="user" to={paths.user(user)}>
                  {row.address}
                </PageLink>
              ) : (
                row.address
              ),
              why ?? '–',
            ],
          }))}
        />
      )}
      {left.length > 0 && (
        <Lines
          title={texts.bulkLeftTitle}
          columns={[texts.bulkLine, texts.mail, texts.name]}
          total={left.length}
          lines={left.slice(0, mostShown).map(({ line, address, name }) => ({
            key: line,
            cells: [line, address, name || '–'],
          }))}
        />
      )}
    </>
  )
}

function Lines({
  title,
  columns,
  lines,
  total,
}: {
  title: string
  columns: readonly string[]
  lines: readonly { key: number; cells: readonly ReactNode[] }[]
  total: number
}) {
  const styles = useStyles()
  return (
    <div>
      <Subtitle2 as="h3" className={styles.title}>
        {title}
      </Subtitle2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.scroll} aria-label={title} tabIndex={0}>
        <Table size="small" aria-label={title} className={styles.table}>
          <TableHeader>
            <TableRow>
              {columns.map((label, index) => (
                <TableHeaderCell key={label} className={index === 0 ? styles.line : ''}>
                  {label}
                </TableHeaderCell>
              ))}
            </TableRow>
          </TableHeader>
          <TableBody>
            {lines.map(({ key, cells }) => (
              <TableRow key={key}>
                {cells.map((cell, index) => (
                  <TableCell
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                    key={index}
                    className={mergeClasses(styles.cell, index === 0 && styles.line)}
                  >
                    {cell}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </section>
      {total > lines.length && <Caption1>{texts.bulkMore(showCount(total - lines.length))}</Caption1>}
    </div>
  )
}
