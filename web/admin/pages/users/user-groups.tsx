import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useGraph, useGraphList, useRefresh } from '../../../kit/graph/hooks.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import type { Column } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { RemovableList } from '../../../kit/ui/removable-list.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { AddToGroups } from './add-to-groups.tsx'
import { addMember } from './use-user-actions.ts'
import { useUser } from './user-page.tsx'

type Group = { id: string; displayName: string | null; description: string | null; groupTypes: string[] }

const nameOf = ({ displayName, id }: Group) => displayName ?? id

const columns: readonly Column<Group>[] = [
  {
    id: 'displayName',
    label: texts.groupName,
    show: (group) => <PageLink to={paths.group(group.id)}>{nameOf(group)}</PageLink>,
  },
  { id: 'description', label: texts.description, show: (group) => group.description ?? '–' },
  {
    id: 'type',
    label: texts.groupType,
    show: ({ groupTypes }) => (groupTypes.includes('Unified') ? texts.groupUnified : texts.groupSecurity),
  },
]

const stale = ['/v1.0/users', '/v1.0/groups', '/v1.0/auditLogs']

/** The groups that the user is a member of; added to and removed from here. */
export function UserGroups() {
  const { user } = useUser()
  const graph = useGraph()
  const notify = useNotify()
  const refresh = useRefresh()
  const pane = usePane()
  const list = useGraphList<Group>(
    `/v1.0/users/${user.id}/memberOf/microsoft.graph.group?$top=100&$count=true&$select=id,displayName,description,groupTypes`,
    { eventual: true },
  )
  const join = ({ id }: { id: string }) => addMember(graph, id, user.id)
  return (
    <>
      <RemovableList<Group>
        label={texts.groupsOf(user.displayName)}
        columns={columns}
        list={list}
        id={(group) => group.id}
        name={nameOf}
        empty={<Empty title={texts.noGroupsTitle} says={texts.noGroupsSays} />}
        stale={stale}
        add={
          <Button appearance="primary" icon={<AddRegular />} onClick={() => pane.show('add-groups')}>
            {texts.addToGroup}
          </Button>
        }
        removal={{
          label: texts.removeFromGroups,
          ask: (groups) => ({
            title: texts.leaveGroupsTitle(user.displayName, groups.length),
            says: texts.leaveGroupsSays(groups.map(nameOf).join(', ')),
          }),
          removing: () => texts.leavingGroups(user.displayName),
          remove: ({ id }) => graph.delete(`/v1.0/groups/${id}/members/${user.id}/$ref`),
          restoring: () => texts.joiningGroups(user.displayName),
          restore: join,
        }}
      />
      <UntilClosed>
        {pane.open === 'add-groups' && (
          <AddToGroups
            users={[user]}
            onClose={pane.close}
            onAdd={async (picked) => {
              pane.close()
              await notify.job(texts.joiningGroups(user.displayName), picked, join)
              await refresh(stale)
            }}
          />
        )}
      </UntilClosed>
    </>
  )
}
