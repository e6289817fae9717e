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
import { useEffect, useRef, useState } from 'react'
import { texts } from '../../texts/en/kit.ts'
import type { Passing } from './notice.ts'

const useStyles = makeStyles({
  list: {
    maxHeight: '40vh',
    overflowY: 'auto',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    display: 'grid',
    gap: tokens.spacingVerticalS,
  },
  bar: { boxShadow: tokens.shadow4, overflowWrap: 'anywhere' },
})

const short = 4_000
/** What went wrong, and what can be taken back, is worth reading twice. */
const long = 10_000
const again = 1_000

/**
 * The newest notices, each for a few seconds, where `NoticePlaces` puts them. They take no focus and hold none: Fluent UI's
 * toasts keep the Tab key to themselves, and whoever works by keyboard would not come out of them.
 */
export function PassingNotices({ passing, onGone }: { passing: readonly Passing[]; onGone(id: number): void }) {
  const styles = useStyles()
  return (
    <ul className={styles.list} aria-label={texts.notifications}>
      {passing.map((one) => (
        <li key={one.id} data-notice>
          <Passes notice={one} onGone={() => onGone(one.id)} />
        </li>
      ))}
    </ul>
  )
}

/** Nobody reads what something modal lies over. */
const isCovered = (bar: HTMLElement | null): boolean =>
  document.querySelector('[aria-modal="true"]') !== null && !bar?.closest('[aria-modal="true"]')

function Passes({ notice: { intent, since, title, says, undo }, onGone }: { notice: Passing; onGone(): void }) {
  const styles = useStyles()
  const bar = useRef<HTMLDivElement>(null)
  const [held, setHeld] = useState(false)
  const wasHeld = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the time starts when the notice is let go, not with each rendering
  useEffect(() => {
    if (held) {
      wasHeld.current = true
      return
    }
    const whole = intent === 'error' || undo ? long : short
    let timer = setTimeout(pass, wasHeld.current ? short : Math.max(0, since + whole - Date.now()))
    function pass() {
      if (isCovered(bar.current)) timer = setTimeout(pass, again)
      else onGone()
    }
    return () => clearTimeout(timer)
  }, [held])
  return (
    <MessageBar
      ref={bar}
      intent={intent}
      layout="multiline"
      className={styles.bar}
      // Who points at it reads it. A pointer that stood there before points at what it has come over.
      onMouseMove={({ movementX, movementY }) => {
        if (movementX !== 0 || movementY !== 0) setHeld(true)
      }}
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
