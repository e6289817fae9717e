import { Button } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useSession } from '../../../kit/auth/session.tsx'
import { showText } from '../../../kit/format.ts'
import { useGraph, useGraphGet, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, List, wholeList } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { Answer, Empty } from '../../../kit/ui/states.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/roles.ts'
import { paths } from '../../paths.ts'
import { assignmentsPath, type Holder, type Principal, type Role, useHolders } from './roles.ts'

const kindOf = (principal: Principal): string => principal['@odata.type'].replace('#microsoft.graph.', '')
const nameOf = ({ principal }: Holder): string => principal?.displayName ?? texts.unknown

function addressOf(principal: Principal): string {
  const kind = kindOf(principal)
  if (kind === 'user') return paths.user(principal.id)
  return kind === 'group' ? paths.group(principal.id) : paths.enterpriseApplication(principal.id)
}

const columns: Column<Holder>[] = [
  {
    id: 'name',
    label: texts.holder,
    show: (holder) =>
      holder.principal ? <PageLink to={addressOf(holder.principal)}>{nameOf(holder)}</PageLink> : nameOf(holder),
  },
  {
    id: 'kind',
    label: texts.kind,
    width: '8rem',
    show: ({ principal }) => (principal ? (texts.kinds[kindOf(principal)] ?? kindOf(principal)) : '–'),
  },
  {
    id: 'address',
    label: texts.address,
    show: ({ principal, assignment }) =>
      showText(principal?.userPrincipalName ?? principal?.appId ?? assignment.principalId),
  },
]

/** `/roles/{id}`: who holds a role. */
export function RolePage() {
  const { id = '' } = useParams()
  const role = useGraphGet<Role>(`/v1.0/roleManagement/directory/roleDefinitions/${encodeURIComponent(id)}`)
  return (
    <Page
      title={role.data?.displayName ?? texts.title}
      crumbs={[{ label: texts.title, to: paths.roles() }]}
      says={role.data?.description}
    >
      <Answer of={role}>{(found) => <Holders role={found} />}</Answer>
    </Page>
  )
}

function Holders({ role }: { role: Role }) {
  const graph = useGraph()
  const refresh = useRefresh()
  const confirm = useConfirm()
  const notify = useNotify()
  const pane = usePane()
  const { account } = useSession()
  const holders = useHolders(role.id)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const name = role.displayName
  const give = async (ids: readonly string[]) => {
    await notify.job(texts.assigning(ids.length, name), ids, (principalId) =>
      graph.post(assignmentsPath, { principalId, roleDefinitionId: role.id, directoryScopeId: '/' }),
    )
    await refresh([assignmentsPath])
  }
  const remove = async () => {
    const taken = (holders.data ?? []).filter(({ assignment }) => chosen.has(assignment.id))
    const mine = taken.some(({ principal }) => principal?.id === account.localAccountId)
    const question = {
      title: texts.removeTitle(taken.length, name),
      says: mine ? `${texts.removeSays} ${texts.removeYourself}` : texts.removeSays,
      action: texts.remove,
    }
    if (!(await confirm(question))) return
    setChosen(new Set())
    await notify.job(
      texts.removing(taken.length, name),
      taken,
      ({ assignment }) => graph.delete(`${assignmentsPath}/${encodeURIComponent(assignment.id)}`),
      mine ? {} : { undo: (done) => void give(done.map(({ assignment }) => assignment.principalId)) },
    )
    await refresh([assignmentsPath])
  }
  const add = (
    <Button icon={<AddRegular />} appearance="primary" onClick={() => pane.show('assign')}>
      {texts.assign}
    </Button>
  )
  return (
    <>
      <Facts facts={[[texts.templateId, <Copyable key="id" value={role.templateId} what="the template id" />]]} />
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem' }}>
        {add}
        <Button icon={<DeleteRegular />} disabled={chosen.size === 0} onClick={() => void remove()}>
          {texts.remove}
        </Button>
      </div>
      <List
        label={texts.holders}
        columns={columns}
        list={wholeList(holders)}
        id={({ assignment }) => assignment.id}
        name={nameOf}
        selection={{ chosen, set: setChosen }}
        empty={<Empty title={texts.nobody} says={texts.nobodySays} action={add} />}
      />
      <Pane title={texts.assign} open={pane.open === 'assign'} onClose={pane.close}>
        {pane.open === 'assign' && (
          <AssignForm
            holders={new Set((holders.data ?? []).map(({ assignment }) => assignment.principalId))}
            onClose={pane.close}
            onAssign={(picked) => {
              pane.close()
              void give(picked.map(({ id }) => id))
            }}
          />
        )}
      </Pane>
    </>
  )
}

function AssignForm({
  holders,
  onAssign,
  onClose,
}: {
  holders: ReadonlySet<string>
  onAssign(picked: Picked[]): void
  onClose(): void
}) {
  const [picked, setPicked] = useState<Picked[]>([])
  return (
    <>
      <Picker
        label={texts.holders}
        hint={texts.assignHint}
        kinds={['user', 'group', 'application']}
        picked={picked}
        onChange={setPicked}
        accept={({ id }) => !holders.has(id)}
      />
      <div style={{ display: 'flex', gap: '0.5rem' }}>
        <Button appearance="primary" disabled={picked.length === 0} onClick={() => onAssign(picked)}>
          {texts.assignAction}
        </Button>
        <Button onClick={onClose}>{kit.cancel}</Button>
      </div>
    </>
  )
}
