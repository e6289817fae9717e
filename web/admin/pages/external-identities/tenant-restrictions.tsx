import { Body1, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { type BlockName, type Configuration, type emptyLists, type ListName, type Scope, withList } from './access.ts'
import { ListEditor } from './list-editor.tsx'
import type { DefaultConfiguration, Half, Setting } from './rules.ts'

/** Which accounts of another organization may be used on one's own networks and devices, and for which of its apps. */
export function TenantRestrictionParts({
  scope,
  value: { tenantRestrictions: setting },
  general,
  wrong,
  set,
}: {
  scope: Scope
  value: Configuration
  general: DefaultConfiguration
  wrong: ReturnType<typeof emptyLists>
  set(name: BlockName, block: unknown): void
}) {
  const editor = (list: 'users' | 'applications') => {
    const key: ListName = list === 'users' ? 'usersAndGroups' : 'applications'
    const problem = wrong.some((one) => one.setting === 'tenantRestrictions' && one.list === key)
    return (
      <ListEditor
        // Its accounts, as with people who come in; its apps, as with people who go out.
        direction={list === 'users' ? 'inbound' : 'outbound'}
        list={list}
        value={(setting?.[key] ?? null) as Half | null}
        inherited={scope.kind === 'default' ? null : (general.tenantRestrictions[key] as Half)}
        stored
        canSelect={list === 'applications' || scope.kind === 'organization'}
        forGuests={false}
        problem={problem ? crossTenant.chooseOne : null}
        notice={null}
        onChange={(half) => {
          const next = withList(setting as Setting | null, key, half)
          // Wire: devices are there, and always null (graph.md 2.9).
          set('tenantRestrictions', next && { ...next, devices: null })
        }}
      />
    )
  }
  return (
    <>
      <Body1 as="p" block style={{ margin: 0 }}>
        {crossTenant.restrictionsSays}
      </Body1>
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{crossTenant.restrictionsStored}</MessageBarTitle>
          {crossTenant.restrictionsStoredSays}
        </MessageBarBody>
      </MessageBar>
      {editor('users')}
      {editor('applications')}
    </>
  )
}
