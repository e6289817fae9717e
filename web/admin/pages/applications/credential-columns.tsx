import { Button } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { showDay } from '../../../kit/format.ts'
import type { Column } from '../../../kit/ui/list.tsx'
import { texts } from '../../../texts/en/applications.ts'
import { ExpiryBadge } from './expiry-badge.tsx'
import { expiryOf } from './model.ts'

const words = texts.credentials

/** The columns that secrets and certificates have in common. */
export function credentialColumns<T extends { endDateTime: string }>(options: {
  now: number
  name(credential: T): string
  onDelete(credential: T): void
}): { expires: Column<T>; remove: Column<T> } {
  const { now, name, onDelete } = options
  return {
    expires: {
      id: 'expires',
      label: words.expires,
      show: (one) => (
        <>
          {showDay(one.endDateTime)} <ExpiryBadge state={expiryOf([one], now)} />
        </>
      ),
    },
    remove: {
      id: 'remove',
      label: words.remove,
      width: '5rem',
      show: (one) => (
        <Button
          appearance="subtle"
          icon={<DeleteRegular />}
          aria-label={`${words.remove} ${name(one)}`}
          onClick={() => onDelete(one)}
        />
      ),
    },
  }
}
