import {
  makeStyles,
  Select,
  Skeleton,
  SkeletonItem,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components'
import { lazy, Suspense } from 'react'
import { showCount } from '../../../kit/format.ts'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { Answer, Empty } from '../../../kit/ui/states.tsx'
import { useUrlState } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/overview.ts'
import { paths } from '../../paths.ts'
import { Tile } from './tile.tsx'

const TrendChart = lazy(async () => ({ default: (await import('./trend-chart.tsx')).TrendChart }))

export type Day = { date: string; successes: number; failures: number; interrupted: number }
type Report = {
  complete: boolean
  days: Day[]
  totals: { successes: number; failures: number; interrupted: number }
  topFailures: { code: number; count: number; name: string | null; cause: string | null }[]
}

const useStyles = makeStyles({
  totals: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXL, margin: 0 },
  chart: { height: '260px', minWidth: 0, overflowX: 'hidden' },
  summary: { cursor: 'pointer' },
  scroll: { maxHeight: '24rem', overflowY: 'auto' },
})

const choices = ['7', '30'] as const

/** How signing in goes: by day, as a picture and as a table, and what failed most. */
export function SignInReport() {
  const [said, setDays] = useUrlState('days')
  const days = choices.find((one) => one === said) ?? '7'
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
        <Answer of={answer} lines={8}>
          {(report) => <Trend report={report} />}
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

function Trend({ report: { days, totals, complete } }: { report: Report }) {
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
      {!complete && <p>{texts.incomplete}</p>}
      {/* Said by the table below to whoever cannot see it; the pictures' own parts would be read one by one. */}
      <div className={styles.chart} aria-hidden inert>
        <Suspense
          fallback={
            <Skeleton aria-hidden>
              <SkeletonItem style={{ height: '260px' }} />
            </Skeleton>
          }
        >
          <TrendChart days={days} />
        </Suspense>
      </div>
      <details>
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
  if (failures.length === 0) return <Empty title={texts.noFailures} />
  return (
    <Table aria-label={texts.topFailures} size="small">
      <TableHeader>
        <TableRow>
          <TableHeaderCell style={{ width: '8rem' }}>{texts.code}</TableHeaderCell>
          <TableHeaderCell style={{ width: '5rem' }}>{texts.times}</TableHeaderCell>
          <TableHeaderCell>{texts.cause}</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {failures.map(({ code, count, cause }) => (
          <TableRow key={code}>
            <TableCell>
              <PageLink to={paths.errorCode(String(code))}>{code}</PageLink>
            </TableCell>
            <TableCell>
              <PageLink to={`${paths.signInsWithCode(String(code))}&range=${range}`}>{showCount(count)}</PageLink>
            </TableCell>
            <TableCell style={{ overflowWrap: 'anywhere' }}>{cause}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
