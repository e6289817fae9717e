import { ChoosePane } from '../../../kit/ui/choose-pane.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { texts } from '../../../texts/en/users.ts'
import type { User } from './user.ts'

/** Chooses the groups that one or many are added to. */
export function AddToGroups({
  users,
  onAdd,
  onClose,
}: {
  users: readonly User[]
  onAdd(groups: Picked[]): Promise<void>
  onClose(): void
}) {
  return (
    <ChoosePane<Picked>
      title={texts.addToGroupTitle(texts.people(users.length, users[0]?.displayName ?? ''))}
      action={texts.add}
      nothing={texts.chooseGroup}
      onChoose={onAdd}
      onClose={onClose}
    >
      {(groups, set, problem) => (
        <Picker
          label={texts.groups}
          hint={texts.groupsHint}
          kinds={['group']}
          picked={groups}
          onChange={set}
          required
          problem={problem}
        />
      )}
    </ChoosePane>
  )
}
