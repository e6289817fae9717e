import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  commands: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** What can be done on one tab. */
export function TabCommands({ children }: { children: ReactNode }) {
  return <div className={useStyles().commands}>{children}</div>
}
