import {
  makeStyles,
  Select,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { showCount } from '../../../kit/format.ts'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { Answer, Empty } from '../../../kit/ui/states.tsx'
import { useUrlState } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/overview.ts'
import { paths } from '../../paths.ts'
import { Tile } from './tile.tsx'
import { type Day, TrendChart } from './trend-chart.tsx'

type Report = {
  complete: boolean
  days: Day[]
  totals: { successes: number; failures: number; interrupted: number }
  topFailures: { code: number; count: number; name: string | null; cause: string | null }[]
}

const useStyles = makeStyles({
  totals: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXL, margin: 0 },
  note: { margin: 0, color: tokens.colorNeutralForeground2 },
  chart: { height: '260px', minWidth: 0, overflowX: 'hidden' },
  summary: { cursor: 'pointer' },
  failures: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  failure: {
    display: 'grid',
    gridTemplateColumns: '16rem minmax(0, 1fr)',
    gap: tokens.spacingHorizontalM,
    '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)', gap: 0 },
  },
  links: { display: 'flex', gap: tokens.spacingHorizontalL },
  scroll: { maxHeight: '24rem', overflowY: 'auto' },
})

const choices = ['7', '30'] as const

/** How signing in goes: by day, as a picture and as a table, and what failed most. */
export function SignInReport() {
  const [said, setDays] = useUrlState('days')
  const days = choices.find((one) => one === said) ?? '7'
  const [asTable, setAsTable] = useState(false)
  // Days are those of the person's own clock.
  const offset = -new Date().getTimezoneOffset()
  const answer = useGraphGet<Report>(`/gatehouse/v1/reports/signIns?days=${days}&timeZoneOffset=${offset}`)
  const range = (
    <Select
      aria-label={texts.days}
      value={days}
      onChange={(_, { value }) => setDays(value === '7' ? null : value)}
      size="small"
    >
      {choices.map((one) => (
        <option key={one} value={one}>
          {texts.lastDays(one)}
        </option>
      ))}
    </Select>
  )
  return (
    <>
      <Tile title={texts.signIns} wide aside={range}>
        <Answer of={answer} lines={9}>
          {(report) => <Trend report={report} asTable={asTable} setAsTable={setAsTable} />}
        </Answer>
      </Tile>
      <Tile title={texts.topFailures} wide>
        <Answer of={answer} lines={3}>
          {({ topFailures }) => <TopFailures failures={topFailures} range={days === '7' ? '7d' : '30d'} />}
        </Answer>
      </Tile>
    </>
  )
}

function Trend({
  report: { days, totals, complete },
  asTable,
  setAsTable,
}: {
  report: Report
  /** Stays open when other days are chosen. */
  asTable: boolean
  setAsTable(open: boolean): void
}) {
  const styles = useStyles()
  const { successes, failures, interrupted } = totals
  if (successes + failures + interrupted === 0) return <Empty title={texts.noSignIns} says={texts.noSignInsSays} />
  return (
    <>
      <p className={styles.totals}>
        <span>{texts.successes(showCount(successes))}</span>
        <span>{texts.failures(showCount(failures))}</span>
        <span>{texts.interrupted(showCount(interrupted))}</span>
      </p>
      <p className={styles.note}>
        {texts.interactiveOnly} <PageLink to={paths.signIns()}>{texts.links.signIns}</PageLink>.
      </p>
      {!complete && <p>{texts.incomplete}</p>}
      {/* Said by the table below to whoever cannot see it; the picture's own parts would be read one by one. */}
      <div className={styles.chart} aria-hidden inert>
        <TrendChart days={days} />
      </div>
      <details open={asTable} onToggle={(event) => setAsTable(event.currentTarget.open)}>
        <summary className={styles.summary}>{texts.asTable}</summary>
        <div className={styles.scroll}>
          <Table aria-label={texts.byDay} size="small">
            <TableHeader>
              <TableRow>
                {texts.dayColumns.map((column) => (
                  <TableHeaderCell key={column}>{column}</TableHeaderCell>
                ))}
              </TableRow>
            </TableHeader>
            <TableBody>
              {days.map((day) => (
                <TableRow key={day.date}>
                  <TableCell>{day.date}</TableCell>
                  <TableCell>{showCount(day.successes)}</TableCell>
                  <TableCell>{showCount(day.failures)}</TableCell>
                  <TableCell>{showCount(day.interrupted)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      </details>
    </>
  )
}

function TopFailures({ failures, range }: { failures: Report['topFailures']; range: string }) {
  const styles = useStyles()
  if (failures.length === 0) return <Empty title={texts.noFailures} />
  return (
    <ol className={styles.failures} aria-label={texts.topFailures}>
      {failures.map(({ code, count, cause }) => (
        <li key={code} className={styles.failure}>
          <span className={styles.links}>
            <PageLink to={paths.errorCode(String(code))}>{texts.code(code)}</PageLink>
            <PageLink to={`${paths.signInsWithCode(String(code))}&range=${range}`}>{texts.times(count)}</PageLink>
          </span>
          <span>{cause}</span>
        </li>
      ))}
    </ol>
  )
}
