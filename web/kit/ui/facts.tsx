import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'
import { texts } from '../../texts/en/kit.ts'
import { showText } from '../format.ts'

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'max(9rem, min(30%, 16rem)) minmax(0, 1fr)',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    margin: 0,
    '@media (max-width: 640px)': { gridTemplateColumns: '1fr', rowGap: tokens.spacingVerticalXXS },
  },
  term: { color: tokens.colorNeutralForeground2, '@media (max-width: 640px)': { marginTop: tokens.spacingVerticalS } },
  value: { margin: 0, overflowWrap: 'anywhere', minWidth: 0 },
  copyable: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, maxWidth: '100%' },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
})

/** Names and values; a dash for what has none. */
export function Facts({ facts }: { facts: readonly (readonly [label: string, value: ReactNode])[] }) {
  const styles = useStyles()
  return (
    <dl className={styles.list}>
      {facts.map(([label, value]) => (
        <div key={label} style={{ display: 'contents' }}>
          <dt className={styles.term}>{label}</dt>
          <dd className={styles.value}>
            {typeof value === 'object' && value !== null && !Array.isArray(value) ? value : showText(value)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** A value that people paste elsewhere: an id, a secret, a URL. */
export function Copyable({ value, what }: { value: string | null | undefined; what: string }) {
  const styles = useStyles()
  const [copied, setCopied] = useState(false)
  if (!value) return <>–</>
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }
  return (
    <span className={styles.copyable}>
      <span className={styles.code} style={{ overflowWrap: 'anywhere' }}>
        {value}
      </span>
      <Button
        size="small"
        appearance="subtle"
        title={texts.copy(what)}
        aria-label={copied ? texts.copied : texts.copy(what)}
        icon={copied ? <CheckmarkRegular /> : <CopyRegular />}
        onClick={() => void copy()}
      />
    </span>
  )
}
