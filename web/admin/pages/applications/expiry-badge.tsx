import { Badge } from '@fluentui/react-components'
import { CheckmarkCircleRegular, ClockRegular, DismissCircleRegular } from '@fluentui/react-icons'
import { texts } from '../../../texts/en/applications.ts'
import type { Expiry } from './model.ts'

const looks = {
  current: { color: 'success', icon: <CheckmarkCircleRegular /> },
  soon: { color: 'warning', icon: <ClockRegular /> },
  expired: { color: 'danger', icon: <DismissCircleRegular /> },
} as const

/** In words and with a sign, not by color alone. */
export function ExpiryBadge({ state }: { state: Expiry }) {
  if (state === 'none') return <>–</>
  const { color, icon } = looks[state]
  return (
    <Badge appearance="tint" color={color} icon={icon}>
      {texts.expiry[state]}
    </Badge>
  )
}
