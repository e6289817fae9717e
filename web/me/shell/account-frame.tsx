import { makeStyles, tokens } from '@fluentui/react-components'
import { Outlet } from 'react-router'
import { PageTabs } from '../../kit/ui/tabs.tsx'
import { texts } from '../../texts/en/me.ts'
import { paths } from '../paths.ts'

const useStyles = makeStyles({ frame: { display: 'grid', gap: tokens.spacingVerticalXL, minWidth: 0 } })

const tabs = [
  { to: paths.overview(), label: texts.overview },
  { to: paths.organizations(), label: texts.organizations },
  { to: paths.security(), label: texts.security },
  { to: paths.sessions(), label: texts.sessions },
  { to: paths.signIns(), label: texts.signIns },
]

/** The parts of My Account, each with an address of its own. */
export function AccountFrame() {
  const styles = useStyles()
  return (
    <div className={styles.frame}>
      <PageTabs label={texts.parts} tabs={tabs} />
      <Outlet />
    </div>
  )
}
