import { VerticalStackedBarChart } from '@fluentui/react-charts'
import { tokens } from '@fluentui/react-components'
import { useNarrow } from '../../../kit/ui/theme.tsx'
import { texts } from '../../../texts/en/overview.ts'
import type { Day } from './sign-in-report.tsx'

const series = [
  ['successes', tokens.colorPaletteGreenBackground3],
  ['interrupted', tokens.colorPaletteMarigoldBackground3],
  ['failures', tokens.colorPaletteRedBackground3],
] as const

/** One bar per day, of what went well and what did not. */
export function TrendChart({ days }: { days: readonly Day[] }) {
  const narrow = useNarrow()
  return (
    <VerticalStackedBarChart
      // Measured once, when it is first drawn.
      key={String(narrow)}
      data={days.map((day) => ({
        xAxisPoint: day.date.slice(5),
        chartData: series.map(([name, color]) => ({ legend: texts.series[name], data: day[name], color })),
      }))}
      height={250}
      hideTooltip
      barWidth="auto"
      maxBarWidth={48}
      xAxisInnerPadding={0.5}
      yAxisTickCount={4}
      enabledLegendsWrapLines
    />
  )
}
