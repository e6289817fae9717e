import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useParams } from 'react-router'
import { useSession } from '../../../kit/auth/session.tsx'
import { showText } from '../../../kit/format.ts'
import { useGraph, useGraphGet, useRefresh } from '../../../kit/graph/hooks.tsx'
import { ChoosePane } from '../../../kit/ui/choose-pane.tsx'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, wholeList } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { RemovableList } from '../../../kit/ui/removable-list.tsx'
import { Answer, Empty } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
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
      <Answer of={role}>{(found) => <Holders key={found.id} role={found} />}</Answer>
    </Page>
  )
}

function Holders({ role }: { role: Role }) {
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const pane = usePane()
  const { account } = useSession()
  const holders = useHolders(role.id)
  const name = role.displayName
  const known = new Set((holders.data ?? []).map(({ assignment }) => assignment.principalId))
  const give = (principalId: string) =>
    graph.post(assignmentsPath, { principalId, roleDefinitionId: role.id, directoryScopeId: '/' })
  const add = (
    <Button icon={<AddRegular />} appearance="primary" onClick={() => pane.show('assign')}>
      {texts.assign}
    </Button>
  )
  return (
    <>
      <Facts facts={[[texts.templateId, <Copyable key="id" value={role.templateId} what="the template id" />]]} />
      <RemovableList
        label={texts.holders}
        columns={columns}
        list={wholeList(holders)}
        id={({ assignment }) => assignment.id}
        name={nameOf}
        empty={<Empty title={texts.nobody} says={texts.nobodySays} action={add} />}
        stale={[assignmentsPath]}
        add={add}
        removal={{
          label: texts.remove,
          ask: (taken) => {
            const mine = taken.some(({ principal }) => principal?.id === account.localAccountId)
            const says = mine ? `${texts.removeSays} ${texts.removeYourself}` : texts.removeSays
            return { title: texts.removeTitle(taken.length, name), says, final: mine }
          },
          removing: ({ length }) => texts.removing(length, name),
          remove: ({ assignment }) => graph.delete(`${assignmentsPath}/${encodeURIComponent(assignment.id)}`),
          restoring: ({ length }) => texts.assigning(length, name),
          restore: ({ assignment }) => give(assignment.principalId),
        }}
      />
      <UntilClosed>
        {pane.open === 'assign' && (
          <ChoosePane<Picked>
            title={texts.assign}
            action={texts.assignAction}
            nothing={texts.chooseSomebody}
            onClose={pane.close}
            onChoose={async (picked) => {
              pane.close()
              await notify.job(texts.assigning(picked.length, name), picked, ({ id }) => give(id))
              await refresh([assignmentsPath])
            }}
          >
            {(picked, set, problem) => (
              <Picker
                label={texts.holders}
                hint={texts.assignHint}
                kinds={['user', 'group', 'application']}
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
