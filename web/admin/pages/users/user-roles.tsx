import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { Page } from '../../../kit/graph/client.ts'
import { useGraph, useGraphGet, useGraphList, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, List } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { assignRole, type Role } from './invite.ts'
import { type RoleDefinition, RoleField, roleDefinitionsPath } from './role-field.tsx'
import { TabCommands } from './tab-commands.tsx'
import { useUser } from './user-page.tsx'

type Assignment = { id: string; roleDefinitionId: string; directoryScopeId: string }

/** Directory roles that were given to the user directly. */
export function UserRoles() {
  const { user } = useUser()
  const graph = useGraph()
  const notify = useNotify()
  const confirm = useConfirm()
  const refresh = useRefresh()
  const pane = usePane()
  const definitions = useGraphGet<Page<RoleDefinition>>(roleDefinitionsPath)
  const list = useGraphList<Assignment>(
    `/v1.0/roleManagement/directory/roleAssignments?$top=100&$filter=${encodeURIComponent(`principalId eq '${user.id}'`)}`,
  )
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const assignments = list.items.filter(({ id }) => chosen.has(id))
  const definition = (id: string) => definitions.data?.value.find((one) => one.id === id)
  const nameOf = ({ roleDefinitionId }: Assignment) => definition(roleDefinitionId)?.displayName ?? roleDefinitionId
  const stale = ['/v1.0/users', '/v1.0/roleManagement', '/v1.0/directoryRoles', '/v1.0/auditLogs']

  const columns: readonly Column<Assignment>[] = [
    {
      id: 'role',
      label: texts.role,
      width: '16rem',
      show: (one) => <PageLink to={paths.role(one.roleDefinitionId)}>{nameOf(one)}</PageLink>,
    },
    {
      id: 'description',
      label: texts.description,
      show: (one) => definition(one.roleDefinitionId)?.description ?? '–',
    },
  ]

  const remove = async () => {
    const names = assignments.map(nameOf).join(', ')
    const question = {
      title: texts.takeRolesTitle(user.displayName, assignments.length),
      says: texts.takeRolesSays(names),
      action: texts.takeRoles,
    }
    if (!(await confirm(question))) return
    setChosen(new Set())
    await notify.job(
      texts.takingRoles(user.displayName),
      assignments,
      ({ id }) => graph.delete(`/v1.0/roleManagement/directory/roleAssignments/${encodeURIComponent(id)}`),
      {
        undo: (done) =>
          void notify
            .job(texts.givingRoles(user.displayName), done, (one) => assignRole(graph, one.roleDefinitionId, user.id))
            .then(() => refresh(stale)),
      },
    )
    await refresh(stale)
  }

  return (
    <>
      <TabCommands>
        <Button appearance="primary" icon={<AddRegular />} onClick={() => pane.show('add-roles')}>
          {texts.addRoles}
        </Button>
        <Button disabled={assignments.length === 0} onClick={() => void remove()}>
          {texts.takeRoles}
        </Button>
      </TabCommands>
      <List
        label={texts.rolesOf(user.displayName)}
        columns={columns}
        list={list}
        id={(one) => one.id}
        name={nameOf}
        selection={{ chosen, set: setChosen }}
        empty={<Empty title={texts.noRolesTitle} says={texts.noRolesSays} />}
      />
      {pane.open === 'add-roles' && (
        <AddRoles
          without={list.items.map(({ roleDefinitionId }) => roleDefinitionId)}
          onClose={pane.close}
          onAdd={async (roles) => {
            pane.close()
            await notify.job(texts.givingRoles(user.displayName), roles, ({ id }) => assignRole(graph, id, user.id))
            await refresh(stale)
          }}
        />
      )}
    </>
  )
}

function AddRoles({
  without,
  onAdd,
  onClose,
}: {
  without: readonly string[]
  onAdd(roles: Role[]): Promise<void>
  onClose(): void
}) {
  const [roles, setRoles] = useState<Role[]>([])
  const [tried, setTried] = useState(false)
  const submit = () => {
    setTried(true)
    if (roles.length > 0) void onAdd(roles)
  }
  return (
    <Pane
      open
      title={texts.addRoles}
      onClose={onClose}
      footer={
        <>
          <Button appearance="primary" onClick={submit}>
            {texts.add}
          </Button>
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <RoleField
        chosen={roles}
        onChange={setRoles}
        without={without}
        problem={tried && roles.length === 0 ? texts.chooseRole : null}
      />
    </Pane>
  )
}
