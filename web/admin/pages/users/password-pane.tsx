import { Body1, Button } from '@fluentui/react-components'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { GraphError } from '../../../kit/graph/error.ts'
import { useGraph, useRefresh } from '../../../kit/graph/hooks.tsx'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { atMost, CheckField, Form, SubmitButton, TextField } from '../../../kit/ui/form.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import { Arrival } from './arrival.tsx'
import { startPassword } from './password.ts'
import type { User } from './user.ts'

const form = 'reset-password'
type Values = { password: string; mustChange: boolean }

/** A new password for somebody of this directory. It is shown once. */
export function PasswordPane({ user, onClose }: { user: User; onClose(): void }) {
  const graph = useGraph()
  const refresh = useRefresh()
  const { control, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: { password: startPassword(), mustChange: true },
  })
  const [failed, setFailed] = useState<unknown>(null)
  const [password, setPassword] = useState<string | null>(null)
  const submit = handleSubmit(async (values) => {
    setFailed(null)
    try {
      await graph.patch(`/v1.0/users/${user.id}`, {
        passwordProfile: { password: values.password, forceChangePasswordNextSignIn: values.mustChange },
      })
      setPassword(values.password)
    } catch (error) {
      if (error instanceof GraphError && /password/i.test(error.message)) {
        setError('password', { message: error.message }, { shouldFocus: true })
      } else setFailed(error)
    }
    await refresh(['/v1.0/users', '/v1.0/auditLogs'])
  })
  if (password !== null) {
    return (
      <Pane
        open
        title={texts.passwordReset}
        onClose={onClose}
        footer={
          <Button appearance="primary" onClick={onClose}>
            {texts.done}
          </Button>
        }
      >
        <Arrival>
          <Body1>{texts.passwordResetSays}</Body1>
        </Arrival>
        <Facts
          facts={[
            [texts.userPrincipalName, user.userPrincipalName],
            [texts.password, <Copyable key="password" value={password} what={texts.thePassword} />],
          ]}
        />
      </Pane>
    )
  }
  return (
    <Pane
      open
      title={texts.resetPassword}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={form} busy={formState.isSubmitting} label={texts.resetPassword} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Body1>{texts.resetPasswordSays}</Body1>
      <Form id={form} onSubmit={submit} error={failed}>
        <TextField
          control={control}
          name="password"
          label={texts.password}
          hint={texts.resetPasswordHint}
          autoComplete="new-password"
          rules={{ required: texts.fillIn, ...atMost(256) }}
        />
        <CheckField control={control} name="mustChange" label={texts.mustChangeNext} />
      </Form>
    </Pane>
  )
}
