import { Button, Link, makeStyles, tokens } from '@fluentui/react-components'
import { EditRegular, PlugConnectedRegular } from '@fluentui/react-icons'
import { showDateTime } from '../../../kit/format.ts'
import { isMissing } from '../../../kit/graph/error.ts'
import { useGraphChange } from '../../../kit/graph/hooks.tsx'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Section } from '../../../kit/ui/section.tsx'
import { Failed, OutsideLink } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/applications.ts'
import { paths } from '../../paths.ts'
import { useTenant } from '../../tenant.tsx'
import { useApplication } from './application.tsx'
import { Endpoints } from './endpoints.tsx'
import { principals, type Registration, usePrincipalOf } from './model.ts'
import { Properties } from './properties.tsx'
import { Snippet } from './snippet.tsx'

const useStyles = makeStyles({
  commands: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  parts: { display: 'grid', gap: tokens.spacingVerticalXXL, minWidth: 0 },
})

export function ApplicationOverview() {
  const styles = useStyles()
  const { app } = useApplication()
  const { organization } = useTenant()
  const pane = usePane()
  const words = texts.overview
  const uris = [app.web, app.spa, app.publicClient].map(({ redirectUris }) => redirectUris.length)
  const [web = 0, spa = 0, native = 0] = uris
  const hasCredentials = app.passwordCredentials.length + app.keyCredentials.length > 0
  return (
    <div className={styles.parts}>
      <Section
        title={words.essentials}
        commands={
          <>
            <Button icon={<PlugConnectedRegular />} onClick={() => pane.show('endpoints')}>
              {words.endpoints}
            </Button>
            <Button icon={<EditRegular />} onClick={() => pane.show('properties')}>
              {words.edit}
            </Button>
          </>
        }
      >
        <Facts
          facts={[
            [texts.name, app.displayName],
            [texts.clientId, <Copyable key="c" value={app.appId} what={texts.clientIdWhat} />],
            [texts.objectId, <Copyable key="o" value={app.id} what={texts.objectIdWhat} />],
            [texts.directoryId, <Copyable key="d" value={organization?.id} what={texts.directoryIdWhat} />],
            [texts.register.audience, texts.audienceShort[app.signInAudience]],
            [
              words.redirectUris,
              <PageLink key="r" to={paths.application(app.id, 'authentication')}>
                {web + spa + native === 0 ? words.addRedirectUri : words.redirectCount(web, spa, native)}
              </PageLink>,
            ],
            [
              words.credentials,
              <PageLink key="k" to={paths.application(app.id, 'credentials')}>
                {hasCredentials
                  ? words.credentialCount(app.keyCredentials.length, app.passwordCredentials.length)
                  : words.addCredential}
              </PageLink>,
            ],
            [
              words.idUri,
              <PageLink key="u" to={paths.application(app.id, 'expose')}>
                {app.identifierUris[0] ?? words.addIdUri}
              </PageLink>,
            ],
            [words.managed, <Managed key="m" app={app} />],
            [
              words.homePage,
              app.web.homePageUrl && (
                <OutsideLink key="h" href={app.web.homePageUrl}>
                  {app.web.homePageUrl}
                </OutsideLink>
              ),
            ],
            [texts.created, showDateTime(app.createdDateTime)],
          ]}
        />
      </Section>
      <Snippet app={app} />
      <UntilClosed>{pane.open === 'endpoints' && <Endpoints onClose={pane.close} />}</UntilClosed>
      <UntilClosed>{pane.open === 'properties' && <Properties onClose={pane.close} />}</UntilClosed>
    </div>
  )
}

/** The service principal of the app in its own directory: without it nobody signs in. */
function Managed({ app }: { app: Registration }) {
  const notify = useNotify()
  const principal = usePrincipalOf(app.appId)
  const create = useGraphChange(
    (graph) => graph.post(principals, { appId: app.appId }),
    [principals, `${principals}(appId='${app.appId}')`],
  )
  if (principal.data) {
    return <PageLink to={paths.enterpriseApplication(principal.data.id)}>{principal.data.displayName}</PageLink>
  }
  if (principal.error && !isMissing(principal.error)) return <Failed error={principal.error} />
  if (!principal.error) return <span>…</span>
  return (
    <span>
      {texts.overview.noPrincipal}{' '}
      <Link
        as="button"
        onClick={() =>
          create.mutate(undefined, {
            onSuccess: () => notify.success(texts.overview.principalCreated),
            onError: (error) => notify.error(texts.register.noPrincipal, error),
          })
        }
      >
        {texts.overview.createPrincipal}
      </Link>
    </span>
  )
}
