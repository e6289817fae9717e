import { Button } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { Outlet, useNavigate, useOutletContext, useParams } from 'react-router'
import { useGraph, useGraphGet, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { PageTabs } from '../../../kit/ui/tabs.tsx'
import { texts } from '../../../texts/en/groups.ts'
import { paths } from '../../paths.ts'
import { type Group, groupSelect } from './group.ts'

/** What the parts of a group's page are about. */
export const useGroup = (): Group => useOutletContext<Group>()

/** `/groups/{id}`: what all its parts share. */
export function GroupPage() {
  const { id = '' } = useParams()
  const answer = useGraphGet<Group>(`/v1.0/groups/${encodeURIComponent(id)}?$select=${groupSelect}`)
  const remove = useDelete()
  const group = answer.data
  return (
    <Page
      title={group?.displayName ?? texts.title}
      crumbs={[{ label: texts.title, to: paths.groups() }]}
      commands={
        group && (
          <Button icon={<DeleteRegular />} onClick={() => void remove(group)}>
            {texts.delete}
          </Button>
        )
      }
    >
      <PageTabs
        label={texts.parts}
        tabs={[
          { to: paths.group(id), label: texts.overview },
          { to: paths.group(id, 'members'), label: texts.members },
          { to: paths.group(id, 'owners'), label: texts.owners },
        ]}
      />
      {/* Another group is another page: nothing that was begun here may be saved there. */}
      <Answer of={answer}>{(found) => <Outlet key={found.id} context={found} />}</Answer>
    </Page>
  )
}

/** Security groups are deleted for good, as in Entra: the name is typed first. */
function useDelete(): (group: Group) => Promise<void> {
  const graph = useGraph()
  const refresh = useRefresh()
  const confirm = useConfirm()
  const notify = useNotify()
  const go = useNavigate()
  return async ({ id, displayName }) => {
    const question = {
      title: texts.deleteTitle(displayName),
      says: texts.deleteSays,
      action: texts.delete,
      typing: displayName.trim(),
    }
    if (!(await confirm(question))) return
    try {
      await graph.delete(`/v1.0/groups/${id}`)
      await go(paths.groups())
      await refresh(['/v1.0/groups'])
      notify.success(texts.deleted(displayName))
    } catch (error) {
      notify.error(displayName, error)
    }
  }
}
