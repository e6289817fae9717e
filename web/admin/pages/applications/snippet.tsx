import { Button, Caption1, Field, makeStyles, Select, tokens } from '@fluentui/react-components'
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useSession } from '../../../kit/auth/session.tsx'
import { config } from '../../../kit/config.ts'
import { Section } from '../../../kit/ui/section.tsx'
import { useUrlState } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/applications.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import type { Registration } from './model.ts'

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  code: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    overflowX: 'auto',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
  },
  soft: { color: tokens.colorNeutralForeground2 },
})

type Library = {
  id: string
  label: string
  fits(app: Registration): boolean
  code(app: Registration, tenant: string): string
}

const host = new URL(config.origin).host
const quoted = (text: string) => `'${text.replaceAll(/['\\]/g, '\\$&')}'`
const authority = ({ signInAudience }: Registration, tenant: string) =>
  `${config.origin}/${signInAudience === 'AzureADMyOrg' ? tenant : 'organizations'}`
const first = (uris: readonly string[], otherwise: string) => quoted(uris[0] ?? otherwise)

/** Each is what the client tests run (test/clients), with this app's values. */
const libraries: readonly Library[] = [
  {
    id: 'msal-node',
    label: 'MSAL Node: web app or service',
    fits: ({ web }) => web.redirectUris.length > 0,
    code: (app, tenant) => `import { ConfidentialClientApplication } from '@azure/msal-node'

const client = new ConfidentialClientApplication({
  auth: {
    clientId: '${app.appId}',
    authority: '${authority(app, tenant)}',
    knownAuthorities: ['${host}'],
    clientSecret: process.env.CLIENT_SECRET,
  },
})

// Somebody signs in: send the browser here, then redeem the code that comes back.
const url = await client.getAuthCodeUrl({
  scopes: ['User.Read'],
  redirectUri: ${first(app.web.redirectUris, '<redirect URI>')},
})

// The app by itself.
const { accessToken } = await client.acquireTokenByClientCredential({
  scopes: ['https://graph.microsoft.com/.default'],
})
`,
  },
  {
    id: 'msal-browser',
    label: 'MSAL Browser: single-page app',
    fits: ({ spa }) => spa.redirectUris.length > 0,
    code: (app, tenant) => `import { PublicClientApplication } from '@azure/msal-browser'

const client = new PublicClientApplication({
  auth: {
    clientId: '${app.appId}',
    authority: '${authority(app, tenant)}',
    knownAuthorities: ['${host}'],
    redirectUri: ${first(app.spa.redirectUris, '<redirect URI>')},
  },
})

await client.initialize()
await client.handleRedirectPromise()
await client.loginRedirect({ scopes: ['User.Read'] })
`,
  },
  {
    id: 'msal-node-public',
    label: 'MSAL Node: command line or desktop',
    fits: ({ publicClient }) => publicClient.redirectUris.length > 0,
    code: (app, tenant) => `import { PublicClientApplication } from '@azure/msal-node'

const client = new PublicClientApplication({
  auth: {
    clientId: '${app.appId}',
    authority: '${authority(app, tenant)}',
    knownAuthorities: ['${host}'],
  },
})

const { accessToken } = await client.acquireTokenInteractive({
  scopes: ['User.Read'],
  openBrowser: async (url) => console.log('Open', url),
})
`,
  },
  {
    id: 'azure-identity',
    label: '@azure/identity: script or service',
    fits: () => true,
    code: (app, tenant) => `import { ClientSecretCredential } from '@azure/identity'

const credential = new ClientSecretCredential(
  '${tenant}',
  '${app.appId}',
  process.env.CLIENT_SECRET,
  { authorityHost: '${config.origin}', disableInstanceDiscovery: true },
)
const { token } = await credential.getToken('https://graph.microsoft.com/.default')
`,
  },
  {
    id: 'oidc',
    label: 'Any OpenID Connect library',
    fits: () => false,
    code: (app, tenant) => `issuer         ${config.origin}/${tenant}/v2.0
client_id      ${app.appId}
client_secret  <the value of a client secret>
redirect_uri   ${app.web.redirectUris[0] ?? app.spa.redirectUris[0] ?? '<redirect URI>'}
scope          openid profile email
`,
  },
]

/** Code that works as it stands, for the library that suits the app's redirect URIs. */
export function Snippet({ app }: { app: Registration }) {
  const styles = useStyles()
  const { tenantId } = useSession()
  const [asked, ask] = useUrlState('library')
  const [copied, setCopied] = useState(false)
  const library =
    libraries.find(({ id }) => id === asked) ?? libraries.find(({ fits }) => fits(app)) ?? (libraries[0] as Library)
  const code = library.code(app, tenantId)
  const copy = async () => {
    await navigator.clipboard.writeText(code)
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }
  return (
    <Section title={texts.overview.snippet} says={texts.overview.snippetSays}>
      <div className={styles.bar}>
        <Field label={texts.overview.snippetFor}>
          <Select value={library.id} onChange={(_, { value }) => ask(value)}>
            {libraries.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <Button icon={copied ? <CheckmarkRegular /> : <CopyRegular />} onClick={() => void copy()}>
          {copied ? kit.copied : kit.copy(texts.overview.snippetWhat)}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={styles.code} tabIndex={0}>
        <code>{code}</code>
      </pre>
      <Caption1 className={styles.soft}>{texts.overview.trust}</Caption1>
    </Section>
  )
}
