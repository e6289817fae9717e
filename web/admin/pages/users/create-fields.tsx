import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { type Control, Controller } from 'react-hook-form'
import { atMost, CheckField, SelectField, TextField } from '../../../kit/ui/form.tsx'
import { Picker } from '../../../kit/ui/picker.tsx'
import { texts } from '../../../texts/en/users.ts'
import type { CreateForm } from './create.ts'
import { PasswordFields } from './password-fields.tsx'
import { PropertyInput, propertySections } from './property-fields.tsx'
import { RoleField } from './role-field.tsx'

const asked = new Set(['displayName', 'userPrincipalName', 'userType'])

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalL, paddingBottom: tokens.spacingVerticalM },
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
      <Accordion collapsible multiple>
        <AccordionItem value="properties">
          <AccordionHeader as="h3">{texts.properties}</AccordionHeader>
          <AccordionPanel className={styles.fields}>
            {propertySections.flatMap(({ fields }) =>
              fields
                .filter(({ name }) => !asked.has(name))
                .map((field) => <PropertyInput key={field.name} control={control} field={field} />),
            )}
          </AccordionPanel>
        </AccordionItem>
        <AccordionItem value="assignments">
          <AccordionHeader as="h3">{texts.groupsAndRoles}</AccordionHeader>
          <AccordionPanel className={styles.fields}>
            <Controller
              control={control}
              name="groups"
              render={({ field }) => (
                <Picker
                  label={texts.groups}
                  hint={texts.groupsHint}
                  kinds={['group']}
                  picked={field.value}
                  onChange={field.onChange}
                />
              )}
            />
            <Controller
              control={control}
              name="roles"
              render={({ field }) => <RoleField chosen={field.value} onChange={field.onChange} />}
            />
          </AccordionPanel>
        </AccordionItem>
      </Accordion>
    </>
  )
}
