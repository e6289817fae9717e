import { Body1, Button } from '@fluentui/react-components'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { GraphError } from '../../../kit/graph/error.ts'
import { useGraph, useRefresh } from '../../../kit/graph/hooks.tsx'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { Form, SubmitButton } from '../../../kit/ui/form.tsx'
import { PageButton } from '../../../kit/ui/links.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { useTenant } from '../../tenant.tsx'
import { Arrival } from './arrival.tsx'
import { type CreateForm, emptyUser, userFor } from './create.ts'
import { CreateFields } from './create-fields.tsx'
import { runSteps, type Step, stepsOf } from './invite.ts'
import { startPassword } from './password.ts'
import { StepReport } from './step-report.tsx'
import type { User } from './user.ts'

const form = 'create-user'

/** Which field a refusal of `POST /users` is about. */
function fieldOf(error: unknown): 'name' | 'displayName' | 'password' | null {
  if (!(error instanceof GraphError)) return null
  if (error.target === 'userPrincipalName' || /userPrincipalName|mailNickname/.test(error.message)) return 'name'
  if (error.target === 'displayName') return 'displayName'
  return /password/i.test(error.message) ? 'password' : null
}

/** Makes an account of this directory, with a password to hand over. */
export function CreatePane({ onClose }: { onClose(): void }) {
  const graph = useGraph()
  const refresh = useRefresh()
  const { organization, defaultDomain } = useTenant()
  const { control, handleSubmit, setError, setFocus, watch, formState } = useForm<CreateForm>({
    defaultValues: { ...emptyUser, password: startPassword() },
  })
  const [failed, setFailed] = useState<unknown>(null)
  const [made, setMade] = useState<{ user: User; password: string; steps: Step[] } | null>(null)
  const domains = organization?.verifiedDomains.map(({ name }) => name) ?? []

  const submit = handleSubmit(async (values) => {
    setFailed(null)
    try {
      const user = await graph.post<User>('/v1.0/users', userFor(values, values.domain || (defaultDomain ?? '')))
      const steps = await runSteps(graph, user.id, stepsOf({ ...values, properties: {} }))
      setMade({ user, password: values.password, steps })
    } catch (error) {
      const field = fieldOf(error)
      if (field && error instanceof Error) {
        setError(field, { message: error.message })
        setFocus(field)
      } else setFailed(error)
    }
    await refresh(['/v1.0/users', '/v1.0/groups', '/v1.0/auditLogs'])
  })

  if (made) {
    const { user, password, steps } = made
    return (
      <Pane
        open
        wide
        title={texts.createdTitle}
        onClose={onClose}
        footer={
          <>
            <Button appearance="primary" onClick={onClose}>
              {texts.done}
            </Button>
            <PageButton to={paths.user(user.id)}>{texts.openUser}</PageButton>
          </>
        }
      >
        <Arrival>
          <Body1>{texts.createdSays}</Body1>
        </Arrival>
        <Facts
          facts={[
            [texts.name, user.displayName],
            [
              texts.userPrincipalName,
              <Copyable key="name" value={user.userPrincipalName} what={texts.userPrincipalName} />,
            ],
            [texts.password, <Copyable key="password" value={password} what={texts.thePassword} />],
          ]}
        />
        <StepReport
          steps={steps}
          intro={texts.createdPartly}
          onRetry={async () => setMade({ ...made, steps: await runSteps(graph, user.id, steps) })}
        />
      </Pane>
    )
  }
  return (
    <Pane
      wide
      open
      title={texts.createUser}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={form} busy={formState.isSubmitting} label={texts.create} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Form id={form} onSubmit={submit} error={failed}>
        <CreateFields control={control} domains={domains} chosen={watch('domain') || (defaultDomain ?? '')} />
      </Form>
    </Pane>
  )
}
