import { makeStyles, Text, Toolbar, ToolbarButton, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { showCount } from '../../../kit/format.ts'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import { AddToGroups } from './add-to-groups.tsx'
import { FailureDialog } from './failure-dialog.tsx'
import { type Outcome, useUserActions } from './use-user-actions.ts'
import type { User } from './user.ts'

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '2.5rem',
    paddingInline: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
  },
})

/** What can be done with those who are chosen in the list. Its place is kept while nobody is, so that rows do not jump. */
export function SelectionCommands({ users, onDone }: { users: readonly User[]; onDone(): void }) {
  const styles = useStyles()
  const actions = useUserActions()
  const [outcome, setOutcome] = useState<Outcome>(null)
  const [grouping, setGrouping] = useState<readonly User[]>([])
  const nobody = users.length === 0
  const act = (action: (users: readonly User[]) => Promise<Outcome>) => async () => {
    const result = await action(users)
    if (!result) return
    onDone()
    setOutcome(result)
  }
  const blocked = users.length > 0 && users.every(({ accountEnabled }) => !accountEnabled)
  return (
    <>
      <div className={styles.bar}>
        <Text role="status">{kit.selected(showCount(users.length))}</Text>
        <Toolbar aria-label={texts.selection} size="small" style={{ flexWrap: 'wrap' }}>
          <ToolbarButton disabled={nobody} onClick={act(blocked ? actions.unblock : actions.block)}>
            {blocked ? texts.unblock : texts.block}
          </ToolbarButton>
          <ToolbarButton disabled={nobody} onClick={act(actions.revoke)}>
            {texts.revoke}
          </ToolbarButton>
          <ToolbarButton disabled={nobody} onClick={act(actions.resend)}>
            {texts.resend}
          </ToolbarButton>
          <ToolbarButton disabled={nobody} onClick={() => setGrouping(users)}>
            {texts.addToGroup}
          </ToolbarButton>
          <ToolbarButton disabled={nobody} onClick={act(actions.remove)}>
            {texts.remove}
          </ToolbarButton>
          {!nobody && <ToolbarButton onClick={onDone}>{texts.clearSelection}</ToolbarButton>}
        </Toolbar>
      </div>
      <UntilClosed>
        {grouping.length > 0 && (
          <AddToGroups
            users={grouping}
            onClose={() => setGrouping([])}
            onAdd={async (groups) => {
              setGrouping([])
              onDone()
              setOutcome(
                await actions.addToGroups(
                  grouping,
                  groups.map(({ id }) => id),
                ),
              )
            }}
          />
        )}
      </UntilClosed>
      <FailureDialog outcome={outcome} onClose={() => setOutcome(null)} onOutcome={setOutcome} />
    </>
  )
}
