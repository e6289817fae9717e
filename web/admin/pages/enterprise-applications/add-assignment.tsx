import { Field, Select } from '@fluentui/react-components'
import { useState } from 'react'
import { useGraphChange } from '../../../kit/graph/hooks.tsx'
import { FormPane } from '../../../kit/ui/form-pane.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { texts } from '../../../texts/en/enterprise-applications.ts'
import { principalPath } from '../applications/model.ts'
import { usePrincipal } from './application.tsx'
import { noRole } from './no-role.ts'

const words = texts.users.pane

/** People and groups in one role. An app that has roles for people has no access without one. */
export function AddAssignment({ onClose }: { onClose(): void }) {
  const app = usePrincipal()
  const notify = useNotify()
  const roles = app.appRoles.filter(
    ({ isEnabled, allowedMemberTypes }) => isEnabled && allowedMemberTypes.includes('User'),
  )
  const [picked, setPicked] = useState<Picked[]>([])
  const [role, setRole] = useState(roles[0]?.id ?? noRole)
  const [problem, setProblem] = useState<string | null>(null)
  const path = `${principalPath(app.id)}/appRoleAssignedTo`
  const assign = useGraphChange(
    async (graph, { people, appRoleId }: { people: readonly Picked[]; appRoleId: string }) => {
      for (const { id } of people) {
        await graph.post(path, { principalId: id, resourceId: app.id, appRoleId })
        // Whoever is assigned is not assigned again, should a later one be refused.
        setPicked((now) => now.filter((one) => one.id !== id))
      }
    },
    [principalPath(app.id)],
  )
  const submit = () => {
    if (picked.length === 0) return setProblem(words.choose)
    const count = picked.length
    assign.mutate(
      { people: picked, appRoleId: role },
      {
        onSuccess: () => {
          notify.success(words.assigned(count))
          onClose()
        },
      },
    )
  }
  return (
    <FormPane
      title={words.title}
      action={words.submit}
      busy={assign.isPending}
      error={assign.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Picker
        label={words.who}
        kinds={['user', 'group']}
        picked={picked}
        problem={problem}
        required
        onChange={(next) => {
          setPicked(next)
          setProblem(null)
        }}
      />
      <Field label={words.role}>
        <Select value={role} onChange={(_, { value }) => setRole(value)}>
          {roles.length === 0 && <option value={noRole}>{texts.users.defaultRole}</option>}
          {roles.map(({ id, displayName }) => (
            <option key={id} value={id}>
              {displayName}
            </option>
          ))}
        </Select>
      </Field>
    </FormPane>
  )
}
