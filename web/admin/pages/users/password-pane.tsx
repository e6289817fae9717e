import { Body1, Button } from '@fluentui/react-components'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useGraph } from '../../../kit/graph/hooks.tsx'
import { Form, SubmitButton } from '../../../kit/ui/form.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { useSend } from '../../../kit/ui/send.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import { HandOver } from './hand-over.tsx'
import { freshPassword, PasswordFields, type PasswordValues, passwordProfile } from './password-fields.tsx'
import type { User } from './user.ts'

const id = 'reset-password'

/** A new password for somebody of this directory. It is shown once. */
export function PasswordPane({ user, onClose }: { user: User; onClose(): void }) {
  const graph = useGraph()
  const form = useForm<PasswordValues>({ defaultValues: freshPassword() })
  const [password, setPassword] = useState<string | null>(null)
  const { submit, failed, busy } = useSend(form, {
    async send(values) {
      await graph.patch(`/v1.0/users/${user.id}`, { passwordProfile: passwordProfile(values) })
      setPassword(values.password)
    },
    fieldOf: ({ message }) => (/password/i.test(message) ? 'password' : null),
    stale: ['/v1.0/users', '/v1.0/auditLogs'],
  })
  if (password !== null) {
    return (
      <HandOver
        title={texts.passwordReset}
        says={texts.passwordResetSays}
        userPrincipalName={user.userPrincipalName}
        password={password}
        onClose={onClose}
      />
    )
  }
  return (
    <Pane
      title={texts.resetPassword}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={id} busy={busy} label={texts.resetPassword} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Body1>{texts.resetPasswordSays}</Body1>
      <Form id={id} onSubmit={submit} error={failed}>
        <PasswordFields control={form.control} />
      </Form>
    </Pane>
  )
}
