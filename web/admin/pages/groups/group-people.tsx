import { Button } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { config } from '../../../kit/config.ts'
import { showText } from '../../../kit/format.ts'
import { query } from '../../../kit/graph/client.ts'
import { useGraph, useGraphList, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, List } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/groups.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { paths } from '../../paths.ts'
import { useGroup } from './group-page.tsx'

type Member = {
  '@odata.type': string
  id: string
  displayName: string | null
  userPrincipalName?: string
  appId?: string
}

const kindOf = (member: Member): string => member['@odata.type'].replace('#microsoft.graph.', '')
const nameOf = (member: Member): string => member.displayName ?? member.id

function addressOf(member: Member): string {
  const kind = kindOf(member)
  if (kind === 'user') return paths.user(member.id)
  return kind === 'group' ? paths.group(member.id) : paths.enterpriseApplication(member.id)
}

const columns: Column<Member>[] = [
  { id: 'name', label: texts.name, show: (one) => <PageLink to={addressOf(one)}>{nameOf(one)}</PageLink> },
  { id: 'kind', label: texts.kind, width: '8rem', show: (one) => texts.kinds[kindOf(one)] ?? kindOf(one) },
  { id: 'address', label: texts.address, show: (one) => showText(one.userPrincipalName ?? one.appId ?? one.id) },
]

/** `/groups/{id}/members` and `/groups/{id}/owners`: both are lists of references that are added and taken away. */
function GroupPeople({ part }: { part: 'members' | 'owners' }) {
  const group = useGroup()
  const graph = useGraph()
  const refresh = useRefresh()
  const confirm = useConfirm()
  const notify = useNotify()
  const pane = usePane()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const path = `/v1.0/groups/${group.id}/${part}`
  const list = useGraphList<Member>(`${path}${query({ $top: 100 })}`)
  const remove = async () => {
    const items = list.items.filter((one) => chosen.has(one.id))
    const question = { title: texts.removeTitle(items.length), says: texts.removeSays, action: texts.remove }
    if (!(await confirm(question))) return
    setChosen(new Set())
    const back = (done: Member[]) =>
      void notify
        .job(texts.adding(done.length, group.displayName), done, ({ id }) => addTo(id))
        .then(() => refresh([path]))
    await notify.job(
      texts.removing(items.length, group.displayName),
      items,
      ({ id }) => graph.delete(`${path}/${id}/$ref`),
      { undo: back },
    )
    await refresh([path])
  }
  const addTo = (id: string) =>
    graph.post(`${path}/$ref`, { '@odata.id': `${config.origin}/v1.0/directoryObjects/${id}` })
  const add = (
    <Button icon={<AddRegular />} appearance="primary" onClick={() => pane.show('add')}>
      {texts.add[part]}
    </Button>
  )
  return (
    <>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem' }}>
        {add}
        <Button icon={<DeleteRegular />} disabled={chosen.size === 0} onClick={() => void remove()}>
          {texts.remove}
        </Button>
      </div>
      <List
        label={texts[part]}
        columns={columns}
        list={list}
        id={(one) => one.id}
        name={nameOf}
        selection={{ chosen, set: setChosen }}
        empty={
          part === 'members' ? (
            <Empty title={texts.noMembers} action={add} />
          ) : (
            <Empty title={texts.noOwners} says={texts.noOwnersSays} action={add} />
          )
        }
      />
      <Pane title={texts.add[part]} open={pane.open === 'add'} onClose={pane.close}>
        {pane.open === 'add' && (
          <AddPeople
            part={part}
            known={new Set([group.id, ...list.items.map(({ id }) => id)])}
            onAdd={async (picked) => {
              pane.close()
              await notify.job(texts.adding(picked.length, group.displayName), picked, ({ id }) => addTo(id))
              await refresh([path])
            }}
            onClose={pane.close}
          />
        )}
      </Pane>
    </>
  )
}

function AddPeople({
  part,
  known,
  onAdd,
  onClose,
}: {
  part: 'members' | 'owners'
  known: ReadonlySet<string>
  onAdd(picked: Picked[]): unknown
  onClose(): void
}) {
  const [picked, setPicked] = useState<Picked[]>([])
  return (
    <>
      <Picker
        label={texts[part]}
        hint={texts.addHint[part]}
        kinds={part === 'members' ? ['user', 'group', 'application'] : ['user']}
        picked={picked}
        onChange={setPicked}
        accept={({ id }) => !known.has(id)}
      />
      <div style={{ display: 'flex', gap: '0.5rem' }}>
        <Button appearance="primary" disabled={picked.length === 0} onClick={() => void onAdd(picked)}>
          {texts.addAction}
        </Button>
        <Button onClick={onClose}>{kit.cancel}</Button>
      </div>
    </>
  )
}

export const GroupMembers = () => <GroupPeople part="members" />
export const GroupOwners = () => <GroupPeople part="owners" />
