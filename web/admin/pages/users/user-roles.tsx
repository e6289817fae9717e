import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import type { Page } from '../../../kit/graph/client.ts'
import { useGraph, useGraphGet, useGraphList, useRefresh } from '../../../kit/graph/hooks.tsx'
import { ChoosePane } from '../../../kit/ui/choose-pane.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import type { Column } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { RemovableList } from '../../../kit/ui/removable-list.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { assignRole, type Role } from './invite.ts'
import { type RoleDefinition, RoleField, roleDefinitionsPath } from './role-field.tsx'
import { useUser } from './user-page.tsx'

type Assignment = { id: string; roleDefinitionId: string; directoryScopeId: string }

const stale = ['/v1.0/users', '/v1.0/roleManagement', '/v1.0/directoryRoles', '/v1.0/auditLogs']

/** Directory roles that were given to the user directly. */
export function UserRoles() {
  const { user } = useUser()
  const graph = useGraph()
  const notify = useNotify()
  const refresh = useRefresh()
  const pane = usePane()
  const definitions = useGraphGet<Page<RoleDefinition>>(roleDefinitionsPath)
  const list = useGraphList<Assignment>(
    `/v1.0/roleManagement/directory/roleAssignments?$top=100&$filter=${encodeURIComponent(`principalId eq '${user.id}'`)}`,
  )
  const definition = (id: string) => definitions.data?.value.find((one) => one.id === id)
  const nameOf = ({ roleDefinitionId }: Assignment) => definition(roleDefinitionId)?.displayName ?? roleDefinitionId

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

  return (
    <>
      <RemovableList
        label={texts.rolesOf(user.displayName)}
        columns={columns}
        list={list}
        id={(one) => one.id}
        name={nameOf}
        empty={<Empty title={texts.noRolesTitle} says={texts.noRolesSays} />}
        stale={stale}
        add={
          <Button appearance="primary" icon={<AddRegular />} onClick={() => pane.show('add-roles')}>
            {texts.addRoles}
          </Button>
        }
        removal={{
          label: texts.takeRoles,
          ask: (assignments) => ({
            title: texts.takeRolesTitle(user.displayName, assignments.length),
            says: texts.takeRolesSays(assignments.map(nameOf).join(', ')),
          }),
          removing: () => texts.takingRoles(user.displayName),
          remove: ({ id }) => graph.delete(`/v1.0/roleManagement/directory/roleAssignments/${encodeURIComponent(id)}`),
          restoring: () => texts.givingRoles(user.displayName),
          restore: ({ roleDefinitionId }) => assignRole(graph, roleDefinitionId, user.id),
        }}
      />
      <UntilClosed>
        {pane.open === 'add-roles' && (
          <ChoosePane<Role>
            title={texts.addRoles}
            action={texts.add}
            nothing={texts.chooseRole}
            onClose={pane.close}
            onChoose={async (roles) => {
              pane.close()
              await notify.job(texts.givingRoles(user.displayName), roles, ({ id }) => assignRole(graph, id, user.id))
              await refresh(stale)
            }}
          >
            {(roles, set, problem) => (
              <RoleField
                chosen={roles}
                onChange={set}
                without={list.items.map(({ roleDefinitionId }) => roleDefinitionId)}
                problem={problem}
                required
              />
            )}
          </ChoosePane>
        )}
      </UntilClosed>
    </>
  )
}
