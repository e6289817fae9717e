import { Body1, Button } from '@fluentui/react-components'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import type { GraphError } from '../../../kit/graph/error.ts'
import { useGraph } from '../../../kit/graph/hooks.tsx'
import { atMost, Form, SubmitButton, TextField } from '../../../kit/ui/form.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { useSend } from '../../../kit/ui/send.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import { useTenant } from '../../tenant.tsx'
import { HandOver } from './hand-over.tsx'
import { freshPassword, PasswordFields, type PasswordValues, passwordProfile } from './password-fields.tsx'
import type { User } from './user.ts'

const id = 'convert-internal'
type Values = PasswordValues & { userPrincipalName: string }

/** A guest becomes a person of this directory, who signs in here with a name and a password of ours. */
export function ConvertInternalPane({ user, onClose }: { user: User; onClose(): void }) {
  const { defaultDomain } = useTenant()
  // The fields begin with the directory's own domain.
  return defaultDomain ? <Convert user={user} domain={defaultDomain} onClose={onClose} /> : null
}

function Convert({ user, domain, onClose }: { user: User; domain: string; onClose(): void }) {
  const graph = useGraph()
  const local = (user.mail ?? user.userPrincipalName).split('@')[0]?.replaceAll(/[^\w.-]/g, '') ?? ''
  const form = useForm<Values>({ defaultValues: { userPrincipalName: `${local}@${domain}`, ...freshPassword() } })
  const [made, setMade] = useState<Values | null>(null)
  const { submit, failed, busy } = useSend(form, {
    async send(values) {
      const userPrincipalName = values.userPrincipalName.trim()
      await graph.post(`/beta/users/${user.id}/convertExternalToInternalMemberUser`, {
        userPrincipalName,
        passwordProfile: passwordProfile(values),
      })
      setMade({ ...values, userPrincipalName })
    },
    fieldOf,
    stale: ['/v1.0/users', '/v1.0/auditLogs'],
  })
  if (made) return <HandOver title={texts.convertedToInternal} says={texts.createdSays} {...made} onClose={onClose} />
  return (
    <Pane
      title={texts.convertToInternal}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={id} busy={busy} label={texts.inviteAgain.convert.action} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Body1>{texts.convertToInternalSays}</Body1>
      <Form id={id} onSubmit={submit} error={failed}>
        <TextField
          control={form.control}
          name="userPrincipalName"
          label={texts.userPrincipalName}
          hint={texts.principalNameHint}
          autoComplete="off"
          rules={{ required: texts.fillIn, ...atMost(113) }}
        />
        <PasswordFields control={form.control} />
      </Form>
    </Pane>
  )
}

function fieldOf(error: GraphError): 'userPrincipalName' | 'password' | null {
  if (/userPrincipalName/i.test(error.target ?? error.message)) return 'userPrincipalName'
  return /password/i.test(error.message) ? 'password' : null
}
