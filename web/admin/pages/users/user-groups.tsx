import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useGraph, useGraphList, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, List } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { AddToGroups } from './add-to-groups.tsx'
import { TabCommands } from './tab-commands.tsx'
import { addMember } from './use-user-actions.ts'
import { useUser } from './user-page.tsx'

type Group = { id: string; displayName: string | null; description: string | null; groupTypes: string[] }

const columns: readonly Column<Group>[] = [
  {
    id: 'displayName',
    label: texts.groupName,
    show: (group) => <PageLink to={paths.group(group.id)}>{group.displayName ?? group.id}</PageLink>,
  },
  { id: 'description', label: texts.description, show: (group) => group.description ?? '–' },
  {
    id: 'type',
    label: texts.groupType,
    show: ({ groupTypes }) => (groupTypes.includes('Unified') ? texts.groupUnified : texts.groupSecurity),
  },
]

/** The groups that the user is a member of; added to and removed from here. */
export function UserGroups() {
  const { user } = useUser()
  const graph = useGraph()
  const notify = useNotify()
  const confirm = useConfirm()
  const refresh = useRefresh()
  const pane = usePane()
  const list = useGraphList<Group>(
    `/v1.0/users/${user.id}/memberOf/microsoft.graph.group?$top=100&$count=true&$select=id,displayName,description,groupTypes`,
    { eventual: true },
  )
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const groups = list.items.filter(({ id }) => chosen.has(id))
  const stale = ['/v1.0/users', '/v1.0/groups', '/v1.0/auditLogs']

  const remove = async () => {
    const names = groups.map(({ displayName, id }) => displayName ?? id).join(', ')
    const question = {
      title: texts.leaveGroupsTitle(user.displayName, groups.length),
      says: texts.leaveGroupsSays(names),
      action: texts.removeFromGroups,
    }
    if (!(await confirm(question))) return
    setChosen(new Set())
    await notify.job(
      texts.leavingGroups(user.displayName),
      groups,
      ({ id }) => graph.delete(`/v1.0/groups/${id}/members/${user.id}/$ref`),
      {
        undo: (done) =>
          void notify
            .job(texts.joiningGroups(user.displayName), done, ({ id }) => addMember(graph, id, user.id))
            .then(() => refresh(stale)),
      },
    )
    await refresh(stale)
  }

  return (
    <>
      <TabCommands>
        <Button appearance="primary" icon={<AddRegular />} onClick={() => pane.show('add-groups')}>
          {texts.addToGroup}
        </Button>
        <Button disabled={groups.length === 0} onClick={() => void remove()}>
          {texts.removeFromGroups}
        </Button>
      </TabCommands>
      <List
        label={texts.groupsOf(user.displayName)}
        columns={columns}
        list={list}
        id={(group) => group.id}
        name={(group) => group.displayName ?? group.id}
        selection={{ chosen, set: setChosen }}
        empty={<Empty title={texts.noGroupsTitle} says={texts.noGroupsSays} />}
      />
      {pane.open === 'add-groups' && (
        <AddToGroups
          users={[user]}
          onClose={pane.close}
          onAdd={async (picked) => {
            pane.close()
            await notify.job(texts.joiningGroups(user.displayName), picked, ({ id }) => addMember(graph, id, user.id))
            await refresh(stale)
          }}
        />
      )}
    </>
  )
}
