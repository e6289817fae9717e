import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { showDateTime } from '../../../kit/format.ts'
import { literal, query } from '../../../kit/graph/client.ts'
import { useGraph, useGraphList } from '../../../kit/graph/hooks.tsx'
import { FilterBar, useFilters } from '../../../kit/ui/filters.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import type { Column } from '../../../kit/ui/list.tsx'
import { RemovableList } from '../../../kit/ui/removable-list.tsx'
import { Section } from '../../../kit/ui/section.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/enterprise-applications.ts'
import { paths } from '../../paths.ts'
import { principalPath } from '../applications/model.ts'
import { AddAssignment } from './add-assignment.tsx'
import { usePrincipal } from './application.tsx'
import { noRole } from './no-role.ts'

export type AssignedTo = {
  id: string
  principalId: string
  principalType: 'User' | 'Group' | 'ServicePrincipal'
  principalDisplayName: string | null
  appRoleId: string
  createdDateTime: string
}
const words = texts.users
const nameOf = (one: AssignedTo) => one.principalDisplayName ?? one.principalId
const pageOf = ({ principalType, principalId }: AssignedTo): string =>
  principalType === 'User'
    ? paths.user(principalId)
    : principalType === 'Group'
      ? paths.group(principalId)
      : paths.enterpriseApplication(principalId)

/** Who is assigned to the app, and in which role. */
export function Assignments() {
  const app = usePrincipal()
  const { q } = useFilters()
  const pane = usePane()
  const graph = useGraph()
  const path = `${principalPath(app.id)}/appRoleAssignedTo`
  const list = useGraphList<AssignedTo>(
    `${path}${query({ $top: 50, $filter: q ? `startswith(principalDisplayName,'${literal(q)}')` : null })}`,
  )
  const required = app.appRoleAssignmentRequired
  const roleName = ({ appRoleId }: AssignedTo): string =>
    appRoleId === noRole
      ? words.defaultRole
      : (app.appRoles.find(({ id }) => id === appRoleId)?.displayName ?? words.unknownRole)
  const columns: Column<AssignedTo>[] = [
    { id: 'name', label: words.name, show: (one) => <PageLink to={pageOf(one)}>{nameOf(one)}</PageLink> },
    { id: 'kind', label: words.kind, show: ({ principalType }) => words.kinds[principalType] ?? principalType },
    { id: 'role', label: words.role, show: roleName },
    { id: 'assigned', label: words.assigned, show: ({ createdDateTime }) => showDateTime(createdDateTime) },
  ]
  const add = (
    <Button icon={<AddRegular />} onClick={() => pane.show('assign')}>
      {words.add}
    </Button>
  )
  return (
    <Section title={texts.parts.users} says={words.says(required)}>
      <FilterBar searchLabel={words.search} />
      <RemovableList
        label={texts.parts.users}
        list={list}
        columns={columns}
        id={({ id }) => id}
        name={nameOf}
        filtered={q !== undefined}
        empty={<Empty title={words.empty} says={words.emptySays} action={add} />}
        stale={[principalPath(app.id)]}
        add={add}
        removal={{
          label: words.remove,
          ask: ({ length }) => ({ title: words.removeTitle(length), says: words.removeSays(required) }),
          removing: ({ length }) => words.removing(length),
          remove: ({ id }) => graph.delete(`${path}/${encodeURIComponent(id)}`),
          restoring: ({ length }) => words.assigning(length),
          restore: ({ principalId, appRoleId }) => graph.post(path, { principalId, resourceId: app.id, appRoleId }),
        }}
      />
      <UntilClosed>{pane.open === 'assign' && <AddAssignment onClose={pane.close} />}</UntilClosed>
    </Section>
  )
}
