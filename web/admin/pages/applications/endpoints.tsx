import { Body1 } from '@fluentui/react-components'
import { useSession } from '../../../kit/auth/session.tsx'
import { config } from '../../../kit/config.ts'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { texts } from '../../../texts/en/applications.ts'

/** Where the app's libraries turn to. */
export function Endpoints({ onClose }: { onClose(): void }) {
  const { tenantId } = useSession()
  const base = `${config.origin}/${tenantId}`
  const words = texts.endpoints
  const urls: [string, string][] = [
    [words.authority, base],
    [words.common, `${config.origin}/organizations`],
    [words.metadata, `${base}/v2.0/.well-known/openid-configuration`],
    [words.authorize, `${base}/oauth2/v2.0/authorize`],
    [words.token, `${base}/oauth2/v2.0/token`],
    [words.logout, `${base}/oauth2/v2.0/logout`],
    [words.keys, `${base}/discovery/v2.0/keys`],
    [words.graph, `${config.origin}/v1.0`],
  ]
  return (
    <Pane title={words.title} onClose={onClose} wide>
      <Body1>{words.says}</Body1>
      <Facts
        facts={urls.map(([label, url]) => [label, <Copyable key={label} value={url} what={words.what(label)} />])}
      />
    </Pane>
  )
}
