import { makeStyles, mergeClasses, Subtitle2, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  tile: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    minWidth: 0,
  },
  title: { margin: 0 },
  wide: { gridColumn: '1 / -1' },
  head: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
})

/** One subject of the overview. */
export function Tile({
  title,
  wide = false,
  aside,
  children,
}: {
  title: string
  wide?: boolean
  aside?: ReactNode
  children: ReactNode
}) {
  const styles = useStyles()
  return (
    <section aria-label={title} className={mergeClasses(styles.tile, wide && styles.wide)}>
      <div className={styles.head}>
        <Subtitle2 as="h2" className={styles.title}>
          {title}
        </Subtitle2>
        {aside}
      </div>
      {children}
    </section>
  )
}
