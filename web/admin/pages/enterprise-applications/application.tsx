import { Button } from '@fluentui/react-components'
import { AppsRegular, DeleteRegular, HistoryRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { Navigate, Outlet, useLocation, useNavigate, useOutletContext, useParams } from 'react-router'
import { useSession } from '../../../kit/auth/session.tsx'
import { useGraph, useGraphGet, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { PageButton } from '../../../kit/ui/links.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { PageTabs } from '../../../kit/ui/tabs.tsx'
import { texts } from '../../../texts/en/enterprise-applications.ts'
import { paths } from '../../paths.ts'
import { type Principal, principalPath, principals, type Registration, registrations } from '../applications/model.ts'
import { kindOf } from './kind.ts'

/** The app whose page this is, for its tabs. */
export const usePrincipal = (): Principal => useOutletContext<Principal>()

/** Where the anchors of the server's explanations lead (src/access/hrefs.ts). */
const anchors: Record<string, 'users' | 'permissions' | undefined> = {
  '#assignments': 'users',
  '#permissions': 'permissions',
}

export function EnterpriseApplicationPage() {
  const { id = '' } = useParams()
  const { hash } = useLocation()
  const { tenantId } = useSession()
  const answer = useGraphGet<Principal>(principalPath(id))
  const part = anchors[hash]
  if (part) return <Navigate replace to={paths.enterpriseApplication(id, part)} />
  const app = answer.data
  return (
    <Page
      title={app?.displayName ?? texts.title}
      crumbs={[{ label: texts.title, to: paths.enterpriseApplications() }]}
      commands={
        app && (
          <>
            <PageButton appearance="subtle" icon={<HistoryRegular />} to={paths.signInsTo(app.appId)}>
              {texts.signIns}
            </PageButton>
            {kindOf(app, tenantId) === 'own' && <RegistrationLink app={app} />}
            {kindOf(app, tenantId) !== 'first' && <Delete app={app} />}
          </>
        )
      }
    >
      <PageTabs
        label={texts.parts.label}
        tabs={[
          { to: paths.enterpriseApplication(id), label: texts.parts.properties },
          { to: paths.enterpriseApplication(id, 'users'), label: texts.parts.users },
          { to: paths.enterpriseApplication(id, 'permissions'), label: texts.parts.permissions },
        ]}
      />
      {/* Another app is another page: nothing that was begun here may be saved there. */}
      <Answer of={answer} lines={10}>
        {(value) => <Outlet key={value.id} context={value satisfies Principal} />}
      </Answer>
    </Page>
  )
}

function RegistrationLink({ app }: { app: Principal }) {
  const found = useGraphGet<Registration>(`${registrations}(appId='${app.appId}')`)
  return found.data ? (
    <PageButton appearance="subtle" icon={<AppsRegular />} to={paths.application(found.data.id)}>
      {texts.registration}
    </PageButton>
  ) : null
}

function Delete({ app }: { app: Principal }) {
  const confirm = useConfirm()
  const notify = useNotify()
  const go = useNavigate()
  const graph = useGraph()
  const refresh = useRefresh()
  const [busy, setBusy] = useState(false)
  const start = async () => {
    const { displayName } = app
    const yes = await confirm({
      title: texts.deleteTitle(displayName),
      says: texts.deleteSays,
      action: texts.delete,
      typing: displayName,
    })
    if (!yes) return
    setBusy(true)
    try {
      await graph.delete(principalPath(app.id))
    } catch (error) {
      setBusy(false)
      notify.error(texts.deleteFailed(displayName), error)
      return
    }
    await go(paths.enterpriseApplications())
    notify.success(texts.deleted(displayName))
    await refresh([principals])
  }
  return (
    <Button appearance="subtle" icon={<DeleteRegular />} disabled={busy} onClick={() => void start()}>
      {texts.delete}
    </Button>
  )
}
