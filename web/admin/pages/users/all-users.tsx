import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import {
  ArrowClockwiseRegular,
  ArrowDownloadRegular,
  DismissCircleRegular,
  PeopleAddRegular,
  PersonAddRegular,
  PersonDeleteRegular,
} from '@fluentui/react-icons'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useGraphList } from '../../../kit/graph/hooks.tsx'
import { ColumnPicker, useColumns } from '../../../kit/ui/columns.tsx'
import { type Filter, FilterBar, useFilters } from '../../../kit/ui/filters.tsx'
import { PageButton } from '../../../kit/ui/links.tsx'
import { List } from '../../../kit/ui/list.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane, useUrlState } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { SelectionCommands } from './selection-commands.tsx'
import { useExport } from './use-export.ts'
import type { User } from './user.ts'
import { userColumns, usualColumns } from './user-columns.tsx'
import { usersPath } from './users-query.ts'

const InvitePane = lazy(async () => ({ default: (await import('./invite-pane.tsx')).InvitePane }))
const BulkInvitePane = lazy(async () => ({ default: (await import('./bulk-invite-pane.tsx')).BulkInvitePane }))
const CreatePane = lazy(async () => ({ default: (await import('./create-pane.tsx')).CreatePane }))

const filters: readonly Filter[] = [
  {
    name: 'userType',
    label: texts.userType,
    kind: 'choice',
    options: [
      { value: 'Guest', label: texts.guest },
      { value: 'Member', label: texts.member },
    ],
  },
  {
    name: 'invitationState',
    label: texts.invitationState,
    kind: 'choice',
    options: [
      ...Object.entries(texts.invitationStates).map(([value, label]) => ({ value, label })),
      { value: 'none', label: texts.noInvitation },
    ],
  },
  {
    name: 'creationType',
    label: texts.creationType,
    kind: 'choice',
    options: Object.entries(texts.creationTypes).map(([value, label]) => ({ value, label })),
  },
  {
    name: 'enabled',
    label: texts.accountEnabled,
    kind: 'choice',
    options: [
      { value: 'true', label: texts.yes },
      { value: 'false', label: texts.no },
    ],
  },
  { name: 'domain', label: texts.domain, kind: 'text' },
  { name: 'organization', label: texts.homeOrganization, kind: 'text' },
]

const nobody: ReadonlySet<string> = new Set()

export function AllUsers() {
  const asked = useFilters('userType', 'invitationState', 'creationType', 'enabled', 'domain', 'organization')
  const [sort, setSort] = useUrlState('sort')
  const path = usersPath(asked, sort)
  const list = useGraphList<User>(path, { eventual: true })
  const columns = useColumns('users', userColumns, usualColumns)
  const pane = usePane()
  const { download, stop } = useExport()
  // Only what is shown can be acted on: another search starts with nobody chosen.
  const [chosen, setChosen] = useState({ path, ids: nobody })
  const ids = chosen.path === path ? chosen.ids : nobody
  const users = useMemo(() => list.items.filter(({ id }) => ids.has(id)), [list.items, ids])
  const choose = (next: ReadonlySet<string>) => setChosen({ path, ids: next })

  return (
    <Page
      title={texts.allUsers}
      says={texts.allUsersSays}
      commands={
        <>
          <NewUser show={pane.show} />
          <Button appearance="subtle" icon={<PeopleAddRegular />} onClick={() => pane.show('bulk-invite')}>
            {texts.bulkInvite}
          </Button>
          <Button
            appearance="subtle"
            icon={stop ? <DismissCircleRegular /> : <ArrowDownloadRegular />}
            onClick={stop ?? (() => void download(asked, sort, columns.ids))}
          >
            {stop ? texts.stopExport : texts.download}
          </Button>
          <Button appearance="subtle" icon={<ArrowClockwiseRegular />} onClick={() => void list.refetch()}>
            {texts.refresh}
          </Button>
          <ColumnPicker all={userColumns} ids={columns.ids} onChange={columns.set} />
          <PageButton appearance="subtle" icon={<PersonDeleteRegular />} to={paths.deletedUsers()}>
            {texts.deletedUsers}
          </PageButton>
        </>
      }
    >
      <FilterBar searchLabel={texts.search} filters={filters} />
      <SelectionCommands users={users} onDone={() => choose(nobody)} />
      <List
        label={texts.allUsers}
        columns={columns.shown}
        list={list}
        id={(user) => user.id}
        name={(user) => user.displayName}
        filtered={Object.keys(asked).length > 0}
        sorting={{ by: sort ?? 'displayName', set: setSort }}
        selection={{ chosen: ids, set: choose }}
        empty={
          <Empty
            title={texts.noUsersTitle}
            says={texts.noUsersSays}
            action={<Button onClick={() => pane.show('invite')}>{texts.inviteUser}</Button>}
          />
        }
      />
      <Suspense fallback={null}>
        <UntilClosed>{pane.open === 'invite' && <InvitePane onClose={pane.close} />}</UntilClosed>
        <UntilClosed>{pane.open === 'bulk-invite' && <BulkInvitePane onClose={pane.close} />}</UntilClosed>
        <UntilClosed>{pane.open === 'create' && <CreatePane onClose={pane.close} />}</UntilClosed>
      </Suspense>
    </Page>
  )
}

function NewUser({ show }: { show(pane: string): void }) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="primary" icon={<PersonAddRegular />}>
          {texts.newUser}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => show('create')}>{texts.createUser}</MenuItem>
          <MenuItem onClick={() => show('invite')}>{texts.inviteUser}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
