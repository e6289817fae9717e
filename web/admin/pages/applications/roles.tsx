import { Badge, Button } from '@fluentui/react-components'
import { AddRegular, PeopleAddRegular } from '@fluentui/react-icons'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { PageButton } from '../../../kit/ui/links.tsx'
import { List, wholeList } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Section } from '../../../kit/ui/section.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { texts } from '../../../texts/en/applications.ts'
import { paths } from '../../paths.ts'
import { useApplication } from './application.tsx'
import { withOne, without } from './entitlements.ts'
import { type AppRole, here, usePrincipalOf } from './model.ts'
import { RolePane } from './role-pane.tsx'
import { RowMenu } from './row-menu.tsx'
import { useChangeApplication } from './use-change-application.ts'
import { useEntryPane } from './use-entry-pane.ts'

const words = texts.roles
const membersOf = ({ allowedMemberTypes }: AppRole) =>
  allowedMemberTypes.map((one) => (one === 'User' ? words.users : words.applications)).join(', ')

export function AppRoles() {
  const { app } = useApplication()
  const pane = useEntryPane('role', (id) => app.appRoles.find((role) => role.id === id))
  const notify = useNotify()
  const confirm = useConfirm()
  const change = useChangeApplication()
  const principal = usePrincipalOf(app.appId)
  const toggle = async (role: AppRole) => {
    const appRoles = withOne(app.appRoles, { ...role, isEnabled: !role.isEnabled })
    if (await change.save({ appRoles })) notify.success(words.saved(role.displayName))
  }
  const remove = async (role: AppRole) => {
    const { displayName } = role
    const yes = await confirm({ title: words.deleteTitle(displayName), says: words.deleteSays, action: words.delete })
    if (!yes) return
    const saved = await change.save({ appRoles: without(app.appRoles, role.id) })
    if (saved) notify.success(words.deleted(displayName), saved)
  }
  const add = (
    <Button icon={<AddRegular />} onClick={pane.add}>
      {words.add}
    </Button>
  )
  return (
    <Section
      title={texts.parts.roles}
      says={words.says}
      commands={
        <>
          {add}
          {principal.data && (
            <PageButton
              appearance="subtle"
              icon={<PeopleAddRegular />}
              to={paths.enterpriseApplication(principal.data.id, 'users')}
            >
              {words.assign}
            </PageButton>
          )}
        </>
      }
    >
      <List
        label={texts.parts.roles}
        list={wholeList(here(app.appRoles))}
        id={({ id }) => id}
        name={({ displayName }) => displayName}
        empty={<Empty title={words.empty} says={words.emptySays} action={add} />}
        columns={[
          { id: 'name', label: words.name, show: ({ displayName }) => displayName },
          { id: 'value', label: words.value, show: ({ value }) => value ?? '–' },
          { id: 'description', label: words.description, show: ({ description }) => description },
          { id: 'members', label: words.members, show: membersOf },
          { id: 'state', label: words.state, show: ({ isEnabled }) => <OnOff on={isEnabled} /> },
          {
            id: 'actions',
            label: texts.actions,
            width: '5rem',
            show: (role) => (
              <RowMenu
                label={texts.actionsFor(role.displayName)}
                actions={[
                  { label: words.edit, run: () => pane.edit(role.id) },
                  { label: role.isEnabled ? words.disable : words.enable, run: () => void toggle(role) },
                  { label: words.delete, run: () => void remove(role) },
                ]}
              />
            ),
          },
        ]}
      />
      <UntilClosed>{pane.open && <RolePane role={pane.entry} onClose={pane.close} />}</UntilClosed>
      {change.conflict}
    </Section>
  )
}

/** A switch's state in words. */
export function OnOff({ on }: { on: boolean }) {
  return (
    <Badge appearance="tint" color={on ? 'success' : 'informative'}>
      {on ? words.enabled : words.disabled}
    </Badge>
  )
}
