import { Badge, Button, makeStyles, tokens } from '@fluentui/react-components'
import { useSession } from '../../kit/auth/session.tsx'
import { showAgo, showDateTime } from '../../kit/format.ts'
import { useGraphChange, useGraphGet } from '../../kit/graph/hooks.tsx'
import { useConfirm } from '../../kit/ui/confirm.tsx'
import { type Column, List, wholeList } from '../../kit/ui/list.tsx'
import { useNotify } from '../../kit/ui/notify.tsx'
import { Page } from '../../kit/ui/page.tsx'
import { Empty } from '../../kit/ui/states.tsx'
import { texts } from '../../texts/en/me.ts'
import { describeBrowser } from '../browser-name.ts'
import { type BrowserSession, read, type Values } from '../person.ts'
import { Mine } from '../shell/mine.tsx'

const useStyles = makeStyles({
  name: { display: 'inline-flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
})

/** The browsers in which the home account is signed in. */
export function Sessions() {
  const sessions = useGraphGet<Values<BrowserSession>>(read.sessions)
  const { endOne, endAll } = useEnding()
  const styles = useStyles()
  const columns: Column<BrowserSession>[] = [
    {
      id: 'browser',
      label: texts.browser,
      show: (one) => (
        <span className={styles.name}>
          {describeBrowser(one.userAgent)}
          {one.isCurrent && (
            <Badge appearance="outline" color="informative">
              {texts.thisBrowser}
            </Badge>
          )}
        </span>
      ),
    },
    { id: 'started', label: texts.startedAt, show: (one) => showDateTime(one.startedDateTime) },
    { id: 'used', label: texts.lastUsed, show: (one) => showAgo(one.lastUsedDateTime, Date.now()) },
    { id: 'from', label: texts.from, show: (one) => one.ipAddress ?? '–' },
    { id: 'until', label: texts.until, show: (one) => showDateTime(one.expiresDateTime) },
    {
      id: 'end',
      label: texts.signOutHere,
      show: (one) => (
        <Button
          size="small"
          aria-label={texts.signOutOf(one.isCurrent ? texts.thisBrowser : describeBrowser(one.userAgent))}
          onClick={() => void endOne(one)}
        >
          {texts.signOutHere}
        </Button>
      ),
    },
  ]
  return (
    <Page
      title={texts.sessions}
      says={texts.sessionsSays}
      commands={<Button onClick={() => void endAll()}>{texts.signOutEverywhere}</Button>}
    >
      <Mine of={sessions} lines={6}>
        {({ value }) => (
          <List
            label={texts.sessionsLabel}
            columns={columns}
            list={wholeList({ ...sessions, data: value })}
            id={(one) => one.id}
            name={(one) => describeBrowser(one.userAgent)}
            empty={<Empty title={texts.noSessions} says={texts.noSessionsSays} />}
          />
        )}
      </Mine>
    </Page>
  )
}

function useEnding() {
  const confirm = useConfirm()
  const notify = useNotify()
  const session = useSession()
  const end = useGraphChange(
    (graph, id: string) => graph.delete(`${read.sessions}/${encodeURIComponent(id)}`),
    [read.sessions],
  )
  const endEvery = useGraphChange((graph) => graph.delete(read.sessions), [])
  const tried = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work()
      return true
    } catch (error) {
      notify.error(texts.signOutFailed, error)
      return false
    }
  }
  return {
    async endOne({ id, isCurrent, userAgent }: BrowserSession) {
      const browser = isCurrent ? texts.thisBrowser : describeBrowser(userAgent)
      const title = texts.signOutTitle(browser)
      if (!(await confirm({ title, says: texts.signOutSays, action: texts.signOutHere }))) return
      if (isCurrent) return session.signOut()
      if (await tried(() => end.mutateAsync(id))) notify.success(texts.signedOut(browser))
    },
    async endAll() {
      const title = texts.signOutEverywhereTitle
      if (!(await confirm({ title, says: texts.signOutEverywhereSays, action: texts.signOutEverywhere }))) return
      if (await tried(() => endEvery.mutateAsync(undefined))) await session.startOver()
    },
  }
}
