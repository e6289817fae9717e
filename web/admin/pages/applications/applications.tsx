import { Button } from '@fluentui/react-components'
import { AddRegular, ArrowClockwiseRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { showDateTime } from '../../../kit/format.ts'
import { type GraphList, useGraph, useGraphList, useRefresh } from '../../../kit/graph/hooks.tsx'
import { Copyable } from '../../../kit/ui/facts.tsx'
import { FilterBar, useFilters } from '../../../kit/ui/filters.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, List } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { PageTabs } from '../../../kit/ui/tabs.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane, useUrlState } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/applications.ts'
import { paths } from '../../paths.ts'
import { ExpiryBadge } from './expiry-badge.tsx'
import { expiryOf, listQuery, type Registration, registrations } from './model.ts'
import { NewRegistration } from './new-registration.tsx'

type Row = Pick<
  Registration,
  'id' | 'appId' | 'displayName' | 'createdDateTime' | 'deletedDateTime' | 'passwordCredentials' | 'keyCredentials'
>
type View = 'all' | 'owned' | 'deleted'

const sources: Record<View, string> = {
  all: registrations,
  owned: '/v1.0/me/ownedObjects/microsoft.graph.application',
  deleted: '/v1.0/directory/deletedItems/microsoft.graph.application',
}
const select = 'id,appId,displayName,createdDateTime,deletedDateTime,passwordCredentials,keyCredentials'

export const AllApplications = () => <Applications view="all" />
export const OwnedApplications = () => <Applications view="owned" />
export const DeletedApplications = () => <Applications view="deleted" />

function Applications({ view }: { view: View }) {
  const { q } = useFilters()
  const [order, setOrder] = useUrlState('sort')
  const pane = usePane()
  const refresh = useRefresh()
  const [now] = useState(Date.now)
  const path = `${sources[view]}${listQuery({ search: q, order, select })}`
  const list: GraphList<Row> = useGraphList<Row>(path, { eventual: true })
  const columns: Column<Row>[] = [
    {
      id: 'name',
      label: texts.name,
      sort: 'displayName',
      show: ({ id, displayName }) =>
        view === 'deleted' ? displayName : <PageLink to={paths.application(id)}>{displayName}</PageLink>,
    },
    {
      id: 'clientId',
      label: texts.clientId,
      width: '24rem',
      show: ({ appId }) => <Copyable value={appId} what={texts.clientIdWhat} />,
    },
    {
      id: 'created',
      label: texts.created,
      sort: 'createdDateTime',
      show: ({ createdDateTime }) => showDateTime(createdDateTime),
    },
    view === 'deleted'
      ? { id: 'deleted', label: texts.deletedAt, show: ({ deletedDateTime }) => showDateTime(deletedDateTime) }
      : {
          id: 'credentials',
          label: texts.credentialsState,
          show: ({ passwordCredentials, keyCredentials }) => (
            <ExpiryBadge state={expiryOf([...passwordCredentials, ...keyCredentials], now)} />
          ),
        },
    ...(view === 'deleted' ? [{ id: 'restore', label: texts.restore, show: (row: Row) => <Restore row={row} /> }] : []),
  ]
  const create = (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => pane.show('new')}>
      {texts.newRegistration}
    </Button>
  )
  return (
    <Page
      title={texts.title}
      says={texts.says}
      commands={
        <>
          {create}
          <Button appearance="subtle" icon={<ArrowClockwiseRegular />} onClick={() => void refresh([sources[view]])}>
            {texts.refresh}
          </Button>
        </>
      }
    >
      <PageTabs
        label={texts.tabsLabel}
        tabs={[
          { to: paths.applications(), label: texts.tabs.all },
          { to: paths.ownedApplications(), label: texts.tabs.owned },
          { to: paths.deletedApplications(), label: texts.tabs.deleted },
        ]}
      />
      <FilterBar searchLabel={texts.search} />
      <List
        label={texts.tabs[view]}
        columns={columns}
        list={list}
        id={({ id }) => id}
        name={({ displayName }) => displayName}
        sorting={{ by: order ?? 'displayName', set: setOrder }}
        filtered={q !== undefined}
        empty={
          <Empty
            title={texts.empty[view].title}
            says={texts.empty[view].says}
            action={view === 'deleted' ? undefined : create}
          />
        }
      />
      <UntilClosed>{pane.open === 'new' && <NewRegistration onClose={pane.close} />}</UntilClosed>
    </Page>
  )
}

function Restore({ row }: { row: Row }) {
  const restore = useRestore()
  const [busy, setBusy] = useState(false)
  return (
    <Button
      size="small"
      aria-label={`${texts.restore} ${row.displayName}`}
      disabled={busy}
      onClick={() => {
        setBusy(true)
        void restore(row).finally(() => setBusy(false))
      }}
    >
      {texts.restore}
    </Button>
  )
}

/** Brings a deleted app back, with its service principal; tells how it went, also to whoever has gone to another page. */
export function useRestore(): (app: Pick<Registration, 'id' | 'displayName'>) => Promise<void> {
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  return async ({ id, displayName }) => {
    try {
      await graph.post(`/v1.0/directory/deletedItems/${encodeURIComponent(id)}/restore`)
      notify.success(texts.restored(displayName))
    } catch (error) {
      notify.error(texts.restoreFailed(displayName), error)
    }
    await refresh([registrations, '/v1.0/servicePrincipals', '/v1.0/directory/deletedItems', '/v1.0/me/ownedObjects'])
  }
}
