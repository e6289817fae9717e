import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQueries } from '@tanstack/react-query'
import { showDateTime } from '../../../kit/format.ts'
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
import { type AppRole, AssignApp, assignApp, defaultRole } from './assign-app.tsx'
import { useUser } from './user-page.tsx'

type Assignment = {
  id: string
  appRoleId: string
  createdDateTime: string | null
  resourceId: string
  resourceDisplayName: string | null
}

const nameOf = ({ resourceDisplayName, resourceId }: Assignment) => resourceDisplayName ?? resourceId
const stale = ['/v1.0/users', '/v1.0/servicePrincipals', '/v1.0/auditLogs']

/** Apps that were assigned to the user directly. */
export function UserApplications() {
  const { user } = useUser()
  const graph = useGraph()
  const notify = useNotify()
  const refresh = useRefresh()
  const pane = usePane()
  const path = `/v1.0/users/${user.id}/appRoleAssignments`
  const list = useGraphList<Assignment>(`${path}?$top=100`)
  const roleName = useRoleNames([...new Set(list.items.map(({ resourceId }) => resourceId))])

  const columns: readonly Column<Assignment>[] = [
    {
      id: 'app',
      label: texts.application,
      show: (one) => <PageLink to={paths.enterpriseApplication(one.resourceId)}>{nameOf(one)}</PageLink>,
    },
    { id: 'role', label: texts.appRole, show: (one) => roleName(one.resourceId, one.appRoleId) },
    { id: 'since', label: texts.assignedOn, show: (one) => showDateTime(one.createdDateTime) },
  ]

  return (
    <>
      <RemovableList
        label={texts.applicationsOf(user.displayName)}
        columns={columns}
        list={list}
        id={(one) => one.id}
        name={nameOf}
        empty={<Empty title={texts.noAppsTitle} says={texts.noAppsSays} />}
        stale={stale}
        add={
          <Button appearance="primary" icon={<AddRegular />} onClick={() => pane.show('assign')}>
            {texts.assign}
          </Button>
        }
        removal={{
          label: texts.unassign,
          ask: (assignments) => ({
            title: texts.unassignTitle(user.displayName, assignments.length),
            says: texts.unassignSays(assignments.map(nameOf).join(', ')),
          }),
          removing: () => texts.unassigning(user.displayName),
          remove: ({ id }) => graph.delete(`${path}/${encodeURIComponent(id)}`),
          restoring: () => texts.assigning(user.displayName),
          restore: ({ resourceId, appRoleId }) => assignApp(graph, user.id, resourceId, appRoleId),
        }}
      />
      <UntilClosed>
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
      </UntilClosed>
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
