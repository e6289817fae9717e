import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useNavigate } from 'react-router'
import { config } from '../../../kit/config.ts'
import { useGraph, useRefresh } from '../../../kit/graph/hooks.tsx'
import { atMost, CheckField, Form, required, SubmitButton, TextField } from '../../../kit/ui/form.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { texts } from '../../../texts/en/groups.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { paths } from '../../paths.ts'
import { type Group, nicknameOf } from './group.ts'

type Values = { displayName: string; description: string; mailNickname: string; isAssignableToRole: boolean }

/** Graph takes this many references in one creation. */
const mostAtStart = 20
const reference = ({ id }: Picked) => `${config.origin}/v1.0/directoryObjects/${id}`

/** `/groups?pane=create` */
export function CreateGroupPane({ open, onClose }: { open: boolean; onClose(): void }) {
  return (
    <Pane title={texts.create} open={open} onClose={onClose}>
      <CreateForm onClose={onClose} />
    </Pane>
  )
}

function CreateForm({ onClose }: { onClose(): void }) {
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const go = useNavigate()
  const [members, setMembers] = useState<Picked[]>([])
  const [owners, setOwners] = useState<Picked[]>([])
  const [error, setError] = useState<unknown>(null)
  const { control, handleSubmit, formState } = useForm<Values>({
    defaultValues: { displayName: '', description: '', mailNickname: '', isAssignableToRole: false },
  })
  const tooMany = members.length + owners.length > mostAtStart ? texts.tooManyPasted : null
  const submit = handleSubmit(async ({ displayName, description, mailNickname, isAssignableToRole }) => {
    if (tooMany) return
    setError(null)
    try {
      const group = await graph.post<Group>('/v1.0/groups', {
        displayName: displayName.trim(),
        ...(description.trim() === '' ? {} : { description: description.trim() }),
        mailNickname: mailNickname.trim() || nicknameOf(displayName),
        mailEnabled: false,
        securityEnabled: true,
        ...(isAssignableToRole ? { isAssignableToRole } : {}),
        ...(members.length === 0 ? {} : { 'members@odata.bind': members.map(reference) }),
        ...(owners.length === 0 ? {} : { 'owners@odata.bind': owners.map(reference) }),
      })
      notify.success(texts.createdNotice(group.displayName))
      await refresh(['/v1.0/groups'])
      await go(paths.group(group.id))
    } catch (problem) {
      setError(problem)
    }
  })
  return (
    <Form
      onSubmit={submit}
      error={error}
      actions={
        <>
          <SubmitButton busy={formState.isSubmitting} label={texts.createAction} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <TextField control={control} name="displayName" label={texts.name} rules={{ ...required, ...atMost(256) }} />
      <TextField control={control} name="description" label={texts.description} lines={2} rules={atMost(1024)} />
      <TextField
        control={control}
        name="mailNickname"
        label={texts.mailNickname}
        hint={texts.mailNicknameHint}
        rules={{ pattern: { value: /^\s*[\w.-]{0,64}\s*$/, message: texts.nicknameForm } }}
      />
      <CheckField
        control={control}
        name="isAssignableToRole"
        label={texts.roleAssignable}
        hint={texts.roleAssignableHint}
      />
      <Picker
        label={texts.membersPicked}
        kinds={['user', 'group', 'application']}
        picked={members}
        onChange={setMembers}
        problem={tooMany}
      />
      <Picker label={texts.ownersPicked} kinds={['user']} picked={owners} onChange={setOwners} />
    </Form>
  )
}
