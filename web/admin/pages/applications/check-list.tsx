import { Caption1, makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  list: { border: 'none', padding: 0, margin: 0, minWidth: 0, display: 'grid', gap: tokens.spacingVerticalXS },
  problem: { color: tokens.colorPaletteRedForeground1 },
})

/** Checkboxes under one name. No `Field`: that would take every one of them for its only control. */
export function CheckList({
  label,
  problem,
  children,
}: {
  label: string
  problem: string | null
  children: ReactNode
}) {
  const styles = useStyles()
  return (
    <fieldset className={styles.list}>
      <legend>{label}</legend>
      {children}
      {problem && (
        <Caption1 role="alert" className={styles.problem}>
          {problem}
        </Caption1>
      )}
    </fieldset>
  )
}
