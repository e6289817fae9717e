import {
  Body1,
  Button,
  Caption1,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  ProgressBar,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components'
import { type ReactElement, useRef } from 'react'
import { showAgo } from '../../kit/format.ts'
import { isRunning, useNoticeList } from '../../kit/ui/notify.tsx'
import { texts } from '../../texts/en/kit.ts'

const useStyles = makeStyles({
  surface: {
    width: 'min(24rem, 90vw)',
    maxHeight: '70vh',
    overflowY: 'auto',
    display: 'grid',
    gap: tokens.spacingVerticalM,
  },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  // At the start of the line, and no wider than its word.
  command: { justifySelf: 'start' },
  item: { display: 'grid', gap: tokens.spacingVerticalXXS, overflowWrap: 'anywhere' },
})

/**
 * What has happened in this window, newest first, and how far long work is, which is stopped here. Open from the start: it is
 * loaded by the first click. The surface takes the focus, for often nothing in it can: a modal without the focus is hidden
 * from screen readers.
 */
export function OpenBell({ trigger }: { trigger: ReactElement }) {
  const styles = useStyles()
  const notices = useNoticeList()
  const surface = useRef<HTMLDivElement>(null)
  return (
    <Popover trapFocus defaultOpen>
      <PopoverTrigger disableButtonEnhancement>{trigger}</PopoverTrigger>
      <PopoverSurface ref={surface} tabIndex={0} className={styles.surface} aria-label={texts.notifications}>
        <Subtitle2 as="h2">{texts.notifications}</Subtitle2>
        {notices.length === 0 && <Body1>{texts.noNotifications}</Body1>}
        <ul className={styles.list}>
          {notices
            .map((notice) => [notice, isRunning(notice)] as const)
            .map(([{ id, title, says, at, progress, work, action }, running]) => (
              <li key={id} className={styles.item}>
                <Text weight="semibold">{title}</Text>
                {says && <Body1>{says}</Body1>}
                {running && (
                  <ProgressBar
                    aria-label={title}
                    {...(progress?.total == null ? {} : { value: progress.done / progress.total })}
                  />
                )}
                {progress && (
                  <Caption1>
                    {progress.total === null
                      ? texts.soFar(String(progress.done))
                      : texts.progress(String(progress.done), String(progress.total))}
                    {progress.failed > 0 && `, ${texts.failedOf(String(progress.failed))}`}
                  </Caption1>
                )}
                {work && (
                  <Button
                    size="small"
                    className={styles.command}
                    aria-label={work.stopping ? texts.stopping : texts.stopWork(title)}
                    disabledFocusable={work.stopping}
                    onClick={() => {
                      // The button goes with the work; from here Escape closes.
                      surface.current?.focus()
                      work.stop()
                    }}
                  >
                    {work.stopping ? texts.stopping : texts.stop}
                  </Button>
                )}
                {action && (
                  <Button size="small" className={styles.command} onClick={action.run}>
                    {action.label}
                  </Button>
                )}
                <Caption1>{showAgo(new Date(at).toISOString(), Date.now())}</Caption1>
              </li>
            ))}
        </ul>
      </PopoverSurface>
    </Popover>
  )
}
