import { makeStyles, tokens } from '@fluentui/react-components'
import { AuthorizedClients } from './authorized-clients.tsx'
import { IdentifierUri } from './identifier-uri.tsx'
import { Scopes } from './scopes.tsx'

const useStyles = makeStyles({ parts: { display: 'grid', gap: tokens.spacingVerticalXXL, minWidth: 0 } })

/** The app as an API: its name, what others may ask it for, and who need not ask. */
export function Expose() {
  const styles = useStyles()
  return (
    <div className={styles.parts}>
      <IdentifierUri />
      <Scopes />
      <AuthorizedClients />
    </div>
  )
}
