import { Button } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useId } from 'react'
import { texts } from '../../texts/en/kit.ts'
import { Form, SubmitButton } from './form.tsx'
import { Pane } from './pane.tsx'

/** A pane that holds one form, with its buttons at the foot. It is in the page only while it is open: in `UntilClosed`. */
export function FormPane({
  title,
  action,
  busy,
  error,
  wide = false,
  onSubmit,
  onClose,
  children,
}: {
  title: string
  /** The verb of the button, where it is not "Save". */
  action?: string
  busy: boolean
  /** What was refused, as far as no field shows it. */
  error: unknown
  wide?: boolean
  onSubmit(event: FormEvent): unknown
  onClose(): void
  children: ReactNode
}) {
  const form = useId()
  return (
    <Pane
      title={title}
      onClose={onClose}
      wide={wide}
      footer={
        <>
          <SubmitButton form={form} busy={busy} {...(action ? { label: action } : {})} />
          <Button onClick={onClose}>{texts.cancel}</Button>
        </>
      }
    >
      <Form
        id={form}
        error={error}
        onSubmit={(event) => {
          event.preventDefault()
          return onSubmit(event)
        }}
      >
        {children}
      </Form>
    </Pane>
  )
}
