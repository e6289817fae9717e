import { Button } from '@fluentui/react-components'
import { AddRegular, DeleteRegular, PeopleRegular } from '@fluentui/react-icons'
import { useNavigate, useParams } from 'react-router'
import { isMissing } from '../../../kit/graph/error.ts'
import { Copyable } from '../../../kit/ui/facts.tsx'
import { PageButton } from '../../../kit/ui/links.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Answer, Empty, Loading } from '../../../kit/ui/states.tsx'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { paths } from '../../paths.ts'
import type { Scope } from './access.ts'
import { AccessEditor } from './access-editor.tsx'
import { useDeleteOrganization } from './delete-organization.ts'
import { useView, ViewTabs } from './direction.tsx'
import { useDefaults, useOrganizationInfo, usePartner } from './policy.ts'
import { BlockButton, ClosedNotice } from './quick.tsx'
import { restrictionSummary, summary } from './words.ts'

const crumbs = [
  { label: crossTenant.title, to: paths.crossTenant() },
  { label: crossTenant.organizationsTab, to: paths.organizations() },
]

/** What is said about one organization, inbound and outbound. */
export function Organization() {
  const { tenantId = '' } = useParams()
  // Another organization is another page: nothing that was begun here may be saved there.
  return <Settings key={tenantId} tenantId={tenantId.toLowerCase()} />
}

function Settings({ tenantId }: { tenantId: string }) {
  const [view] = useView()
  const info = useOrganizationInfo(tenantId)
  const general = useDefaults()
  const partner = usePartner(tenantId)
  const remove = useDeleteOrganization()
  const go = useNavigate()
  const name = info.data?.displayName ?? (info.isPending ? '…' : tenantId)
  const scope: Scope = { kind: 'organization', tenantId, name }
  const props = partner.data && general.data && { scope, version: partner.data, general: general.data.value }
  const configured = props && { default: props.general, partner: props.version.value }
  return (
    <Page
      title={crossTenant.organizationOf[view](name)}
      crumbs={crumbs}
      says={
        <>
          <Copyable value={tenantId} what={crossTenant.addTenantId} />
          {configured && (
            <>
              <br />
              {view === 'restrictions' ? restrictionSummary(scope, configured) : summary(view, scope, configured)}
            </>
          )}
        </>
      }
      commands={
        props && (
          <>
            {view !== 'restrictions' && <BlockButton direction={view} {...props} />}
            {info.data && (
              <PageButton appearance="subtle" icon={<PeopleRegular />} to={paths.guestsOf(info.data.defaultDomainName)}>
                {crossTenant.guestsHere}
              </PageButton>
            )}
            <Button
              appearance="subtle"
              icon={<DeleteRegular />}
              onClick={() =>
                void remove({ tenantId, name, value: props.version.value }).then(
                  (done) => done && go(paths.organizations()),
                )
              }
            >
              {crossTenant.delete}
            </Button>
          </>
        )
      }
    >
      <ViewTabs />
      {isMissing(partner.error) ? (
        <Empty
          title={crossTenant.notAdded(name)}
          says={crossTenant.notAddedSays}
          action={
            <>
              <PageButton
                to={`${paths.addOrganization()}&organization=${encodeURIComponent(tenantId)}`}
                appearance="primary"
                icon={<AddRegular />}
              >
                {crossTenant.addOrganization}
              </PageButton>
              <PageButton to={paths.crossTenantDefault(view)}>{crossTenant.editDefaults[view]}</PageButton>
            </>
          }
        />
      ) : info.isPending ? (
        <Loading lines={14} />
      ) : (
        <Answer of={general} lines={14}>
          {({ value: defaults }) => (
            <Answer of={partner} lines={14}>
              {(version) => (
                <AccessEditor
                  scope={scope}
                  version={version}
                  general={defaults}
                  notice={
                    view !== 'restrictions' && (
                      <ClosedNotice direction={view} scope={scope} version={version} general={defaults} />
                    )
                  }
                />
              )}
            </Answer>
          )}
        </Answer>
      )}
    </Page>
  )
}
