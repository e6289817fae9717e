import { showCount } from '../../../kit/format.ts'
import { FilterBar, useFilters } from '../../../kit/ui/filters.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, List, wholeList } from '../../../kit/ui/list.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { texts } from '../../../texts/en/roles.ts'
import { paths } from '../../paths.ts'
import { type Role, useAssignments, useRoles } from './roles.ts'

/** `/roles` */
export function AllRoles() {
  const roles = useRoles()
  const assignments = useAssignments()
  const { q = '' } = useFilters()
  const wanted = q.toLowerCase()
  const held = new Map<string, number>()
  for (const { roleDefinitionId } of assignments.data ?? []) {
    held.set(roleDefinitionId, (held.get(roleDefinitionId) ?? 0) + 1)
  }
  const columns: Column<Role>[] = [
    {
      id: 'name',
      label: texts.name,
      width: '20rem',
      show: (role) => <PageLink to={paths.role(role.id)}>{role.displayName}</PageLink>,
    },
    { id: 'description', label: texts.description, show: (role) => role.description },
    {
      id: 'holders',
      label: texts.holders,
      width: '8rem',
      show: (role) => (assignments.data ? showCount(held.get(role.id) ?? 0) : '–'),
    },
  ]
  const shown = roles.data?.value
    .filter((role) => `${role.displayName} ${role.description}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => a.displayName.localeCompare(b.displayName))
  return (
    <Page title={texts.title} says={texts.says}>
      <FilterBar searchLabel={texts.filter} />
      <List
        label={texts.title}
        columns={columns}
        list={wholeList({ ...roles, data: shown })}
        id={(role) => role.id}
        name={(role) => role.displayName}
        filtered={q !== ''}
        empty={null}
      />
    </Page>
  )
}
