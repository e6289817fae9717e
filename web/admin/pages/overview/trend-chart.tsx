import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { showCount } from '../../../kit/format.ts'
import { texts } from '../../../texts/en/overview.ts'

export type Day = { date: string; successes: number; failures: number; interrupted: number }

// From the bottom up.
const series = [
  ['successes', tokens.colorPaletteGreenBackground3],
  ['interrupted', tokens.colorPaletteMarigoldBackground3],
  ['failures', tokens.colorPaletteRedBackground3],
] as const

const useStyles = makeStyles({
  chart: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gridTemplateRows: 'minmax(0, 1fr) auto auto',
    columnGap: tokens.spacingHorizontalS,
    rowGap: tokens.spacingVerticalXS,
    height: '100%',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  scale: { display: 'flex', flexDirection: 'column', justifyContent: 'space-between', textAlign: 'end' },
  // Half a line above and below, so that the lines meet the numbers.
  plot: { position: 'relative', marginBlock: `calc(${tokens.lineHeightBase200} / 2)` },
  line: { position: 'absolute', insetInline: 0, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  days: { position: 'absolute', inset: 0, display: 'flex', alignItems: 'flex-end' },
  day: { flex: '1 1 0', height: '100%', display: 'flex', justifyContent: 'center', minWidth: 0 },
  bar: {
    width: '60%',
    maxWidth: '48px',
    height: '100%',
    display: 'flex',
    flexDirection: 'column-reverse',
    // The colors are what is said; the table says it without.
    forcedColorAdjust: 'none',
  },
  dates: { gridColumn: 2, display: 'flex' },
  date: { flex: '1 1 0', minWidth: 0, display: 'flex', justifyContent: 'center', whiteSpace: 'nowrap' },
  // Wider than its bar: it ends where the bar ends, so that the last one is not cut off.
  wide: { justifyContent: 'flex-end' },
  legend: { gridColumn: 2, display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
  entry: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  color: { width: '0.75rem', height: '0.75rem', borderRadius: tokens.borderRadiusSmall, forcedColorAdjust: 'none' },
})

/**
 * One bar per day, of what went well and what did not. Boxes, and no library: the first page would be a third heavier
 * with one.
 */
export function TrendChart({ days }: { days: readonly Day[] }) {
  const styles = useStyles()
  const top = roundTop(Math.max(...days.map((day) => series.reduce((sum, [name]) => sum + day[name], 0))))
  const ticks = [top, top / 2, 0]
  // As many dates as have room on a phone.
  const every = Math.ceil(days.length / 7)
  return (
    <div className={styles.chart}>
      <div className={styles.scale}>
        {ticks.map((tick) => (
          <span key={tick}>{showCount(tick)}</span>
        ))}
      </div>
      <div className={styles.plot}>
        {ticks.map((tick) => (
          <div key={tick} className={styles.line} style={{ bottom: share(tick, top) }} />
        ))}
        <div className={styles.days}>
          {days.map((day) => (
            <div key={day.date} className={styles.day}>
              <div className={styles.bar}>
                {series.map(([name, color]) => (
                  <div key={name} style={{ height: share(day[name], top), backgroundColor: color }} />
                ))}
              </div>
            </div>
          ))}
        </div>
      </div>
      <div className={styles.dates}>
        {days.map(({ date }, index) => (
          <span key={date} className={mergeClasses(styles.date, every > 1 && styles.wide)}>
            {(days.length - 1 - index) % every === 0 ? date.slice(5) : ''}
          </span>
        ))}
      </div>
      <div className={styles.legend}>
        {series.map(([name, color]) => (
          <span key={name} className={styles.entry}>
            <span className={styles.color} style={{ backgroundColor: color }} />
            {texts.series[name]}
          </span>
        ))}
      </div>
    </div>
  )
}

const share = (value: number, of: number): string => `${(100 * value) / of}%`

/** The next of 2, 4, 10, 20, 40, 100 …: half of it is a whole number. */
function roundTop(most: number): number {
  for (let unit = 1; ; unit *= 10) {
    for (const top of [2, 4, 10]) if (top * unit >= most) return top * unit
  }
}
