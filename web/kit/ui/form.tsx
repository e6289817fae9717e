import {
  Button,
  Checkbox,
  Field,
  Input,
  type InputProps,
  makeStyles,
  Radio,
  RadioGroup,
  Select,
  Spinner,
  Switch,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useEffect } from 'react'
import { type Control, Controller, type FieldPath, type FieldValues, type RegisterOptions } from 'react-hook-form'
import { useBlocker } from 'react-router'
import { texts } from '../../texts/en/kit.ts'
import { useConfirm } from './confirm.tsx'
import { Failed } from './states.tsx'

/** Fields of react-hook-form in Fluent UI's clothes: a label, a hint, and the error beside the field that caused it. */
type Common<V extends FieldValues> = {
  control: Control<V>
  name: FieldPath<V>
  label: string
  hint?: ReactNode
  rules?: RegisterOptions<V, FieldPath<V>>
  disabled?: boolean
}

export const required = { required: texts.required } as const
export const atMost = (length: number) => ({ maxLength: { value: length, message: texts.tooLong(length) } })

export function TextField<V extends FieldValues>({
  control,
  name,
  label,
  hint,
  rules,
  disabled = false,
  type = 'text',
  lines = 1,
  ...rest
}: Common<V> & { type?: InputProps['type']; lines?: number } & Pick<InputProps, 'autoComplete' | 'placeholder'>) {
  return (
    <Controller
      control={control}
      name={name}
      {...(rules ? { rules: rules as never } : {})}
      render={({ field, fieldState }) => (
        <Field
          label={label}
          hint={hint as string}
          required={rules?.required !== undefined}
          {...(fieldState.error ? { validationMessage: fieldState.error.message ?? texts.required } : {})}
        >
          {lines > 1 ? (
            <Textarea {...field} value={field.value ?? ''} rows={lines} resize="vertical" disabled={disabled} />
          ) : (
            <Input {...field} {...rest} value={field.value ?? ''} type={type ?? 'text'} disabled={disabled} />
          )}
        </Field>
      )}
    />
  )
}

export function SelectField<V extends FieldValues>({
  control,
  name,
  label,
  hint,
  options,
  disabled = false,
}: Common<V> & { options: readonly { value: string; label: string }[] }) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <Field
          label={label}
          hint={hint as string}
          {...(fieldState.error ? { validationMessage: fieldState.error.message ?? '' } : {})}
        >
          <Select {...field} value={field.value ?? ''} disabled={disabled}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </Select>
        </Field>
      )}
    />
  )
}

export function RadioField<V extends FieldValues>({
  control,
  name,
  label,
  hint,
  options,
  disabled = false,
}: Common<V> & { options: readonly { value: string; label: ReactNode }[] }) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <Field
          label={label}
          hint={hint as string}
          {...(fieldState.error ? { validationMessage: fieldState.error.message ?? '' } : {})}
        >
          <RadioGroup
            value={field.value ?? ''}
            onChange={(_, data) => field.onChange(data.value)}
            onBlur={field.onBlur}
            disabled={disabled}
          >
            {options.map((option) => (
              <Radio key={option.value} value={option.value} label={option.label as string} />
            ))}
          </RadioGroup>
        </Field>
      )}
    />
  )
}

export function SwitchField<V extends FieldValues>({ control, name, label, hint, disabled = false }: Common<V>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <Field
          hint={hint as string}
          {...(fieldState.error ? { validationMessage: fieldState.error.message ?? '' } : {})}
        >
          <Switch
            label={label}
            checked={field.value === true}
            onChange={(_, { checked }) => field.onChange(checked)}
            onBlur={field.onBlur}
            disabled={disabled}
          />
        </Field>
      )}
    />
  )
}

export function CheckField<V extends FieldValues>({ control, name, label, hint, disabled = false }: Common<V>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <Field hint={hint as string}>
          <Checkbox
            label={label}
            checked={field.value === true}
            onChange={(_, { checked }) => field.onChange(checked === true)}
            onBlur={field.onBlur}
            disabled={disabled}
          />
        </Field>
      )}
    />
  )
}

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '44rem' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
})

/** A form with its error above its buttons. `id` lets a pane's footer hold the buttons instead (`<SubmitButton form=…>`). */
export function Form({
  onSubmit,
  error,
  id,
  actions,
  children,
}: {
  onSubmit(event: FormEvent): unknown
  error?: unknown
  id?: string
  actions?: ReactNode
  children: ReactNode
}) {
  const styles = useStyles()
  return (
    <form id={id} noValidate className={styles.form} onSubmit={(event) => void onSubmit(event)}>
      {children}
      {error !== undefined && error !== null && <Failed error={error} />}
      {actions && <div className={styles.actions}>{actions}</div>}
    </form>
  )
}

export function SubmitButton({
  busy,
  label = texts.save,
  form,
  disabled = false,
}: {
  busy: boolean
  label?: string
  form?: string
  disabled?: boolean
}) {
  return (
    <Button
      appearance="primary"
      type="submit"
      form={form}
      disabled={disabled}
      // Keeps the focus: a pane that loses it counts as closed to a screen reader.
      disabledFocusable={busy}
      icon={busy ? <Spinner size="tiny" /> : null}
    >
      {label}
    </Button>
  )
}

/** Asks before a page with unsaved changes is left, by a link, the back button, or closing the tab. */
export function UnsavedGuard({ when }: { when: boolean }) {
  const confirm = useConfirm()
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => when && currentLocation.pathname !== nextLocation.pathname,
  )
  useEffect(() => {
    if (blocker.state !== 'blocked') return
    void confirm({ title: texts.unsavedTitle, says: texts.unsavedSays, action: texts.leave }).then((leave) =>
      leave ? blocker.proceed() : blocker.reset(),
    )
  }, [blocker, confirm])
  useEffect(() => {
    if (!when) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [when])
  return null
}
