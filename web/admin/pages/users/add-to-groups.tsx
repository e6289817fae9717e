import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { Pane } from '../../../kit/ui/pane.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { texts as kit } from '../../../texts/en/kit.ts'
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
  const [groups, setGroups] = useState<Picked[]>([])
  const [tried, setTried] = useState(false)
  const submit = () => {
    setTried(true)
    if (groups.length > 0) void onAdd(groups)
  }
  return (
    <Pane
      open
      title={texts.addToGroupTitle(texts.people(users.length, users[0]?.displayName ?? ''))}
      onClose={onClose}
      footer={
        <>
          <Button appearance="primary" onClick={submit}>
            {texts.add}
          </Button>
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Picker
        label={texts.groups}
        hint={texts.groupsHint}
        kinds={['group']}
        picked={groups}
        onChange={setGroups}
        required
        problem={tried && groups.length === 0 ? texts.chooseGroup : null}
      />
    </Pane>
  )
}
