import { Button, Caption1 } from '@fluentui/react-components'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { atMost, Form, RadioField, required, SubmitButton, SwitchField, TextField } from '../../../kit/ui/form.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { useRefused } from '../../../kit/ui/refused.ts'
import { texts } from '../../../texts/en/applications.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { useApplication } from './application.tsx'
import { withOne } from './entitlements.ts'
import type { AppRole } from './model.ts'
import { useChangeApplication } from './use-change-application.ts'

type Values = {
  name: string
  value: string
  description: string
  members: 'User' | 'Application' | 'both'
  isEnabled: boolean
}
const words = texts.roles
const formId = 'app-role'
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
export function RolePane({ open, role, onClose }: { open: boolean; role: AppRole | null; onClose(): void }) {
  const { app } = useApplication()
  const notify = useNotify()
  const change = useChangeApplication({ quietly: true })
  const form = useForm<Values>({ defaultValues: valuesOf(role) })
  // biome-ignore lint/correctness/useExhaustiveDependencies: starts from what is saved each time it is opened
  useEffect(() => {
    if (!open) return
    form.reset(valuesOf(role))
    change.reset()
  }, [open, role?.id])
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
    if (!(await change.saveRoles(withOne(app.appRoles, wanted)))) return
    notify.success(words.saved(wanted.displayName))
    onClose()
  })
  const error = useRefused(form, change.error, ({ target }) => fieldOf(target))
  const { control } = form
  return (
    <>
      <Pane
        title={role ? words.edit : words.add}
        open={open}
        onClose={onClose}
        footer={
          <>
            <SubmitButton form={formId} busy={change.busy} />
            <Button onClick={onClose}>{kit.cancel}</Button>
          </>
        }
      >
        <Form id={formId} onSubmit={submit} error={error}>
          <TextField
            control={control}
            name="name"
            label={words.name}
            autoComplete="off"
            rules={{ ...required, ...atMost(100), validate: (text) => String(text).trim() !== '' || kit.required }}
          />
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
            rules={{
              ...required,
              ...atMost(120),
              validate: (text) => !/\s/.test(String(text).trim()) || texts.noSpaces,
            }}
          />
          <TextField
            control={control}
            name="description"
            label={words.description}
            lines={3}
            rules={{ ...required, ...atMost(1024), validate: (text) => String(text).trim() !== '' || kit.required }}
          />
          <SwitchField control={control} name="isEnabled" label={words.enabled} />
          {role?.isEnabled && <Caption1>{words.switchOff}</Caption1>}
        </Form>
      </Pane>
      {change.conflict}
    </>
  )
}
