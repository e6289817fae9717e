import { Dropdown, Field, Option } from '@fluentui/react-components'
import type { Page } from '../../../kit/graph/client.ts'
import { sayError } from '../../../kit/graph/error.ts'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { texts } from '../../../texts/en/users.ts'
import type { Role } from './invite.ts'

export type RoleDefinition = { id: string; displayName: string; description: string }

export const roleDefinitionsPath = '/v1.0/roleManagement/directory/roleDefinitions?$top=999'

/** Directory roles to choose from; typing jumps to a name. */
export function RoleField({
  label = texts.roles,
  hint = texts.rolesHint,
  chosen,
  onChange,
  without = [],
  problem,
  required = false,
}: {
  label?: string
  hint?: string
  chosen: readonly Role[]
  onChange(roles: Role[]): void
  /** Ids of those that are not offered. */
  without?: readonly string[]
  problem?: string | null
  required?: boolean
}) {
  const definitions = useGraphGet<Page<RoleDefinition>>(roleDefinitionsPath)
  const offered = (definitions.data?.value ?? [])
    .filter(({ id }) => !without.includes(id))
    .toSorted((a, b) => a.displayName.localeCompare(b.displayName))
  const wrong = problem ?? (definitions.error ? sayError(definitions.error) : null)
  return (
    <Field label={label} hint={hint} required={required} {...(wrong ? { validationMessage: wrong } : {})}>
      <Dropdown
        multiselect
        listbox={{ style: { maxHeight: '20rem' } }}
        placeholder={texts.rolesNone}
        value={chosen.map(({ name }) => name).join(', ')}
        selectedOptions={chosen.map(({ id }) => id)}
        onOptionSelect={(_, { selectedOptions }) =>
          onChange(
            offered
              .filter(({ id }) => selectedOptions.includes(id))
              .map(({ id, displayName }) => ({ id, name: displayName })),
          )
        }
      >
        {offered.map(({ id, displayName }) => (
          <Option key={id} value={id}>
            {displayName}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}
