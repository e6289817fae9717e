import { Button } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { Outlet, useNavigate, useOutletContext, useParams } from 'react-router'
import { useGraph, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { PageTabs } from '../../../kit/ui/tabs.tsx'
import { texts } from '../../../texts/en/applications.ts'
import { paths } from '../../paths.ts'
import { useRestore } from './applications.tsx'
import { type Registration, registrationPath, registrations, useRegistration } from './model.ts'

export type Shown = { app: Registration; etag: string | null }

/** The app whose page this is, for its tabs. */
export const useApplication = (): Shown => useOutletContext<Shown>()

/** The frame of one app: its name, its parts as tabs with addresses, and what can be done with it as a whole. */
export function ApplicationPage() {
  const { id = '' } = useParams()
  const answer = useRegistration(id)
  const app = answer.data?.value
  const parts = [
    { to: paths.application(id), label: texts.parts.overview },
    { to: paths.application(id, 'authentication'), label: texts.parts.authentication },
    { to: paths.application(id, 'credentials'), label: texts.parts.credentials },
    { to: paths.application(id, 'permissions'), label: texts.parts.permissions },
    { to: paths.application(id, 'expose'), label: texts.parts.expose },
    { to: paths.application(id, 'roles'), label: texts.parts.roles },
    { to: paths.application(id, 'owners'), label: texts.parts.owners },
    { to: paths.application(id, 'manifest'), label: texts.parts.manifest },
  ]
  return (
    <Page
      title={app?.displayName ?? texts.title}
      crumbs={[{ label: texts.title, to: paths.applications() }]}
      commands={app && <Delete app={app} />}
    >
      <PageTabs label={texts.parts.label} tabs={parts} />
      {/* Another app is another page: nothing that was begun here may be saved there. */}
      <Answer of={answer} lines={10}>
        {({ value, etag }) => <Outlet key={value.id} context={{ app: value, etag } satisfies Shown} />}
      </Answer>
    </Page>
  )
}

function Delete({ app }: { app: Registration }) {
  const confirm = useConfirm()
  const notify = useNotify()
  const go = useNavigate()
  const graph = useGraph()
  const refresh = useRefresh()
  const restore = useRestore()
  const [busy, setBusy] = useState(false)
  const start = async () => {
    const { displayName } = app
    if (!(await confirm({ title: texts.deleteTitle(displayName), says: texts.deleteSays, action: texts.delete })))
      return
    setBusy(true)
    try {
      await graph.delete(registrationPath(app.id))
    } catch (error) {
      setBusy(false)
      notify.error(texts.deleteFailed(displayName), error)
      return
    }
    // First away: what this page shows is not there any more.
    await go(paths.applications())
    notify.success(texts.deleted(displayName), {
      undo: () => void restore(app),
    })
    await refresh([registrations, '/v1.0/servicePrincipals', '/v1.0/directory/deletedItems', '/v1.0/me/ownedObjects'])
  }
  return (
    <Button appearance="subtle" icon={<DeleteRegular />} disabled={busy} onClick={() => void start()}>
      {texts.delete}
    </Button>
  )
}
