import { Badge, Button } from '@fluentui/react-components'
import { useSession } from '../../kit/auth/session.tsx'
import { useGraphGet } from '../../kit/graph/hooks.tsx'
import { Copyable } from '../../kit/ui/facts.tsx'
import { type Column, List, wholeList } from '../../kit/ui/list.tsx'
import { Pane } from '../../kit/ui/pane.tsx'
import { Empty } from '../../kit/ui/states.tsx'
import { texts } from '../../texts/en/shell.ts'

type Belonging = {
  tenantId: string
  displayName: string
  defaultDomain: string
  kind: 'workforce' | 'external'
  isCurrent: boolean
  externalUserState: string | null
}

/** `?directories=open`: every directory that knows this account, and the way into it. */
export function Directories({ close }: { close(): void }) {
  const session = useSession()
  const mine = useGraphGet<{ value: Belonging[] }>('/gatehouse/v1/me/organizations')
  const columns: Column<Belonging>[] = [
    {
      id: 'name',
      label: texts.directory,
      show: ({ displayName, kind }) => (
        <>
          {displayName}{' '}
          <Badge appearance="tint" color={kind === 'external' ? 'important' : 'brand'}>
            {kind === 'external' ? texts.external : texts.workforce}
          </Badge>
        </>
      ),
    },
    { id: 'domain', label: texts.domain, show: ({ defaultDomain }) => defaultDomain },
    {
      id: 'id',
      label: texts.directoryId,
      show: ({ tenantId }) => <Copyable value={tenantId} what="the directory id" />,
    },
    {
      id: 'switch',
      label: texts.switchTo,
      width: '8rem',
      show: ({ tenantId, isCurrent }) =>
        isCurrent ? (
          texts.currentDirectory
        ) : (
          <Button size="small" onClick={() => void session.switchTenant(tenantId)}>
            {texts.switchTo}
          </Button>
        ),
    },
  ]
  return (
    <Pane title={texts.switchDirectory} onClose={close} wide>
      <List
        label={texts.switchDirectory}
        columns={columns}
        list={wholeList({ ...mine, data: mine.data?.value })}
        id={({ tenantId }) => tenantId}
        name={({ displayName }) => displayName}
        empty={<Empty title={texts.noOtherDirectory} />}
      />
    </Pane>
  )
}
