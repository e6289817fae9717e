import { Badge, Button, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular, CheckmarkCircleRegular, ShieldCheckmarkRegular, WarningRegular } from '@fluentui/react-icons'
import { useGraphChange } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { type Column, List, wholeList } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Section } from '../../../kit/ui/section.tsx'
import { Answer, Empty } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/applications.ts'
import { useTenant } from '../../tenant.tsx'
import { AddPermission } from './add-permission.tsx'
import { useApplication } from './application.tsx'
import {
  configuredRows,
  type Granted,
  grantForAll,
  otherRows,
  type PermissionRow,
  revokeForAll,
  useGranted,
} from './grants.ts'
import { here } from './model.ts'
import { type RowAction, RowMenu } from './row-menu.tsx'
import { useChangeApplication } from './use-change-application.ts'

const useStyles = makeStyles({ parts: { display: 'grid', gap: tokens.spacingVerticalXXL, minWidth: 0 } })
const words = texts.permissions
/** What consent changes: also whom the directory's grants concern. */
const stale = ['/v1.0/servicePrincipals', '/v1.0/oauth2PermissionGrants']

export function Permissions() {
  const { app } = useApplication()
  const granted = useGranted(app.appId, app.requiredResourceAccess)
  return <Answer of={granted}>{(data) => <Shown granted={data} />}</Answer>
}

function Shown({ granted }: { granted: Granted }) {
  const styles = useStyles()
  const { app } = useApplication()
  const { organization } = useTenant()
  const tenant = organization?.displayName ?? ''
  const pane = usePane()
  const notify = useNotify()
  const confirm = useConfirm()
  const change = useChangeApplication()
  const configured = configuredRows(granted, app.requiredResourceAccess)
  const others = otherRows(granted, configured)
  const grant = useGraphChange((graph) => grantForAll(graph, app.appId, granted, configured), stale)
  const revoke = useGraphChange((graph, row: PermissionRow) => revokeForAll(graph, granted, row), stale)
  const missing = configured.filter((row) => !row.granted && row.id !== null)

  const askToGrant = async () => {
    const yes = await confirm({
      title: words.grantTitle(tenant),
      says: (
        <>
          {words.grantSays}
          <ul>
            {missing.map((row) => (
              <li key={row.key}>
                {row.apiName}: {row.value} ({row.kind === 'Scope' ? words.delegated : words.application})
              </li>
            ))}
          </ul>
        </>
      ),
      action: words.grantAction,
    })
    if (!yes) return
    grant.mutate(undefined, {
      onSuccess: () => notify.success(words.grantedAll),
      onError: (error) => notify.error(words.grantFailed, error),
    })
  }
  const askToRevoke = async (row: PermissionRow) => {
    const yes = await confirm({ title: words.revokeTitle(row.value), says: words.revokeSays, action: words.revoke })
    if (!yes) return
    revoke.mutate(row, {
      onSuccess: () => notify.success(words.revoked(row.value)),
      onError: (error) => notify.error(words.revokeFailed(row.value), error),
    })
  }
  const askToRemove = async (row: PermissionRow) => {
    const yes = await confirm({ title: words.removeTitle(row.value), says: words.removeSays, action: words.remove })
    if (!yes) return
    const requiredResourceAccess = app.requiredResourceAccess
      .map((api) =>
        api.resourceAppId === row.apiAppId
          ? {
              ...api,
              resourceAccess: api.resourceAccess.filter(
                ({ id, type }) => `${api.resourceAppId} ${type} ${id}` !== row.key,
              ),
            }
          : api,
      )
      .filter(({ resourceAccess }) => resourceAccess.length > 0)
    const saved = await change.save({ requiredResourceAccess })
    if (saved) notify.success(words.removed(row.value), saved)
  }
  const revoking = (row: PermissionRow): RowAction[] =>
    row.granted ? [{ label: words.revoke, run: () => void askToRevoke(row) }] : []
  const columns = (actions: (row: PermissionRow) => RowAction[]): Column<PermissionRow>[] => [
    { id: 'permission', label: words.permission, show: ({ value }) => value },
    { id: 'api', label: words.api, show: (row) => row.apiName || words.unknownApi(row.apiAppId) },
    { id: 'type', label: words.type, show: ({ kind }) => (kind === 'Scope' ? words.delegated : words.application) },
    {
      id: 'description',
      label: words.description,
      show: (row) => (row.id === null && row.apiName ? words.unknown : row.description || '–'),
    },
    { id: 'admin', label: words.adminNeeded, show: ({ needsAdmin }) => (needsAdmin ? texts.yes : texts.no) },
    { id: 'status', label: words.status, show: (row) => <Status row={row} tenant={tenant} /> },
    {
      id: 'actions',
      label: texts.actions,
      width: '5rem',
      show: (row) => {
        const list = actions(row)
        return list.length > 0 && <RowMenu label={texts.actionsFor(row.value)} actions={list} />
      },
    },
  ]
  const add = (
    <Button icon={<AddRegular />} onClick={() => pane.show('permission')}>
      {words.add}
    </Button>
  )
  const shown = { id: ({ key }: PermissionRow) => key, name: ({ value }: PermissionRow) => value }
  return (
    <div className={styles.parts}>
      <Section
        title={texts.parts.permissions}
        says={words.says}
        commands={
          <>
            {add}
            <Button
              icon={<ShieldCheckmarkRegular />}
              disabled={missing.length === 0 || grant.isPending}
              onClick={() => void askToGrant()}
            >
              {words.grant(tenant)}
            </Button>
          </>
        }
      >
        <List
          label={texts.parts.permissions}
          list={wholeList(here(configured))}
          {...shown}
          empty={<Empty title={words.empty} says={words.emptySays} action={add} />}
          columns={columns((row) => [...revoking(row), { label: words.remove, run: () => void askToRemove(row) }])}
        />
      </Section>
      {others.length > 0 && (
        <Section title={words.others} says={words.othersSays}>
          <List
            label={words.others}
            list={wholeList(here(others))}
            {...shown}
            empty={null}
            columns={columns(revoking)}
          />
        </Section>
      )}
      <UntilClosed>{pane.open === 'permission' && <AddPermission onClose={pane.close} />}</UntilClosed>
      {change.conflict}
    </div>
  )
}

function Status({ row, tenant }: { row: PermissionRow; tenant: string }) {
  if (row.granted) {
    return (
      <Badge appearance="tint" color="success" icon={<CheckmarkCircleRegular />}>
        {words.granted(tenant)}
      </Badge>
    )
  }
  if (row.people > 0) return <>{words.grantedSome(row.people)}</>
  return row.needsAdmin ? (
    <Badge appearance="tint" color="warning" icon={<WarningRegular />}>
      {words.notGranted}
    </Badge>
  ) : (
    words.notGranted
  )
}
