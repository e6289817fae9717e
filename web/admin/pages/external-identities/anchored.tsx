import { Body1, Caption1, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowRightRegular } from '@fluentui/react-icons'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useLocation } from 'react-router'
import { texts } from '../../../texts/en/external-identities.ts'

const useStyles = makeStyles({
  part: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    minWidth: 0,
    scrollMarginTop: '4rem',
    outlineStyle: 'none',
    '@media (max-width: 640px)': { padding: tokens.spacingHorizontalM },
  },
  sentHere: {
    border: `2px solid ${tokens.colorBrandStroke1}`,
    boxShadow: tokens.shadow8,
  },
  head: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  title: { ...typographyStyles.subtitle1, margin: 0 },
  hint: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, color: tokens.colorBrandForeground1 },
  says: { color: tokens.colorNeutralForeground2, maxWidth: '52rem' },
})

/**
 * A part of a page that has an address of its own (`#users`): explanations of refusals lead to the part that decided.
 * Whoever comes by such a link finds it in view, marked, and with the focus.
 */
export function Part({
  id,
  title,
  badges,
  says,
  children,
}: {
  id?: string
  title: string
  badges?: ReactNode
  says?: ReactNode
  children: ReactNode
}) {
  const styles = useStyles()
  const heading = useId()
  const { hash, key } = useLocation()
  const part = useRef<HTMLElement>(null)
  const wanted = id !== undefined && hash === `#${id}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same link followed again leads here again
  useEffect(() => {
    if (!wanted) return
    // After the page's title has had the focus, which it takes on arrival.
    const timer = setTimeout(() => {
      part.current?.scrollIntoView({ block: 'start' })
      part.current?.focus({ preventScroll: true })
    })
    return () => clearTimeout(timer)
  }, [wanted, key])
  return (
    <section
      ref={part}
      id={id}
      tabIndex={-1}
      aria-labelledby={heading}
      className={mergeClasses(styles.part, wanted && styles.sentHere)}
    >
      {wanted && (
        <Caption1 className={styles.hint}>
          <ArrowRightRegular aria-hidden /> {texts.youAreSentHere}
        </Caption1>
      )}
      <div className={styles.head}>
        <h2 id={heading} className={styles.title}>
          {title}
        </h2>
        {badges}
      </div>
      {says && <Body1 className={styles.says}>{says}</Body1>}
      {children}
    </section>
  )
}
