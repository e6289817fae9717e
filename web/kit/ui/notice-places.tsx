import { makeStyles, tokens } from '@fluentui/react-components'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

type Place = { element: HTMLElement; over: boolean }
const PlacesContext = createContext<(place: Place) => () => void>(() => () => undefined)

const useStyles = makeStyles({
  strip: {
    position: 'sticky',
    bottom: 0,
    // Above the bars of a page, below all that is modal.
    zIndex: 6,
    height: 0,
    // On a phone they take their room at the end of the page, so that its last command can be scrolled free of them.
    '@media (max-width: 640px)': { height: 'auto' },
  },
  corner: {
    position: 'absolute',
    bottom: 0,
    insetInlineStart: 0,
    width: 'min(24rem, 100%)',
    padding: tokens.spacingHorizontalM,
    ':empty': { display: 'none' },
    '@media (max-width: 640px)': { position: 'static', width: '100%' },
  },
})

/**
 * Where passing notices stand: in the newest `NoticePlace`, otherwise at the foot of the window. There `--notices` is the
 * height that they take on a phone, for what else sticks to the foot.
 */
export function NoticePlaces({ notices, children }: { notices: ReactNode; children: ReactNode }) {
  const styles = useStyles()
  const [places, setPlaces] = useState<readonly Place[]>([])
  const add = useCallback((place: Place) => {
    setPlaces((old) => [...old, place])
    return () => setPlaces((old) => old.filter((one) => one !== place))
  }, [])
  const strip = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = strip
    if (!current) return
    const observer = new ResizeObserver(() =>
      document.documentElement.style.setProperty('--notices', `${current.offsetHeight}px`),
    )
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  const place = places.findLast(({ over }) => over) ?? places.at(-1)
  return (
    <PlacesContext value={add}>
      {children}
      <div ref={strip} className={styles.strip}>
        <div className={styles.corner} aria-live="polite">
          {!place && notices}
        </div>
      </div>
      {place && createPortal(notices, place.element)}
    </PlacesContext>
  )
}

/**
 * Room that a frame leaves for notices, so that they cover nothing in it. `over`: in something modal, which comes first;
 * what is outside of it can neither be reached nor heard.
 */
export function NoticePlace({ className, over = false }: { className: string; over?: boolean }) {
  const add = useContext(PlacesContext)
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => (element.current ? add({ element: element.current, over }) : undefined), [add, over])
  return <div ref={element} className={className} aria-live="polite" />
}
