import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular, CheckmarkRegular, CopyRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { Section } from '../../../kit/ui/section.tsx'
import { texts } from '../../../texts/en/applications.ts'
import { useApplication } from './application.tsx'

const useStyles = makeStyles({
  code: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    overflowX: 'auto',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
  },
})
const words = texts.manifest

/** The app as Graph answers it. */
export function Manifest() {
  const styles = useStyles()
  const { app } = useApplication()
  const [copied, setCopied] = useState(false)
  const json = JSON.stringify(
    Object.fromEntries(Object.entries(app).filter(([name]) => !name.startsWith('@'))),
    null,
    2,
  )
  const copy = async () => {
    await navigator.clipboard.writeText(json)
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }
  const download = () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([json], { type: 'application/json' }))
    link.download = `${app.appId}.json`
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <Section
      title={texts.parts.manifest}
      says={words.says}
      commands={
        <>
          <Button icon={copied ? <CheckmarkRegular /> : <CopyRegular />} onClick={() => void copy()}>
            {copied ? words.copied : words.copy}
          </Button>
          <Button icon={<ArrowDownloadRegular />} onClick={download}>
            {words.download}
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={styles.code} tabIndex={0}>
        <code>{json}</code>
      </pre>
    </Section>
  )
}
