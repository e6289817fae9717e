import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { Copyable } from '../../../kit/ui/facts.tsx'
import { List, wholeList } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Section } from '../../../kit/ui/section.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { texts } from '../../../texts/en/applications.ts'
import { useApplication } from './application.tsx'
import { withOne, without } from './entitlements.ts'
import { here, type Scope } from './model.ts'
import { OnOff } from './roles.tsx'
import { RowMenu } from './row-menu.tsx'
import { ScopePane } from './scope-pane.tsx'
import { useChangeApplication } from './use-change-application.ts'
import { useEntryPane } from './use-entry-pane.ts'

const words = texts.expose

export function Scopes() {
  const { app } = useApplication()
  const notify = useNotify()
  const confirm = useConfirm()
  const change = useChangeApplication()
  const { oauth2PermissionScopes: scopes, preAuthorizedApplications: clients } = app.api
  const pane = useEntryPane('scope', (id) => scopes.find((scope) => scope.id === id))
  const [uri] = app.identifierUris
  const remove = async ({ id, value }: Scope) => {
    const yes = await confirm({
      title: words.deleteScopeTitle(value),
      says: words.deleteScopeSays,
      action: words.delete,
    })
    if (!yes) return
    // Who is authorized for it must not name it any more.
    const preAuthorizedApplications = clients.map((one) => ({
      ...one,
      delegatedPermissionIds: one.delegatedPermissionIds.filter((scope) => scope !== id),
    }))
    const saved = await change.save({
      api: { oauth2PermissionScopes: without(scopes, id), preAuthorizedApplications },
    })
    if (saved) notify.success(words.scopeDeleted(value), saved)
  }
  const toggle = async (scope: Scope) => {
    const next = withOne(scopes, { ...scope, isEnabled: !scope.isEnabled })
    if (await change.save({ api: { oauth2PermissionScopes: next } })) notify.success(words.scopeSaved(scope.value))
  }
  return (
    <Section
      title={words.scopes}
      says={uri ? words.says : words.needUri}
      commands={
        <Button icon={<AddRegular />} onClick={pane.add} disabled={!uri}>
          {words.addScope}
        </Button>
      }
    >
      <List
        label={words.scopes}
        list={wholeList(here(scopes))}
        id={({ id }) => id}
        name={({ value }) => value}
        empty={words.noScopes}
        columns={[
          {
            id: 'scope',
            label: words.scope,
            width: '30%',
            show: ({ value }) => <Copyable value={uri ? `${uri}/${value}` : value} what={value} />,
          },
          {
            id: 'who',
            label: words.who,
            show: ({ type }) => (type === 'Admin' ? words.admins : words.adminsAndUsers),
          },
          { id: 'name', label: words.adminName, show: ({ adminConsentDisplayName }) => adminConsentDisplayName },
          { id: 'state', label: words.state, show: ({ isEnabled }) => <OnOff on={isEnabled} /> },
          {
            id: 'actions',
            label: texts.actions,
            width: '5rem',
            show: (scope) => (
              <RowMenu
                label={texts.actionsFor(scope.value)}
                actions={[
                  { label: words.edit, run: () => pane.edit(scope.id) },
                  { label: scope.isEnabled ? words.disable : words.enable, run: () => void toggle(scope) },
                  { label: words.delete, run: () => void remove(scope) },
                ]}
              />
            ),
          },
        ]}
      />
      <UntilClosed>{pane.open && <ScopePane scope={pane.entry} onClose={pane.close} />}</UntilClosed>
      {change.conflict}
    </Section>
  )
}
