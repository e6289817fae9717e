import { Badge, Button, makeStyles } from '@fluentui/react-components'
import { AlertRegular } from '@fluentui/react-icons'
import { lazy } from 'react'
import { isRunning, useNoticeList } from '../../kit/ui/notify.tsx'
import { OnDemand } from '../../kit/ui/on-demand.tsx'
import { texts } from '../../texts/en/kit.ts'

const OpenBell = lazy(async () => ({ default: (await import('./open-bell.tsx')).OpenBell }))

const useStyles = makeStyles({
  button: { position: 'relative' },
  badge: { position: 'absolute', insetInlineEnd: '2px', top: '2px' },
})

/** The bell, with the number of jobs that are running. */
export function Bell() {
  const styles = useStyles()
  const running = useNoticeList().filter(isRunning).length
  return (
    <OnDemand
      button={(open) => (
        <Button
          appearance="subtle"
          aria-label={running > 0 ? texts.notificationsRunning(String(running)) : texts.notifications}
          className={styles.button}
          icon={
            <>
              <AlertRegular />
              {running > 0 && (
                <Badge size="small" className={styles.badge}>
                  {running}
                </Badge>
              )}
            </>
          }
          {...(open ? { onClick: open } : {})}
        />
      )}
      opened={(trigger) => <OpenBell trigger={trigger} />}
    />
  )
}
