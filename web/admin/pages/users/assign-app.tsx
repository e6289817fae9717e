import { Button, Field, Select } from '@fluentui/react-components'
import { useState } from 'react'
import type { Graph } from '../../../kit/graph/client.ts'
import { useGraph, useGraphGet } from '../../../kit/graph/hooks.tsx'
import { Form, SubmitButton } from '../../../kit/ui/form.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import type { User } from './user.ts'

export type AppRole = { id: string; displayName: string; isEnabled: boolean; allowedMemberTypes: string[] }

/** Assigned without a role of the app: Graph's own word for it is this id. */
export const defaultRole = '00000000-0000-0000-0000-000000000000'
const form = 'assign-app'

export const assignApp = (graph: Graph, user: string, app: string, role: string): Promise<unknown> =>
  graph.post(`/v1.0/users/${user}/appRoleAssignments`, { principalId: user, resourceId: app, appRoleId: role })

/** Assigns one app, with one of its roles where it has any. */
export function AssignApp({
  user,
  onDone,
  onClose,
}: {
  user: User
  onDone(app: string): Promise<void>
  onClose(): void
}) {
  const graph = useGraph()
  const [apps, setApps] = useState<Picked[]>([])
  const [role, setRole] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const [app] = apps
  const answer = useGraphGet<{ appRoles: AppRole[] }>(app ? `/v1.0/servicePrincipals/${app.id}?$select=appRoles` : null)
  const roles = (answer.data?.appRoles ?? []).filter(
    ({ isEnabled, allowedMemberTypes }) => isEnabled && allowedMemberTypes.includes('User'),
  )
  const chosen = roles.some(({ id }) => id === role) ? role : (roles[0]?.id ?? defaultRole)
  const submit = async () => {
    setTried(true)
    if (!app) return
    setBusy(true)
    setFailed(null)
    try {
      await assignApp(graph, user.id, app.id, chosen)
      await onDone(app.name)
    } catch (error) {
      setFailed(error)
    }
    setBusy(false)
  }
  return (
    <Pane
      title={texts.assignTitle(user.displayName)}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={form} busy={busy} label={texts.assign} disabled={app !== undefined && answer.isPending} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Form
        id={form}
        error={failed}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Picker
          label={texts.application}
          kinds={['application']}
          picked={apps}
          onChange={setApps}
          single
          required
          problem={tried && !app ? texts.chooseApp : null}
        />
        {roles.length > 0 && (
          <Field label={texts.appRole}>
            <Select value={chosen} onChange={(_, { value }) => setRole(value)}>
              {roles.map(({ id, displayName }) => (
                <option key={id} value={id}>
                  {displayName}
                </option>
              ))}
            </Select>
          </Field>
        )}
      </Form>
    </Pane>
  )
}
