import { Button, Spinner } from '@fluentui/react-components'
import { AddRegular, ArrowClockwiseRegular, DeleteRegular } from '@fluentui/react-icons'
import { useQueries } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { type GraphList, useGraph, useGraphList, useRefresh } from '../../../kit/graph/hooks.tsx'
import { FilterBar, useFilters } from '../../../kit/ui/filters.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, List } from '../../../kit/ui/list.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { paths } from '../../paths.ts'
import { useDeleteOrganization } from './delete-organization.ts'
import { CrossTenantFrame } from './frame.tsx'
import { organizationInfo, partnersPath, policyPath, useDefaults } from './policy.ts'
import type { DefaultConfiguration, Direction, PartnerConfiguration } from './rules.ts'
import { summary } from './words.ts'

const AddOrganization = lazy(async () => ({ default: (await import('./add-organization.tsx')).AddOrganization }))

type Row = { partner: PartnerConfiguration; name: string | null }

/** The organizations that have settings of their own. */
export function Organizations() {
  const pane = usePane()
  const { q } = useFilters()
  const list = useGraphList<PartnerConfiguration>(partnersPath)
  const general = useDefaults()
  const graph = useGraph()
  const refresh = useRefresh()
  const remove = useDeleteOrganization()
  const names = useQueries({
    queries: list.items.map(({ tenantId }) => organizationInfo(graph, tenantId)),
    combine: (answers) => answers.map(({ data }) => data?.displayName ?? null),
  })
  const rows = list.items
    .map((partner, index): Row => ({ partner, name: names[index] ?? null }))
    .filter(({ partner, name }) => matches(q, partner.tenantId, name))
  const columns: Column<Row>[] = [
    {
      id: 'name',
      label: crossTenant.name,
      show: (row) => (
        <span style={{ display: 'grid' }}>
          <PageLink to={paths.organization(row.partner.tenantId)}>{row.name ?? crossTenant.unknownName}</PageLink>
          <small>{row.partner.tenantId}</small>
        </span>
      ),
    },
    {
      id: 'inbound',
      label: crossTenant.inboundAccess,
      width: '12%',
      show: (row) => <AccessLink row={row} direction="inbound" />,
    },
    {
      id: 'outbound',
      label: crossTenant.outboundAccess,
      width: '12%',
      show: (row) => <AccessLink row={row} direction="outbound" />,
    },
    {
      id: 'restrictions',
      label: crossTenant.tenantRestrictions,
      width: '12%',
      show: (row) => <StateLink row={row} what="restrictions" isConfigured={Boolean(row.partner.tenantRestrictions)} />,
    },
    {
      id: 'meaning',
      label: crossTenant.meaning,
      width: '34%',
      show: (row) => <Meaning row={row} general={general.data?.value} />,
    },
    {
      id: 'delete',
      label: crossTenant.delete,
      width: '5rem',
      show: (row) => (
        <Button
          appearance="subtle"
          icon={<DeleteRegular />}
          aria-label={crossTenant.deleteNamed(nameOf(row))}
          onClick={() => void remove({ tenantId: row.partner.tenantId, name: nameOf(row), value: row.partner })}
        />
      ),
    },
  ]
  const add = (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => pane.show('add')}>
      {crossTenant.addOrganization}
    </Button>
  )
  const commands = (
    <>
      {add}
      <Button
        appearance="subtle"
        icon={list.isFetching ? <Spinner size="tiny" /> : <ArrowClockwiseRegular />}
        onClick={() => void refresh([policyPath])}
      >
        {kit.refresh}
      </Button>
    </>
  )
  return (
    <CrossTenantFrame commands={commands}>
      <p style={{ margin: 0 }}>{crossTenant.organizationsSays}</p>
      <FilterBar searchLabel={crossTenant.searchOrganizations} />
      <List<Row>
        label={crossTenant.organizationsTab}
        columns={columns}
        list={listOf(list, rows)}
        id={({ partner }) => partner.tenantId}
        name={nameOf}
        filtered={q !== undefined}
        empty={<Empty title={crossTenant.noOrganizations} says={crossTenant.noOrganizationsSays} action={add} />}
      />
      <Suspense fallback={null}>
        <UntilClosed>{pane.open === 'add' && <AddOrganization onClose={pane.close} />}</UntilClosed>
      </Suspense>
    </CrossTenantFrame>
  )
}

const nameOf = ({ partner, name }: Row): string => name ?? partner.tenantId

/** The pages read so far with each organization's name, less what the search leaves out. */
function listOf(list: GraphList<PartnerConfiguration>, rows: Row[]): GraphList<Row> {
  // Only the rows are of another type: whoever asks for more or again asks the list itself.
  return { ...list, items: rows } as unknown as GraphList<Row>
}

const matches = (q: string | undefined, tenantId: string, name: string | null): boolean =>
  q === undefined || [tenantId, name ?? ''].some((text) => text.toLowerCase().includes(q.trim().toLowerCase()))

/** As Entra has it: the state of a part is the link to it. Whoever hears only the links hears of what and whom. */
function StateLink({ row, what, isConfigured }: { row: Row; what: Part; isConfigured: boolean }) {
  const says = isConfigured ? crossTenant.configured : crossTenant.inherited
  return (
    <PageLink
      to={paths.organization(row.partner.tenantId, what)}
      aria-label={crossTenant.stateOf(says, parts[what], nameOf(row))}
    >
      {says}
    </PageLink>
  )
}

type Part = Direction | 'restrictions'
const parts: Record<Part, string> = {
  inbound: crossTenant.inboundAccess,
  outbound: crossTenant.outboundAccess,
  restrictions: crossTenant.tenantRestrictions,
}

function AccessLink({ row, direction }: { row: Row; direction: Direction }) {
  const { partner } = row
  const own =
    direction === 'inbound'
      ? [
          partner.b2bCollaborationInbound,
          partner.b2bDirectConnectInbound,
          partner.inboundTrust,
          partner.automaticUserConsentSettings.inboundAllowed,
        ]
      : [
          partner.b2bCollaborationOutbound,
          partner.b2bDirectConnectOutbound,
          partner.automaticUserConsentSettings.outboundAllowed,
        ]
  const isConfigured = own.some((block) => block !== null && block !== false)
  return <StateLink row={row} what={direction} isConfigured={isConfigured} />
}

function Meaning({ row: { partner, name }, general }: { row: Row; general: DefaultConfiguration | undefined }) {
  if (!general) return null
  const scope = {
    kind: 'organization',
    tenantId: partner.tenantId,
    name: name ?? crossTenant.unknownName,
  } as const
  const configured = { default: general, partner }
  return (
    <span style={{ display: 'grid', gap: '0.25rem' }}>
      <span>{summary('inbound', scope, configured)}</span>
      <span>{summary('outbound', scope, configured)}</span>
    </span>
  )
}
