import { Button, Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { SearchRegular } from '@fluentui/react-icons'
import { lazy, Suspense, useCallback, useEffect } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { UntilClosed } from '../../kit/ui/until-closed.tsx'
import { texts } from '../../texts/en/search.ts'

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))

const useStyles = makeStyles({
  wide: { minWidth: '16rem', justifyContent: 'start', '@media (max-width: 900px)': { display: 'none' } },
  narrow: { '@media (min-width: 900.1px)': { display: 'none' } },
  key: {
    marginInlineStart: 'auto',
    paddingInlineStart: tokens.spacingHorizontalL,
    color: tokens.colorNeutralForeground2,
  },
})

/**
 * The search of the top bar: a button that opens the palette, as Ctrl K and / do. What is searched stands in the address
 * (`?search=`). Addresses of the old portal that end up here (`/admin#view/…`) are led on.
 */
export function Search() {
  const styles = useStyles()
  const go = useNavigate()
  const [params, setParams] = useSearchParams()
  const text = params.get('search')
  const set = useCallback(
    (value: string | null, { push = false } = {}) =>
      setParams(
        (now) => {
          const next = new URLSearchParams(now)
          if (value === null) next.delete('search')
          else next.set('search', value)
          return next
        },
        { replace: !push, preventScrollReset: true },
      ),
    [setParams],
  )
  const show = () => set('', { push: true })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement).closest('input, textarea, select, [contenteditable]')
      const wanted = (event.key === 'k' && (event.ctrlKey || event.metaKey)) || (event.key === '/' && !typing)
      if (!wanted) return
      event.preventDefault()
      set('', { push: true })
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [set])
  useEffect(() => {
    // The table of old addresses is loaded for one only.
    if (!/^#(view|blade)\//i.test(location.hash)) return
    void import('./match.ts').then(({ matchPortal }) => {
      const to = matchPortal(location.hash)
      if (to !== null) void go(to, { replace: true })
    })
  }, [go])
  return (
    <>
      <Button className={styles.wide} icon={<SearchRegular />} onClick={show}>
        {texts.open}
        <Caption1 className={styles.key} aria-hidden>
          {texts.shortcut}
        </Caption1>
      </Button>
      <Button
        className={styles.narrow}
        appearance="subtle"
        aria-label={texts.open}
        icon={<SearchRegular />}
        onClick={show}
      />
      <Suspense fallback={null}>
        <UntilClosed>{text !== null && <Palette start={text} onText={set} close={() => set(null)} />}</UntilClosed>
      </Suspense>
    </>
  )
}
