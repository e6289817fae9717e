import { makeStyles, tokens } from '@fluentui/react-components'
import type { GraphError } from '../../../kit/graph/error.ts'
import { EditForm, useEdit } from '../../../kit/ui/edit.tsx'
import { atMost, RadioField, SwitchField, TextField } from '../../../kit/ui/form.tsx'
import { useRefused } from '../../../kit/ui/refused.ts'
import { Section } from '../../../kit/ui/section.tsx'
import { texts } from '../../../texts/en/applications.ts'
import { useTenant } from '../../tenant.tsx'
import { useApplication } from './application.tsx'
import { audienceLabel } from './audience.ts'
import type { AuthenticationValues } from './authentication-values.ts'
import { type Audience, type Platform, platforms, type Registration, registrationPath, registrations } from './model.ts'
import { RedirectUris } from './redirect-uris.tsx'

const useStyles = makeStyles({ parts: { display: 'grid', gap: tokens.spacingVerticalXXL, minWidth: 0 } })

const words = texts.authentication
const yesNo = (value: boolean) => (value ? texts.yes : texts.no)

const read = (app: Registration): AuthenticationValues => ({
  web: rows(app.web.redirectUris),
  spa: rows(app.spa.redirectUris),
  publicClient: rows(app.publicClient.redirectUris),
  logoutUrl: app.web.logoutUrl ?? '',
  accessTokens: app.web.implicitGrantSettings.enableAccessTokenIssuance,
  idTokens: app.web.implicitGrantSettings.enableIdTokenIssuance,
  allowsPublicFlows: app.isFallbackPublicClient === true,
  audience: app.signInAudience,
})
const rows = (uris: readonly string[]) => uris.map((uri) => ({ uri }))
/** Empty lines are no URIs; what was typed is sent as it is, but for spaces around it. */
const urisOf = (lines: readonly { uri: string }[]) => lines.map(({ uri }) => uri.trim()).filter((uri) => uri !== '')

const write = (values: AuthenticationValues, before: AuthenticationValues) => ({
  web: {
    redirectUris: urisOf(values.web),
    logoutUrl: values.logoutUrl.trim() || null,
    implicitGrantSettings: {
      enableAccessTokenIssuance: values.accessTokens,
      enableIdTokenIssuance: values.idTokens,
    },
  },
  spa: { redirectUris: urisOf(values.spa) },
  publicClient: { redirectUris: urisOf(values.publicClient) },
  ...(values.allowsPublicFlows === before.allowsPublicFlows
    ? {}
    : { isFallbackPublicClient: values.allowsPublicFlows }),
  ...(values.audience === before.audience ? {} : { signInAudience: values.audience }),
})

const describe = (values: AuthenticationValues): Record<string, string> => ({
  ...Object.fromEntries(
    platforms.map((platform) => [texts.platforms[platform], urisOf(values[platform]).join(', ') || '–']),
  ),
  [words.logoutUrl]: values.logoutUrl || '–',
  [words.accessTokens]: yesNo(values.accessTokens),
  [words.idTokens]: yesNo(values.idTokens),
  [words.publicClient]: yesNo(values.allowsPublicFlows),
  [words.audience]: texts.audienceShort[values.audience],
})

/** Where people come back to after signing in, and who they may be. */
export function Authentication() {
  const styles = useStyles()
  const { app } = useApplication()
  const { organization, kind } = useTenant()
  const edit = useEdit<Registration, AuthenticationValues>({
    path: registrationPath(app.id),
    read,
    write,
    describe,
    stale: [registrations, '/v1.0/servicePrincipals'],
    saved: words.saved,
  })
  const { form } = edit
  const error = useRefused(form, edit.error, (refusal) => placeOf(refusal, form.getValues()))
  const offered: Audience[] = kind === 'external' ? ['AzureADMyOrg'] : ['AzureADMyOrg', 'AzureADMultipleOrgs']
  const audiences = offered.includes(app.signInAudience) ? offered : [...offered, app.signInAudience]
  const { control } = form
  return (
    <EditForm edit={{ ...edit, error }}>
      <div className={styles.parts}>
        {platforms.map((platform) => (
          <RedirectUris key={platform} form={form} platform={platform} />
        ))}
        <TextField
          control={control}
          name="logoutUrl"
          label={words.logoutUrl}
          hint={words.logoutHint}
          autoComplete="off"
          rules={atMost(255)}
        />
        <Section title={words.implicit} says={words.implicitSays}>
          <div>
            <SwitchField control={control} name="accessTokens" label={words.accessTokens} />
            <SwitchField control={control} name="idTokens" label={words.idTokens} />
          </div>
        </Section>
        <RadioField
          control={control}
          name="audience"
          label={words.audience}
          options={audiences.map((value) => ({ value, label: audienceLabel(value, organization?.displayName ?? '') }))}
        />
        <Section title={words.advanced}>
          <SwitchField
            control={control}
            name="allowsPublicFlows"
            label={words.publicClient}
            hint={words.publicClientHint}
          />
        </Section>
      </div>
    </EditForm>
  )
}

/** The line that Graph's refusal is about: its target names the platform, its sentence quotes the URI. */
function placeOf(
  { target, message }: GraphError,
  values: AuthenticationValues,
): 'logoutUrl' | 'audience' | `${Platform}.${number}.uri` | null {
  if (target === null) return null
  if (target.startsWith('web.logoutUrl')) return 'logoutUrl'
  if (target.startsWith('signInAudience')) return 'audience'
  const platform = platforms.find((one) => target.startsWith(`${one}.redirectUris`))
  if (!platform) return null
  const uris = urisOf(values[platform])
  const numbered = /\[(\d+)\]/.exec(target)?.[1]
  const wrong =
    numbered === undefined ? uris.findLast((uri) => message.includes(uri.slice(0, 100))) : uris[Number(numbered)]
  const line = values[platform].findLastIndex(({ uri }) => uri.trim() === wrong)
  return line < 0 ? null : `${platform}.${line}.uri`
}
