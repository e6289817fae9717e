import { Caption1 } from '@fluentui/react-components'
import { useForm } from 'react-hook-form'
import { atMost, RadioField, SwitchField, TextField } from '../../../kit/ui/form.tsx'
import { FormPane } from '../../../kit/ui/form-pane.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { useRefused } from '../../../kit/ui/refused.ts'
import { texts } from '../../../texts/en/applications.ts'
import { withOne } from './entitlements.ts'
import type { Scope } from './model.ts'
import { filled, word } from './rules.ts'
import { usePaneChange } from './use-change-application.ts'

type Values = {
  value: string
  type: Scope['type']
  adminName: string
  adminDescription: string
  userName: string
  userDescription: string
  isEnabled: boolean
}
const words = texts.expose
const valuesOf = (scope: Scope | null): Values => ({
  value: scope?.value ?? '',
  type: scope?.type ?? 'User',
  adminName: scope?.adminConsentDisplayName ?? '',
  adminDescription: scope?.adminConsentDescription ?? '',
  userName: scope?.userConsentDisplayName ?? '',
  userDescription: scope?.userConsentDescription ?? '',
  isEnabled: scope?.isEnabled ?? true,
})
const fields = [
  ['value', 'value'],
  ['adminConsentDisplayName', 'adminName'],
  ['adminConsentDescription', 'adminDescription'],
  ['userConsentDisplayName', 'userName'],
  ['userConsentDescription', 'userDescription'],
] as const
/** Graph names the scope by its place in the list, or the whole, where two have one value. */
const fieldOf = (target: string | null) =>
  target === 'api' ? 'value' : fields.find(([property]) => target?.endsWith(`].${property}`))?.[1]

/** A new scope, or one that is edited. */
export function ScopePane({ scope, onClose }: { scope: Scope | null; onClose(): void }) {
  const notify = useNotify()
  const { app, ...change } = usePaneChange(onClose)
  const form = useForm<Values>({ defaultValues: valuesOf(scope) })
  const submit = form.handleSubmit(async (values) => {
    const wanted: Scope = {
      ...scope,
      id: scope?.id ?? crypto.randomUUID(),
      value: values.value.trim(),
      type: values.type,
      isEnabled: values.isEnabled,
      adminConsentDisplayName: values.adminName.trim(),
      adminConsentDescription: values.adminDescription.trim(),
      userConsentDisplayName: values.userName.trim() || null,
      userConsentDescription: values.userDescription.trim() || null,
    }
    const saved = await change.save({
      api: { oauth2PermissionScopes: withOne(app.api.oauth2PermissionScopes, wanted) },
    })
    if (!saved) return
    notify.success(words.scopeSaved(wanted.value), scope ? saved : {})
    onClose()
  })
  const error = useRefused(form, change.error, ({ target }) => fieldOf(target))
  const { control } = form
  return (
    <>
      <FormPane
        title={scope ? words.editScope : words.addScope}
        busy={change.busy}
        error={error}
        onSubmit={submit}
        onClose={onClose}
      >
        <TextField
          control={control}
          name="value"
          label={words.scopeName}
          hint={words.scopeNameHint}
          autoComplete="off"
          rules={word}
        />
        <RadioField
          control={control}
          name="type"
          label={words.who}
          options={[
            { value: 'User', label: words.adminsAndUsers },
            { value: 'Admin', label: words.admins },
          ]}
        />
        <TextField control={control} name="adminName" label={words.adminName} rules={filled(100)} />
        <TextField
          control={control}
          name="adminDescription"
          label={words.adminDescription}
          lines={2}
          rules={filled(1024)}
        />
        <TextField control={control} name="userName" label={words.userName} rules={atMost(100)} />
        <TextField
          control={control}
          name="userDescription"
          label={words.userDescription}
          lines={2}
          rules={atMost(1024)}
        />
        <SwitchField control={control} name="isEnabled" label={words.enabled} />
        {scope?.isEnabled && <Caption1>{words.switchOff}</Caption1>}
      </FormPane>
      {change.conflict}
    </>
  )
}
