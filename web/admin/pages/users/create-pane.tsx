import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import type { GraphError } from '../../../kit/graph/error.ts'
import { useGraph } from '../../../kit/graph/hooks.tsx'
import { Form, SubmitButton } from '../../../kit/ui/form.tsx'
import { PageButton } from '../../../kit/ui/links.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { useSend } from '../../../kit/ui/send.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { useTenant } from '../../tenant.tsx'
import { type CreateForm, emptyUser, userFor } from './create.ts'
import { CreateFields } from './create-fields.tsx'
import { HandOver } from './hand-over.tsx'
import { runSteps, type Step, stepsOf } from './invite.ts'
import { freshPassword } from './password-fields.tsx'
import { StepReport } from './step-report.tsx'
import type { User } from './user.ts'

const id = 'create-user'

/** Which field a refusal of `POST /users` is about. */
function fieldOf({ target, message }: GraphError): 'name' | 'displayName' | 'password' | null {
  if (target === 'userPrincipalName' || /userPrincipalName|mailNickname/.test(message)) return 'name'
  if (target === 'displayName') return 'displayName'
  return /password/i.test(message) ? 'password' : null
}

/** Makes an account of this directory, with a password to hand over. */
export function CreatePane({ onClose }: { onClose(): void }) {
  const graph = useGraph()
  const { organization, defaultDomain } = useTenant()
  const form = useForm<CreateForm>({ defaultValues: { ...emptyUser, ...freshPassword() } })
  const [made, setMade] = useState<{ user: User; password: string; steps: Step[] } | null>(null)
  const domains = organization?.verifiedDomains.map(({ name }) => name) ?? []
  const domain = form.watch('domain') || (defaultDomain ?? '')

  const { submit, failed, busy } = useSend(form, {
    async send(values) {
      const user = await graph.post<User>('/v1.0/users', userFor(values, domain))
      const steps = await runSteps(graph, user.id, stepsOf({ ...values, properties: {} }))
      setMade({ user, password: values.password, steps })
    },
    fieldOf,
    stale: ['/v1.0/users', '/v1.0/groups', '/v1.0/auditLogs'],
  })

  if (made) {
    const { user, password, steps } = made
    return (
      <HandOver
        wide
        title={texts.createdTitle}
        says={texts.createdSays}
        displayName={user.displayName}
        userPrincipalName={user.userPrincipalName}
        password={password}
        more={<PageButton to={paths.user(user.id)}>{texts.openUser}</PageButton>}
        onClose={onClose}
      >
        <StepReport
          steps={steps}
          intro={texts.createdPartly}
          onRetry={async () => setMade({ ...made, steps: await runSteps(graph, user.id, steps) })}
        />
      </HandOver>
    )
  }
  return (
    <Pane
      wide
      title={texts.createUser}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={id} busy={busy} label={texts.create} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Form id={id} onSubmit={submit} error={failed}>
        <CreateFields control={form.control} domains={domains} chosen={domain} />
      </Form>
    </Pane>
  )
}
