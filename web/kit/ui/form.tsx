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
import { type FormEvent, type ReactElement, type ReactNode, useEffect } from 'react'
import {
  type Control,
  Controller,
  type ControllerRenderProps,
  type FieldPath,
  type FieldValues,
  type RegisterOptions,
} from 'react-hook-form'
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
type Choices<Label = string> = { options: readonly { value: string; label: Label }[] }

export const required = { required: texts.required } as const
export const atMost = (length: number) => ({ maxLength: { value: length, message: texts.tooLong(length) } })

/** What all fields share. `label` is left out where the control brings its own. */
function Controlled<V extends FieldValues>({
  control,
  name,
  label,
  hint,
  rules,
  children,
}: Omit<Common<V>, 'label' | 'disabled'> & {
  label?: string
  children(field: ControllerRenderProps<V, FieldPath<V>>): ReactElement
}) {
  return (
    <Controller
      control={control}
      name={name}
      {...(rules ? { rules: rules as never } : {})}
      render={({ field, fieldState: { error } }) => (
        <Field
          {...(label === undefined ? {} : { label })}
          hint={hint as string}
          required={rules?.required !== undefined}
          {...(error ? { validationMessage: error.message ?? texts.required } : {})}
        >
          {children({ ...field, value: field.value ?? ('' as typeof field.value) })}
        </Field>
      )}
    />
  )
}

export function TextField<V extends FieldValues>({
  disabled = false,
  type = 'text',
  lines = 1,
  autoComplete,
  placeholder,
  ...common
}: Common<V> & { type?: InputProps['type']; lines?: number } & Pick<InputProps, 'autoComplete' | 'placeholder'>) {
  return (
    <Controlled {...common}>
      {(field) =>
        lines > 1 ? (
          <Textarea {...field} rows={lines} resize="vertical" disabled={disabled} />
        ) : (
          <Input
            {...field}
            type={type ?? 'text'}
            disabled={disabled}
            autoComplete={autoComplete}
            placeholder={placeholder}
          />
        )
      }
    </Controlled>
  )
}

export function SelectField<V extends FieldValues>({ options, disabled = false, ...common }: Common<V> & Choices) {
  return (
    <Controlled {...common}>
      {(field) => (
        <Select {...field} disabled={disabled}>
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Controlled>
  )
}

export function RadioField<V extends FieldValues>({
  options,
  disabled = false,
  ...common
}: Common<V> & Choices<ReactNode>) {
  return (
    <Controlled {...common}>
      {({ value, onChange, onBlur }) => (
        <RadioGroup value={value} onChange={(_, data) => onChange(data.value)} onBlur={onBlur} disabled={disabled}>
          {options.map((option) => (
            <Radio key={option.value} value={option.value} label={option.label as string} />
          ))}
        </RadioGroup>
      )}
    </Controlled>
  )
}

export function SwitchField<V extends FieldValues>({ label, disabled = false, ...common }: Common<V>) {
  return (
    <Controlled {...common}>
      {({ value, onChange, onBlur }) => (
        <Switch
          label={label}
          checked={value === true}
          onChange={(_, { checked }) => onChange(checked)}
          onBlur={onBlur}
          disabled={disabled}
        />
      )}
    </Controlled>
  )
}

export function CheckField<V extends FieldValues>({ label, disabled = false, ...common }: Common<V>) {
  return (
    <Controlled {...common}>
      {({ value, onChange, onBlur }) => (
        <Checkbox
          label={label}
          checked={value === true}
          onChange={(_, { checked }) => onChange(checked === true)}
          onBlur={onBlur}
          disabled={disabled}
        />
      )}
    </Controlled>
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
