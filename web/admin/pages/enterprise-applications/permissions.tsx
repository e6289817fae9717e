import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import type { Page } from '../../../kit/graph/client.ts'
import { useGraph, useGraphChange } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, List, wholeList } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Section } from '../../../kit/ui/section.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { texts } from '../../../texts/en/enterprise-applications.ts'
import { paths } from '../../paths.ts'
import {
  type Grant,
  type Granted,
  grantedRows,
  type PermissionRow,
  revokeForAll,
  words as split,
  takeScope,
  useGranted,
} from '../applications/grants.ts'
import { here, principals } from '../applications/model.ts'
import { usePrincipal } from './application.tsx'

const useStyles = makeStyles({ parts: { display: 'grid', gap: tokens.spacingVerticalXXL, minWidth: 0 } })
const words = texts.permissions
const stale = [principals, '/v1.0/oauth2PermissionGrants']
type UserRow = { key: string; grant: Grant; value: string; apiName: string }

/** What the app was granted here, by whom, and how it is taken back. */
export function PrincipalPermissions() {
  const app = usePrincipal()
  const granted = useGranted(app.appId, [])
  return <Answer of={granted}>{(data) => <Shown granted={data} />}</Answer>
}

function Shown({ granted }: { granted: Granted }) {
  const styles = useStyles()
  const notify = useNotify()
  const confirm = useConfirm()
  const people = granted.grants.filter(({ consentType }) => consentType === 'Principal')
  const names = useNames(people.flatMap(({ principalId }) => principalId ?? []))
  const revokeAdmin = useGraphChange((graph, row: PermissionRow) => revokeForAll(graph, granted, row), stale)
  const revokeUser = useGraphChange((graph, { grant, value }: UserRow) => takeScope(graph, grant, value), stale)
  const userRows = people.flatMap((grant): UserRow[] =>
    split(grant.scope).map((value) => ({
      key: `${grant.id} ${value}`,
      grant,
      value,
      apiName: granted.apis.find(({ id }) => id === grant.resourceId)?.displayName ?? grant.resourceId,
    })),
  )
  const ask = async <Row extends { value: string }>(
    row: Row,
    revoke: { mutate(row: Row, options: { onSuccess(): void; onError(error: Error): void }): void },
  ) => {
    const { value } = row
    const yes = await confirm({ title: words.revokeTitle(value), says: words.revokeSays, action: words.revoke })
    if (!yes) return
    revoke.mutate(row, {
      onSuccess: () => notify.success(words.revoked(value)),
      onError: (error) => notify.error(words.revokeFailed(value), error),
    })
  }
  const revoking = <Row extends { value: string }>(run: (row: Row) => void): Column<Row> => ({
    id: 'revoke',
    label: words.revoke,
    width: '5rem',
    show: (row) => (
      <Button
        appearance="subtle"
        icon={<DeleteRegular />}
        aria-label={`${words.revoke} ${row.value}`}
        onClick={() => run(row)}
      />
    ),
  })
  const adminRows = grantedRows(granted)
  return (
    <div className={styles.parts}>
      <Section title={words.admin} says={words.adminSays}>
        <List
          label={words.admin}
          list={wholeList(here(adminRows))}
          id={({ key }) => key}
          name={({ value }) => value}
          empty={words.none}
          columns={[
            { id: 'permission', label: words.permission, show: ({ value }) => value },
            { id: 'api', label: words.api, show: ({ apiName }) => apiName },
            {
              id: 'type',
              label: words.type,
              show: ({ kind }) => (kind === 'Scope' ? words.delegated : words.application),
            },
            { id: 'description', label: words.description, show: ({ description }) => description || '–' },
            revoking<PermissionRow>((row) => void ask(row, revokeAdmin)),
          ]}
        />
      </Section>
      <Section title={words.user} says={words.userSays}>
        <List
          label={words.user}
          list={wholeList(here(userRows))}
          id={({ key }) => key}
          name={({ value }) => value}
          empty={words.noneUser}
          columns={[
            { id: 'permission', label: words.permission, show: ({ value }) => value },
            { id: 'api', label: words.api, show: ({ apiName }) => apiName },
            {
              id: 'who',
              label: words.who,
              show: ({ grant: { principalId } }) =>
                principalId && (
                  <PageLink to={paths.user(principalId)}>{names.get(principalId) ?? words.someone}</PageLink>
                ),
            },
            revoking<UserRow>((row) => void ask(row, revokeUser)),
          ]}
        />
      </Section>
    </div>
  )
}

/** Names of people by their ids, a thousand at most: as many as Graph gives at once. */
function useNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const graph = useGraph()
  const asked = [...new Set(ids)].slice(0, 1000)
  const { data } = useQuery({
    queryKey: ['graph', 'v1.0', 'directoryObjects', 'names', ...asked],
    enabled: asked.length > 0,
    queryFn: ({ signal }) =>
      graph.post<Page<{ id: string; displayName: string }>>(
        '/v1.0/directoryObjects/getByIds',
        { ids: asked, types: ['user'] },
        { signal },
      ),
  })
  return new Map(data?.value.map(({ id, displayName }) => [id, displayName]))
}
