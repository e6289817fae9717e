import { makeStyles, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular, DismissCircleRegular, WarningRegular } from '@fluentui/react-icons'
import { texts } from '../../../texts/en/monitoring.ts'
import type { SignInStatus } from './sign-in.ts'

const useStyles = makeStyles({
  badge: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, whiteSpace: 'nowrap' },
  success: { color: tokens.colorStatusSuccessForeground1 },
  failure: { color: tokens.colorStatusDangerForeground1 },
  interrupted: { color: tokens.colorStatusWarningForeground3 },
})

const icons = { success: CheckmarkCircleRegular, failure: DismissCircleRegular, interrupted: WarningRegular }

/** How a sign-in ended: in a word and a picture, so that the color says nothing alone. */
export function StatusBadge({ status }: { status: SignInStatus }) {
  const styles = useStyles()
  const Icon = icons[status]
  return (
    <span className={styles.badge}>
      <Icon aria-hidden className={styles[status]} fontSize={18} />
      {texts.statuses[status]}
    </span>
  )
}
