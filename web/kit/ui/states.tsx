import { Body1, Link, makeStyles, Skeleton, SkeletonItem, Subtitle2, tokens } from '@fluentui/react-components'
import { LockClosedRegular } from '@fluentui/react-icons'
import type { UseQueryResult } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { texts } from '../../texts/en/kit.ts'
import { isDenied, sayError } from '../graph/error.ts'

const useStyles = makeStyles({
  block: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalL}`,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
  title: { margin: 0 },
  says: { maxWidth: '36rem' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, justifyContent: 'center' },
  icon: { fontSize: '2rem', color: tokens.colorNeutralForeground3 },
  lines: { display: 'grid', gap: tokens.spacingVerticalM, paddingBlock: tokens.spacingVerticalM },
})

/** While the first answer is on its way: as many lines as the page is likely to have, so that nothing jumps. */
export function Loading({ lines = 6, label = texts.loading }: { lines?: number; label?: string }) {
  const styles = useStyles()
  return (
    <Skeleton aria-label={label} className={styles.lines}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
        <SkeletonItem key={line} size={24} />
      ))}
    </Skeleton>
  )
}

/** In the middle: Fluent UI's texts stand at the start of the line unless each is told. */
function Words({ title, says }: { title: string; says: readonly ReactNode[] }) {
  const styles = useStyles()
  return (
    <>
      <Subtitle2 as="h2" align="center" className={styles.title}>
        {title}
      </Subtitle2>
      {says.map(
        (one, index) =>
          one && (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never move
            <Body1 key={index} className={styles.says} align="center">
              {one}
            </Body1>
          ),
      )}
    </>
  )
}

/** Nothing here: what it means, and what to do next. */
export function Empty({ title, says, action }: { title: string; says?: ReactNode; action?: ReactNode }) {
  const styles = useStyles()
  return (
    <div className={styles.block} role="status">
      <Words title={title} says={[says]} />
      {action && <div className={styles.actions}>{action}</div>}
    </div>
  )
}

/** A refusal of Graph for want of a role or permission: what is missing is in Graph's own words. */
function Denied({ error }: { error: unknown }) {
  const styles = useStyles()
  return (
    <div className={styles.block} role="alert">
      <LockClosedRegular className={styles.icon} aria-hidden />
      <Words title={texts.deniedTitle} says={[sayError(error), texts.deniedHint]} />
    </div>
  )
}

type Failure = { error: unknown; retry?: () => void; title?: string }

// Rarely needed at once, and heavier than most pages. Where it cannot be loaded the sentence alone has to do.
const FailedBar = lazy(async () => {
  try {
    return { default: (await import('./failed-bar.tsx')).FailedBar }
  } catch {
    return { default: Plainly }
  }
})

const Plainly = ({ error }: Failure) => <p role="alert">{sayError(error)}</p>

/** What went wrong: the sentence, the code, the request id to give to whoever can look it up, and another try. */
export function Failed(failure: Failure) {
  if (isDenied(failure.error)) return <Denied error={failure.error} />
  return (
    <Suspense fallback={<Plainly {...failure} />}>
      <FailedBar {...failure} />
    </Suspense>
  )
}

/** The states that every page has: skeleton, refused or failed, and then its own content. */
export function Answer<T>({
  of,
  lines,
  children,
}: {
  of: UseQueryResult<T>
  lines?: number
  children: (data: T) => ReactNode
}) {
  if (of.data !== undefined) return children(of.data)
  if (of.error) return <Failed error={of.error} retry={() => void of.refetch()} />
  return <Loading {...(lines === undefined ? {} : { lines })} />
}

/** A link out of the admin center, in a new window. */
export function OutsideLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} target="_blank" rel="noreferrer">
      {children}
    </Link>
  )
}
