import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { config } from '../../../kit/config.ts'
import { showText } from '../../../kit/format.ts'
import { query } from '../../../kit/graph/client.ts'
import { useGraph, useGraphList, useRefresh } from '../../../kit/graph/hooks.tsx'
import { ChoosePane } from '../../../kit/ui/choose-pane.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import type { Column } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { RemovableList } from '../../../kit/ui/removable-list.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/groups.ts'
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
  const notify = useNotify()
  const pane = usePane()
  const path = `/v1.0/groups/${group.id}/${part}`
  const list = useGraphList<Member>(`${path}${query({ $top: 100 })}`)
  const known = new Set([group.id, ...list.items.map(({ id }) => id)])
  const addTo = ({ id }: { id: string }) =>
    graph.post(`${path}/$ref`, { '@odata.id': `${config.origin}/v1.0/directoryObjects/${id}` })
  const add = (
    <Button icon={<AddRegular />} appearance="primary" onClick={() => pane.show('add')}>
      {texts.add[part]}
    </Button>
  )
  return (
    <>
      <RemovableList
        label={texts[part]}
        columns={columns}
        list={list}
        id={(one) => one.id}
        name={nameOf}
        empty={
          part === 'members' ? (
            <Empty title={texts.noMembers} action={add} />
          ) : (
            <Empty title={texts.noOwners} says={texts.noOwnersSays} action={add} />
          )
        }
        stale={[path]}
        add={add}
        removal={{
          label: texts.remove,
          ask: ({ length }) => ({ title: texts.removeTitle(length), says: texts.removeSays }),
          removing: ({ length }) => texts.removing(length, group.displayName),
          remove: ({ id }) => graph.delete(`${path}/${id}/$ref`),
          restoring: ({ length }) => texts.adding(length, group.displayName),
          restore: addTo,
        }}
      />
      <UntilClosed>
        {pane.open === 'add' && (
          <ChoosePane<Picked>
            title={texts.add[part]}
            action={texts.addAction}
            nothing={texts.chooseSomebody}
            onClose={pane.close}
            onChoose={async (picked) => {
              pane.close()
              await notify.job(texts.adding(picked.length, group.displayName), picked, addTo)
              await refresh([path])
            }}
          >
            {(picked, set, problem) => (
              <Picker
                label={texts[part]}
                hint={texts.addHint[part]}
                kinds={part === 'members' ? ['user', 'group', 'application'] : ['user']}
                picked={picked}
                onChange={set}
                accept={({ id }) => !known.has(id)}
                problem={problem}
              />
            )}
          </ChoosePane>
        )}
      </UntilClosed>
    </>
  )
}

export const GroupMembers = () => <GroupPeople part="members" />
export const GroupOwners = () => <GroupPeople part="owners" />
