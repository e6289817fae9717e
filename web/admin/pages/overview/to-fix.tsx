import { Badge, Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { showCount } from '../../../kit/format.ts'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { Answer, Empty } from '../../../kit/ui/states.tsx'
import { texts } from '../../../texts/en/overview.ts'
import { pageOf } from '../../paths.ts'
import { Tile } from './tile.tsx'

type Recommendation = {
  id: string
  severity: 'high' | 'medium' | 'low'
  says: string
  count: number
  href: string
  fix: string
}

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  item: {
    display: 'grid',
    gridTemplateColumns: '6rem minmax(0, 1fr)',
    gap: tokens.spacingHorizontalM,
    '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  text: { display: 'grid', gap: tokens.spacingVerticalXXS },
  soft: { color: tokens.colorNeutralForeground2 },
})

const colors = { high: 'danger', medium: 'warning', low: 'informative' } as const

/** What the server finds worth putting right, worst first, each with the page where that is done. */
export function ToFix() {
  const answer = useGraphGet<{ value: Recommendation[] }>('/gatehouse/v1/recommendations')
  return (
    <Tile title={texts.toFix} wide>
      <Answer of={answer} lines={3}>
        {({ value }) => (value.length === 0 ? <Empty title={texts.nothingToFix} /> : <Items items={value} />)}
      </Answer>
    </Tile>
  )
}

function Items({ items }: { items: readonly Recommendation[] }) {
  const styles = useStyles()
  return (
    <ul className={styles.list}>
      {items.map(({ id, severity, says, count, href, fix }) => {
        const page = pageOf(href)
        return (
          <li key={id} className={styles.item}>
            <span>
              <Badge appearance="tint" color={colors[severity]}>
                {texts.severities[severity]}
              </Badge>
            </span>
            <span className={styles.text}>
              {page ? <PageLink to={page}>{says}</PageLink> : <span>{says}</span>}
              <Caption1 className={styles.soft}>{texts.fix(showCount(count), fix)}</Caption1>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
