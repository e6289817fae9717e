import { Button } from '@fluentui/react-components'
import { ArrowClockwiseRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { showDateTime } from '../../../kit/format.ts'
import { query } from '../../../kit/graph/client.ts'
import { useGraphList } from '../../../kit/graph/hooks.tsx'
import { FilterBar, useFilters } from '../../../kit/ui/filters.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, List } from '../../../kit/ui/list.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { useUrlState } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { purgedAt } from './deletion.ts'
import { FailureDialog } from './failure-dialog.tsx'
import { type Outcome, useUserActions } from './use-user-actions.ts'
import { listed, type User } from './user.ts'
import { searchOf } from './users-query.ts'

const columns: readonly Column<User>[] = [
  {
    id: 'displayName',
    label: texts.name,
    sort: 'displayName',
    show: (user) => <PageLink to={paths.user(user.id)}>{user.displayName}</PageLink>,
  },
  {
    id: 'userPrincipalName',
    label: texts.userPrincipalName,
    sort: 'userPrincipalName',
    show: (user) => user.userPrincipalName,
    width: '20rem',
  },
  { id: 'userType', label: texts.userType, show: (user) => user.userType },
  {
    id: 'deletedDateTime',
    label: texts.deletionDate,
    sort: 'deletedDateTime',
    show: (user) => showDateTime(user.deletedDateTime),
  },
  { id: 'purge', label: texts.purgeDate, show: (user) => showDateTime(purgedAt(user.deletedDateTime)) },
]

const nobody: ReadonlySet<string> = new Set()

/** Who was deleted in the last thirty days, and can be brought back. */
export function DeletedUsers() {
  const { q } = useFilters()
  const [sort, setSort] = useUrlState('sort')
  const orderBy = sort ?? 'deletedDateTime desc'
  const list = useGraphList<User>(
    `/v1.0/directory/deletedItems/microsoft.graph.user${query({
      $count: true,
      $top: 50,
      $select: [...listed, 'deletedDateTime'].join(','),
      $search: searchOf(q),
      $orderby: orderBy,
    })}`,
    { eventual: true },
  )
  const [chosen, setChosen] = useState(nobody)
  const [outcome, setOutcome] = useState<Outcome>(null)
  const actions = useUserActions()
  const users = list.items.filter(({ id }) => chosen.has(id))
  const act = (action: (users: readonly User[]) => Promise<Outcome>) => async () => {
    const result = await action(users)
    if (!result) return
    setChosen(nobody)
    setOutcome(result)
  }
  return (
    <Page
      title={texts.deletedUsers}
      crumbs={[{ label: texts.users, to: paths.users() }]}
      says={texts.deletedUsersSays}
      commands={
        <>
          <Button appearance="primary" disabled={users.length === 0} onClick={act(actions.restore)}>
            {texts.restore}
          </Button>
          <Button disabled={users.length === 0} onClick={act(actions.purge)}>
            {texts.purge}
          </Button>
          <Button appearance="subtle" icon={<ArrowClockwiseRegular />} onClick={() => void list.refetch()}>
            {texts.refresh}
          </Button>
        </>
      }
    >
      <FilterBar searchLabel={texts.search} />
      <List
        label={texts.deletedUsers}
        columns={columns}
        list={list}
        id={(user) => user.id}
        name={(user) => user.displayName}
        filtered={q !== undefined}
        sorting={{ by: orderBy, set: setSort }}
        selection={{ chosen, set: setChosen }}
        empty={<Empty title={texts.nobodyDeletedTitle} says={texts.nobodyDeletedSays} />}
      />
      <FailureDialog outcome={outcome} onClose={() => setOutcome(null)} onOutcome={setOutcome} />
    </Page>
  )
}
