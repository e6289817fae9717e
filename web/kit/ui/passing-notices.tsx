import {
  Button,
  Link,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import { texts } from '../../texts/en/kit.ts'
import type { Passing } from './notice.ts'

const useStyles = makeStyles({
  list: {
    position: 'fixed',
    insetInlineEnd: tokens.spacingHorizontalL,
    bottom: tokens.spacingVerticalL,
    zIndex: 1_000_001,
    width: 'min(24rem, calc(100vw - 2rem))',
    maxHeight: '60vh',
    overflowY: 'auto',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    display: 'grid',
    gap: tokens.spacingVerticalS,
  },
  bar: { boxShadow: tokens.shadow16, overflowWrap: 'anywhere' },
})

const short = 4_000
/** What went wrong, and what can be taken back, is worth reading twice. */
const long = 10_000

/**
 * The newest notices, in the corner, each for a few seconds. They take no focus and hold none: Fluent UI's toasts keep the
 * Tab key to themselves, and whoever works by keyboard would not come out of them.
 */
export function PassingNotices({ passing, onGone }: { passing: readonly Passing[]; onGone(id: number): void }) {
  const styles = useStyles()
  return (
    <ul className={styles.list}>
      {passing.map((one) => (
        <li key={one.id} data-notice>
          <Passes notice={one} onGone={() => onGone(one.id)} />
        </li>
      ))}
    </ul>
  )
}

function Passes({ notice: { intent, title, says, undo }, onGone }: { notice: Passing; onGone(): void }) {
  const styles = useStyles()
  const [held, setHeld] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the time starts when the notice is let go, not with each rendering
  useEffect(() => {
    if (held) return
    const timer = setTimeout(onGone, intent === 'error' || undo ? long : short)
    return () => clearTimeout(timer)
  }, [held])
  return (
    <MessageBar
      intent={intent}
      layout="multiline"
      className={styles.bar}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {says}{' '}
        {undo && (
          <Link
            as="button"
            inline
            onClick={() => {
              onGone()
              undo()
            }}
          >
            {texts.undo}
          </Link>
        )}
      </MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button appearance="transparent" aria-label={texts.dismiss} icon={<DismissRegular />} onClick={onGone} />
        }
      />
    </MessageBar>
  )
}
