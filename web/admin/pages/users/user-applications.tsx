import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { showDateTime } from '../../../kit/format.ts'
import { useGraph, useGraphList, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, List } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { type AppRole, AssignApp, assignApp, defaultRole } from './assign-app.tsx'
import { TabCommands } from './tab-commands.tsx'
import { useUser } from './user-page.tsx'

type Assignment = {
  id: string
  appRoleId: string
  createdDateTime: string | null
  resourceId: string
  resourceDisplayName: string | null
}

/** Apps that were assigned to the user directly. */
export function UserApplications() {
  const { user } = useUser()
  const graph = useGraph()
  const notify = useNotify()
  const confirm = useConfirm()
  const refresh = useRefresh()
  const pane = usePane()
  const list = useGraphList<Assignment>(`/v1.0/users/${user.id}/appRoleAssignments?$top=100`)
  const roleName = useRoleNames([...new Set(list.items.map(({ resourceId }) => resourceId))])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const assignments = list.items.filter(({ id }) => chosen.has(id))
  const stale = ['/v1.0/users', '/v1.0/servicePrincipals', '/v1.0/auditLogs']
  const nameOf = ({ resourceDisplayName, resourceId }: Assignment) => resourceDisplayName ?? resourceId

  const columns: readonly Column<Assignment>[] = [
    {
      id: 'app',
      label: texts.application,
      show: (one) => <PageLink to={paths.enterpriseApplication(one.resourceId)}>{nameOf(one)}</PageLink>,
    },
    { id: 'role', label: texts.appRole, show: (one) => roleName(one.resourceId, one.appRoleId) },
    { id: 'since', label: texts.assignedOn, show: (one) => showDateTime(one.createdDateTime) },
  ]

  const remove = async () => {
    const names = assignments.map(nameOf).join(', ')
    const question = {
      title: texts.unassignTitle(user.displayName, assignments.length),
      says: texts.unassignSays(names),
      action: texts.unassign,
    }
    if (!(await confirm(question))) return
    setChosen(new Set())
    await notify.job(
      texts.unassigning(user.displayName),
      assignments,
      ({ id }) => graph.delete(`/v1.0/users/${user.id}/appRoleAssignments/${encodeURIComponent(id)}`),
      {
        undo: (done) =>
          void notify
            .job(texts.assigning(user.displayName), done, (one) =>
              assignApp(graph, user.id, one.resourceId, one.appRoleId),
            )
            .then(() => refresh(stale)),
      },
    )
    await refresh(stale)
  }

  return (
    <>
      <TabCommands>
        <Button appearance="primary" icon={<AddRegular />} onClick={() => pane.show('assign')}>
          {texts.assign}
        </Button>
        <Button disabled={assignments.length === 0} onClick={() => void remove()}>
          {texts.unassign}
        </Button>
      </TabCommands>
      <List
        label={texts.applicationsOf(user.displayName)}
        columns={columns}
        list={list}
        id={(one) => one.id}
        name={nameOf}
        selection={{ chosen, set: setChosen }}
        empty={<Empty title={texts.noAppsTitle} says={texts.noAppsSays} />}
      />
      {pane.open === 'assign' && (
        <AssignApp
          user={user}
          onClose={pane.close}
          onDone={async (app) => {
            pane.close()
            notify.success(texts.assignedTo(app, user.displayName))
            await refresh(stale)
          }}
        />
      )}
    </>
  )
}

/** Names of app roles, which only the apps themselves know. */
function useRoleNames(apps: readonly string[]): (app: string, role: string) => string {
  const graph = useGraph()
  const answers = useQueries({
    queries: apps.map((id) => ({
      queryKey: ['graph', 'v1.0', 'servicePrincipals', id, 'appRoles'],
      queryFn: () => graph.get<{ appRoles: AppRole[] }>(`/v1.0/servicePrincipals/${id}?$select=appRoles`),
    })),
  })
  return (app, role) => {
    if (role === defaultRole) return texts.defaultAccess
    const roles = answers[apps.indexOf(app)]?.data?.appRoles
    return roles?.find(({ id }) => id === role)?.displayName ?? role
  }
}
