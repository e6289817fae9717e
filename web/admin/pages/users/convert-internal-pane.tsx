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
import { useTenant } from '../../tenant.tsx'
import { Arrival } from './arrival.tsx'
import { startPassword } from './password.ts'
import type { User } from './user.ts'

const form = 'convert-internal'
type Values = { userPrincipalName: string; password: string; mustChange: boolean }

/** A guest becomes a person of this directory, who signs in here with a name and a password of ours. */
export function ConvertInternalPane({ user, onClose }: { user: User; onClose(): void }) {
  const { defaultDomain } = useTenant()
  // The fields begin with the directory's own domain.
  return defaultDomain ? <Convert user={user} domain={defaultDomain} onClose={onClose} /> : null
}

function Convert({ user, domain, onClose }: { user: User; domain: string; onClose(): void }) {
  const graph = useGraph()
  const refresh = useRefresh()
  const local = (user.mail ?? user.userPrincipalName).split('@')[0]?.replaceAll(/[^\w.-]/g, '') ?? ''
  const { control, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: { userPrincipalName: `${local}@${domain}`, password: startPassword(), mustChange: true },
  })
  const [failed, setFailed] = useState<unknown>(null)
  const [made, setMade] = useState<Values | null>(null)
  const submit = handleSubmit(async (values) => {
    setFailed(null)
    try {
      await graph.post(`/beta/users/${user.id}/convertExternalToInternalMemberUser`, {
        userPrincipalName: values.userPrincipalName.trim(),
        passwordProfile: { password: values.password, forceChangePasswordNextSignIn: values.mustChange },
      })
      setMade(values)
    } catch (error) {
      const field = error instanceof GraphError ? fieldOf(error) : null
      if (field && error instanceof GraphError) setError(field, { message: error.message }, { shouldFocus: true })
      else setFailed(error)
    }
    await refresh(['/v1.0/users', '/v1.0/auditLogs'])
  })
  if (made) {
    return (
      <Pane
        open
        title={texts.convertedToInternal}
        onClose={onClose}
        footer={
          <Button appearance="primary" onClick={onClose}>
            {texts.done}
          </Button>
        }
      >
        <Arrival>
          <Body1>{texts.createdSays}</Body1>
        </Arrival>
        <Facts
          facts={[
            [
              texts.userPrincipalName,
              <Copyable key="name" value={made.userPrincipalName} what={texts.userPrincipalName} />,
            ],
            [texts.password, <Copyable key="password" value={made.password} what={texts.thePassword} />],
          ]}
        />
      </Pane>
    )
  }
  return (
    <Pane
      open
      title={texts.convertToInternal}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={form} busy={formState.isSubmitting} label={texts.inviteAgain.convert.action} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Body1>{texts.convertToInternalSays}</Body1>
      <Form id={form} onSubmit={submit} error={failed}>
        <TextField
          control={control}
          name="userPrincipalName"
          label={texts.userPrincipalName}
          hint={texts.principalNameHint}
          autoComplete="off"
          rules={{ required: texts.fillIn, ...atMost(113) }}
        />
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

function fieldOf(error: GraphError): 'userPrincipalName' | 'password' | null {
  if (/userPrincipalName/i.test(error.target ?? error.message)) return 'userPrincipalName'
  return /password/i.test(error.message) ? 'password' : null
}
