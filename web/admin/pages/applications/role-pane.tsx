import { Caption1 } from '@fluentui/react-components'
import { useForm } from 'react-hook-form'
import { RadioField, SwitchField, TextField } from '../../../kit/ui/form.tsx'
import { FormPane } from '../../../kit/ui/form-pane.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { useRefused } from '../../../kit/ui/refused.ts'
import { texts } from '../../../texts/en/applications.ts'
import { withOne } from './entitlements.ts'
import type { AppRole } from './model.ts'
import { filled, word } from './rules.ts'
import { usePaneChange } from './use-change-application.ts'

type Values = {
  name: string
  value: string
  description: string
  members: 'User' | 'Application' | 'both'
  isEnabled: boolean
}
const words = texts.roles
const valuesOf = (role: AppRole | null): Values => ({
  name: role?.displayName ?? '',
  value: role?.value ?? '',
  description: role?.description ?? '',
  members:
    role === null ? 'User' : role.allowedMemberTypes.length > 1 ? 'both' : (role.allowedMemberTypes[0] ?? 'User'),
  isEnabled: role?.isEnabled ?? true,
})
const fields = [
  ['displayName', 'name'],
  ['description', 'description'],
  ['value', 'value'],
] as const
/** Graph names the role by its place in the list, or the list, where two have one value. */
const fieldOf = (target: string | null) =>
  target === 'appRoles' ? 'value' : fields.find(([property]) => target?.endsWith(`].${property}`))?.[1]

/** A new role, or one that is edited. */
export function RolePane({ role, onClose }: { role: AppRole | null; onClose(): void }) {
  const notify = useNotify()
  const { app, ...change } = usePaneChange(onClose)
  const form = useForm<Values>({ defaultValues: valuesOf(role) })
  const submit = form.handleSubmit(async ({ name, value, description, members, isEnabled }) => {
    const wanted: AppRole = {
      ...role,
      id: role?.id ?? crypto.randomUUID(),
      displayName: name.trim(),
      value: value.trim() || null,
      description: description.trim(),
      allowedMemberTypes: members === 'both' ? ['User', 'Application'] : [members],
      isEnabled,
    }
    const saved = await change.save({ appRoles: withOne(app.appRoles, wanted) })
    if (!saved) return
    notify.success(words.saved(wanted.displayName), role ? saved : {})
    onClose()
  })
  const error = useRefused(form, change.error, ({ target }) => fieldOf(target))
  const { control } = form
  return (
    <>
      <FormPane
        title={role ? words.edit : words.add}
        busy={change.busy}
        error={error}
        onSubmit={submit}
        onClose={onClose}
      >
        <TextField control={control} name="name" label={words.name} autoComplete="off" rules={filled(100)} />
        <RadioField
          control={control}
          name="members"
          label={words.members}
          options={[
            { value: 'User', label: words.users },
            { value: 'Application', label: words.applications },
            { value: 'both', label: words.both },
          ]}
        />
        <TextField
          control={control}
          name="value"
          label={words.value}
          hint={words.valueHint}
          autoComplete="off"
          rules={word}
        />
        <TextField control={control} name="description" label={words.description} lines={3} rules={filled(1024)} />
        <SwitchField control={control} name="isEnabled" label={words.enabled} />
        {role?.isEnabled && <Caption1>{words.switchOff}</Caption1>}
      </FormPane>
      {change.conflict}
    </>
  )
}
