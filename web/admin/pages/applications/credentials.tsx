import { Body1, makeStyles, tokens } from '@fluentui/react-components'
import { texts } from '../../../texts/en/applications.ts'
import { Certificates } from './certificates.tsx'
import { Secrets } from './secrets.tsx'

const useStyles = makeStyles({ parts: { display: 'grid', gap: tokens.spacingVerticalXXL, minWidth: 0 } })

export function Credentials() {
  const styles = useStyles()
  return (
    <div className={styles.parts}>
      <Body1>{texts.credentials.says}</Body1>
      <Secrets />
      <Certificates />
    </div>
  )
}
