import { Badge, Button } from '@fluentui/react-components'
import { AddRegular, ArrowClockwiseRegular } from '@fluentui/react-icons'
import { useSession } from '../../../kit/auth/session.tsx'
import { showDateTime } from '../../../kit/format.ts'
import { useGraphList, useRefresh } from '../../../kit/graph/hooks.tsx'
import { Copyable } from '../../../kit/ui/facts.tsx'
import { FilterBar, useFilters } from '../../../kit/ui/filters.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, List } from '../../../kit/ui/list.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane, useUrlState } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/enterprise-applications.ts'
import { paths } from '../../paths.ts'
import { listQuery, type Principal, principals } from '../applications/model.ts'
import { AddPrincipal } from './add-principal.tsx'
import { filterOf, isKind, kindOf, kinds } from './kind.ts'

type Row = Pick<
  Principal,
  'id' | 'appId' | 'displayName' | 'createdDateTime' | 'accountEnabled' | 'appOwnerOrganizationId'
>
const select = 'id,appId,displayName,createdDateTime,accountEnabled,appOwnerOrganizationId'

export function EnterpriseApplications() {
  const { tenantId } = useSession()
  const { q, kind } = useFilters('kind')
  const [order, setOrder] = useUrlState('sort')
  const pane = usePane()
  const refresh = useRefresh()
  const filter = isKind(kind) ? filterOf(kind, tenantId) : undefined
  const list = useGraphList<Row>(`${principals}${listQuery({ search: q, filter, order, select })}`, { eventual: true })
  const columns: Column<Row>[] = [
    {
      id: 'name',
      label: texts.name,
      sort: 'displayName',
      show: ({ id, displayName }) => <PageLink to={paths.enterpriseApplication(id)}>{displayName}</PageLink>,
    },
    {
      id: 'clientId',
      label: texts.clientId,
      width: '24rem',
      show: ({ appId }) => <Copyable value={appId} what={texts.clientIdWhat} />,
    },
    { id: 'kind', label: texts.kind, show: (row) => texts.kinds[kindOf(row, tenantId)] },
    {
      id: 'signIn',
      label: texts.signIn,
      show: ({ accountEnabled }) => (
        <Badge appearance="tint" color={accountEnabled ? 'success' : 'danger'}>
          {accountEnabled ? texts.enabled : texts.disabled}
        </Badge>
      ),
    },
    {
      id: 'created',
      label: texts.created,
      sort: 'createdDateTime',
      show: ({ createdDateTime }) => showDateTime(createdDateTime),
    },
  ]
  return (
    <Page
      title={texts.title}
      says={texts.says}
      commands={
        <>
          <Button icon={<AddRegular />} onClick={() => pane.show('add')}>
            {texts.add}
          </Button>
          <Button appearance="subtle" icon={<ArrowClockwiseRegular />} onClick={() => void refresh([principals])}>
            {texts.refresh}
          </Button>
        </>
      }
    >
      <FilterBar
        searchLabel={texts.search}
        filters={[
          {
            name: 'kind',
            label: texts.kind,
            kind: 'choice',
            options: kinds.map((value) => ({ value, label: texts.kinds[value] })),
          },
        ]}
      />
      <List
        label={texts.title}
        columns={columns}
        list={list}
        id={({ id }) => id}
        name={({ displayName }) => displayName}
        sorting={{ by: order ?? 'displayName', set: setOrder }}
        filtered={q !== undefined || kind !== undefined}
        empty={<Empty title={texts.empty} says={texts.emptySays} />}
      />
      <UntilClosed>{pane.open === 'add' && <AddPrincipal onClose={pane.close} />}</UntilClosed>
    </Page>
  )
}
