import { Button } from '@fluentui/react-components'
import { useNavigate } from 'react-router'
import { showDateTime } from '../../../kit/format.ts'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { Facts } from '../../../kit/ui/facts.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { purgedAt } from './deletion.ts'
import { useUserActions } from './use-user-actions.ts'
import { listed, type User } from './user.ts'

/** The page of somebody who is not there: deleted and restorable, or gone. */
export function DeletedUser({ id }: { id: string }) {
  const deleted = useGraphGet<User>(
    `/v1.0/directory/deletedItems/${encodeURIComponent(id)}?$select=${[...listed, 'deletedDateTime'].join(',')}`,
  )
  const actions = useUserActions()
  const go = useNavigate()
  const user = deleted.data
  return (
    <Page
      title={user?.displayName ?? texts.user}
      crumbs={[
        { label: texts.users, to: paths.users() },
        { label: texts.deletedUsers, to: paths.deletedUsers() },
      ]}
      says={user ? texts.deletedSays : null}
      commands={
        user && (
          <>
            <Button appearance="primary" onClick={() => void actions.restore([user])}>
              {texts.restore}
            </Button>
            <Button
              onClick={async () => {
                const outcome = await actions.purge([user])
                if (outcome && outcome.failures.length === 0) void go(paths.deletedUsers())
              }}
            >
              {texts.purge}
            </Button>
          </>
        )
      }
    >
      <Answer of={deleted} lines={4}>
        {(gone) => (
          <Facts
            facts={[
              [texts.userPrincipalName, gone.userPrincipalName],
              [texts.mail, gone.mail],
              [texts.deletionDate, showDateTime(gone.deletedDateTime)],
              [texts.purgeDate, showDateTime(purgedAt(gone.deletedDateTime))],
            ]}
          />
        )}
      </Answer>
    </Page>
  )
}
