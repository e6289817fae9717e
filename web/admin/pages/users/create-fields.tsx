import { makeStyles, tokens } from '@fluentui/react-components'
import type { Control } from 'react-hook-form'
import { atMost, CheckField, SelectField, TextField } from '../../../kit/ui/form.tsx'
import { texts } from '../../../texts/en/users.ts'
import type { CreateForm } from './create.ts'
import { MoreFields } from './more-fields.tsx'
import { PasswordFields } from './password-fields.tsx'
import type { PropertyName } from './property-fields.tsx'

const asked: ReadonlySet<PropertyName> = new Set(['displayName', 'userPrincipalName', 'userType'])

const useStyles = makeStyles({
  name: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    gap: tokens.spacingHorizontalM,
    '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
})

const filled = (value: unknown) => (String(value).trim() === '' ? texts.fillIn : true)
const nameRule = (value: unknown) =>
  /^[A-Za-z0-9'._!#^~-]{1,64}$/.test(String(value).trim()) ? true : texts.principalNameRule

export function CreateFields({
  control,
  domains,
  chosen,
}: {
  control: Control<CreateForm>
  domains: readonly string[]
  chosen: string
}) {
  const styles = useStyles()
  const options = [...new Set([chosen, ...domains])].filter(Boolean).map((name) => ({ value: name, label: `@${name}` }))
  return (
    <>
      <div className={styles.name}>
        <TextField
          control={control}
          name="name"
          label={texts.userPrincipalName}
          hint={texts.principalNameHint}
          autoComplete="off"
          rules={{ required: texts.fillIn, validate: nameRule }}
        />
        <SelectField control={control} name="domain" label={texts.domain} options={options} />
      </div>
      <TextField
        control={control}
        name="displayName"
        label={texts.name}
        autoComplete="off"
        rules={{ required: texts.fillIn, validate: filled, ...atMost(256) }}
      />
      <PasswordFields control={control} hint={texts.passwordHint} mustChange={texts.mustChange} />
      <CheckField control={control} name="enabled" label={texts.accountEnabled} />
      <MoreFields control={control} asked={asked} given={texts.groupsAndRoles} />
    </>
  )
}
