import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { type Control, Controller, type FieldPath, type FieldValues } from 'react-hook-form'
import { type Picked, Picker, type PickKind } from '../../../kit/ui/picker.tsx'
import { texts } from '../../../texts/en/users.ts'
import type { Role } from './invite.ts'
import { PropertyInput, type PropertyName, type PropertyValues, propertySections } from './property-fields.tsx'
import { RoleField } from './role-field.tsx'

const mostAssigned = 20

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalL, paddingBottom: tokens.spacingVerticalM },
})

type Values = FieldValues & { properties: PropertyValues; groups: Picked[]; roles: Role[] }

/** What is rarely wanted of somebody new, in two parts that open: properties, and what the person is given. */
export function MoreFields<V extends Values>({
  control,
  asked,
  first,
  given,
  sponsors,
}: {
  control: Control<V>
  /** Properties that the form asks for elsewhere, or that cannot be chosen. */
  asked: ReadonlySet<PropertyName>
  /** Before the properties. */
  first?: ReactNode
  /** What the second part is called. */
  given: string
  /** Before groups and roles. */
  sponsors?: ReactNode
}) {
  const styles = useStyles()
  return (
    <Accordion collapsible multiple>
      <AccordionItem value="properties">
        <AccordionHeader as="h3">{texts.properties}</AccordionHeader>
        <AccordionPanel className={styles.fields}>
          {first}
          {propertySections.flatMap(({ fields }) =>
            fields
              .filter(({ name }) => !asked.has(name))
              .map((field) => <PropertyInput key={field.name} control={control} field={field} />),
          )}
        </AccordionPanel>
      </AccordionItem>
      <AccordionItem value="assignments">
        <AccordionHeader as="h3">{given}</AccordionHeader>
        <AccordionPanel className={styles.fields}>
          {sponsors}
          <PickField
            control={control}
            name={'groups' as FieldPath<V>}
            label={texts.groups}
            hint={texts.groupsHint}
            kinds={['group']}
            most={mostAssigned}
          />
          <Controller
            control={control}
            name={'roles' as FieldPath<V>}
            rules={{ validate: atMostChosen(mostAssigned) }}
            render={({ field, fieldState }) => (
              <RoleField chosen={field.value} onChange={field.onChange} problem={fieldState.error?.message ?? null} />
            )}
          />
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  )
}

const atMostChosen =
  (most: number) =>
  (chosen: readonly unknown[]): string | true =>
    chosen.length <= most || texts.atMostChosen(most)

/** A picker of a form. */
export function PickField<V extends FieldValues>({
  control,
  name,
  label,
  hint,
  kinds,
  most,
}: {
  control: Control<V>
  name: FieldPath<V>
  label: string
  hint: string
  kinds: readonly PickKind[]
  most: number
}) {
  return (
    <Controller
      control={control}
      name={name}
      rules={{ validate: atMostChosen(most) }}
      render={({ field, fieldState }) => (
        <Picker
          label={label}
          hint={hint}
          kinds={kinds}
          picked={field.value}
          onChange={field.onChange}
          problem={fieldState.error?.message}
        />
      )}
    />
  )
}
