import { Body1, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  head: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  title: { ...typographyStyles.subtitle2, margin: 0, overflowWrap: 'anywhere' },
  says: { color: tokens.colorNeutralForeground2, maxWidth: '56rem' },
  commands: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** A part of a page under its own heading. No landmark: the list in it is one, by the same name. */
export function Section({
  title,
  says,
  commands,
  children,
}: {
  title: string
  says?: ReactNode
  commands?: ReactNode
  children: ReactNode
}) {
  const styles = useStyles()
  return (
    <div className={styles.section}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        {says && <Body1 className={styles.says}>{says}</Body1>}
      </div>
      {commands && <div className={styles.commands}>{commands}</div>}
      {children}
    </div>
  )
}
