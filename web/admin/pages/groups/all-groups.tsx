import { Badge, Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { showDay, showText } from '../../../kit/format.ts'
import { query } from '../../../kit/graph/client.ts'
import { useGraphList } from '../../../kit/graph/hooks.tsx'
import { FilterBar, useFilters } from '../../../kit/ui/filters.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, List } from '../../../kit/ui/list.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { usePane, useUrlState } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/groups.ts'
import { paths } from '../../paths.ts'
import { CreateGroupPane } from './create-pane.tsx'
import { type Group, groupSelect } from './group.ts'

const columns: Column<Group>[] = [
  {
    id: 'name',
    label: texts.name,
    sort: 'displayName',
    show: (group) => <PageLink to={paths.group(group.id)}>{group.displayName}</PageLink>,
  },
  { id: 'description', label: texts.description, show: (group) => showText(group.description) },
  {
    id: 'type',
    label: texts.type,
    width: '14rem',
    show: (group) => (
      <>
        {group.securityEnabled ? texts.security : texts.other}{' '}
        {group.isAssignableToRole && <Badge appearance="outline">{texts.roleAssignableShort}</Badge>}
      </>
    ),
  },
  { id: 'created', label: texts.created, width: '9rem', show: (group) => showDay(group.createdDateTime) },
]

/** `/groups` */
export function AllGroups() {
  const { q } = useFilters()
  const [by, setBy] = useUrlState('sort')
  const pane = usePane()
  // Graph sorts or searches, not both.
  const search = q ? { $search: `"displayName:${q.replaceAll(/["\\]/g, '\\$&')}"` } : { $orderby: by ?? 'displayName' }
  const list = useGraphList<Group>(
    `/v1.0/groups${query({ ...search, $select: groupSelect, $top: 50, $count: true })}`,
    { eventual: true },
  )
  const create = (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => pane.show('create')}>
      {texts.create}
    </Button>
  )
  return (
    <Page title={texts.title} says={texts.says} commands={create}>
      <FilterBar searchLabel={texts.search} />
      <List
        label={texts.title}
        columns={columns}
        list={list}
        id={(group) => group.id}
        name={(group) => group.displayName}
        filtered={q !== undefined}
        {...(q ? {} : { sorting: { by: by ?? 'displayName', set: setBy } })}
        empty={<Empty title={texts.empty} says={texts.emptySays} action={create} />}
      />
      <CreateGroupPane open={pane.open === 'create'} onClose={pane.close} />
    </Page>
  )
}
