import {
  Body1,
  Caption1,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { showCount } from '../../../kit/format.ts'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { useTenant } from '../../tenant.tsx'
import type { Scope } from './access.ts'
import { useGuestCount, useRecentPeople } from './policy.ts'
import type { Direction, SettingWarning } from './rules.ts'
import type { Change } from './words.ts'

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'grid', gap: tokens.spacingVerticalM },
  versions: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    margin: 0,
  },
  term: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, overflowWrap: 'anywhere' },
})

/** Each changed setting as it was and as it will be, in words. */
export function ChangeList({ changes }: { changes: readonly Pick<Change, 'label' | 'before' | 'after'>[] }) {
  const styles = useStyles()
  return (
    <ul className={styles.list}>
      {changes.map(({ label, before, after }) => (
        <li key={label}>
          <Text weight="semibold">{label}</Text>
          <dl className={styles.versions}>
            <dt className={styles.term}>{crossTenant.before}</dt>
            <dd className={styles.value}>{before}</dd>
            <dt className={styles.term}>{crossTenant.after}</dt>
            <dd className={styles.value}>{after}</dd>
          </dl>
        </li>
      ))}
    </ul>
  )
}

/** The save rules: what is accepted, and is probably not meant. */
export function Warnings({ warnings }: { warnings: readonly SettingWarning[] }) {
  if (warnings.length === 0) return null
  return (
    <MessageBar intent="warning" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{crossTenant.warnings}</MessageBarTitle>
        {warnings.map(({ setting, says }) => (
          <div key={setting}>
            {crossTenant.warningOf(crossTenant.settingNames[setting] ?? setting)}
            {says}
          </div>
        ))}
      </MessageBarBody>
    </MessageBar>
  )
}

/** How many people a change touches: guests that there are, and who went this way recently. */
export function Touched({ direction, scope }: { direction: Direction; scope: Scope }) {
  const partner = scope.kind === 'organization' ? scope.tenantId : null
  return (
    <Body1 as="p" block style={{ margin: 0 }} aria-live="polite">
      {direction === 'inbound' && <GuestCount scope={scope} />} <Recent direction={direction} partner={partner} />
    </Body1>
  )
}

function GuestCount({ scope }: { scope: Scope }) {
  const of = scope.kind === 'organization' ? scope : null
  const { count, error, isPending } = useGuestCount(of?.tenantId ?? null)
  if (isPending) return <Caption1>{crossTenant.counting}</Caption1>
  if (error || count === undefined) return <>{crossTenant.unknownGuests}</>
  return (
    <>{crossTenant.guestCount(`${showCount(count)} ${crossTenant.guests(count).split(' ')[1]}`, of?.name ?? null)}</>
  )
}

function Recent({ direction, partner }: { direction: Direction; partner: string | null }) {
  const { organization } = useTenant()
  const { people, atLeast, error, isPending } = useRecentPeople(direction, organization?.id, partner)
  if (isPending) return null
  if (error || people === undefined) return <>{crossTenant.unknownRecent}</>
  return <>{crossTenant.recent[direction](people, atLeast)}</>
}
