import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  cell: {
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-wrap',
    verticalAlign: 'top',
    paddingBlock: tokens.spacingVerticalXS,
  },
})

/** What it is, how it was, how it is: one row per thing that differs. */
export function Differences({
  label,
  columns,
  rows,
}: {
  label: string
  columns: readonly [string, string, string]
  rows: readonly (readonly [what: string, before: ReactNode, after: ReactNode])[]
}) {
  const styles = useStyles()
  return (
    <Table aria-label={label} size="small">
      <TableHeader>
        <TableRow>
          {columns.map((column) => (
            <TableHeaderCell key={column}>{column}</TableHeaderCell>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map(([what, before, after]) => (
          <TableRow key={what}>
            <TableCell className={styles.cell}>{what}</TableCell>
            <TableCell className={styles.cell}>{before}</TableCell>
            <TableCell className={styles.cell}>{after}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
