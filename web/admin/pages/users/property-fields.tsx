import type { Control, FieldPath, FieldValues } from 'react-hook-form'
import { atMost, SelectField, TextField } from '../../../kit/ui/form.tsx'
import { texts } from '../../../texts/en/users.ts'
import type { User } from './user.ts'

/** What an administrator may write of a user, in the sections of her Properties page. */
export type PropertyName =
  | 'displayName'
  | 'givenName'
  | 'surname'
  | 'userPrincipalName'
  | 'userType'
  | 'jobTitle'
  | 'companyName'
  | 'department'
  | 'employeeId'
  | 'employeeType'
  | 'officeLocation'
  | 'streetAddress'
  | 'city'
  | 'state'
  | 'postalCode'
  | 'country'
  | 'businessPhones'
  | 'mobilePhone'
  | 'mail'
  | 'otherMails'
  | 'ageGroup'
  | 'consentProvidedForMinor'
  | 'usageLocation'
  | 'preferredLanguage'

/** As forms hold them: text, a list as one line each. */
export type PropertyValues = Partial<Record<PropertyName, string>>

export type PropertyField = {
  name: PropertyName
  label: string
  max: number
  required?: boolean
  hint?: string
  options?: readonly { value: string; label: string }[]
  /** One value a line. */
  lines?: true
  type?: 'email' | 'tel'
}

export type SectionId = 'identity' | 'job' | 'contact' | 'parental' | 'settings'
export type PropertySection = { id: SectionId; label: string; fields: readonly PropertyField[] }

const choice = (options: Record<string, string>) => [
  { value: '', label: '–' },
  ...Object.entries(options).map(([value, label]) => ({ value, label })),
]

export const propertySections: readonly PropertySection[] = [
  {
    id: 'identity',
    label: texts.sectionIdentity,
    fields: [
      { name: 'displayName', label: texts.name, max: 256, required: true },
      { name: 'givenName', label: texts.givenName, max: 64 },
      { name: 'surname', label: texts.surname, max: 64 },
      { name: 'userPrincipalName', label: texts.userPrincipalName, max: 113, required: true },
      {
        name: 'userType',
        label: texts.userType,
        max: 6,
        hint: texts.userTypeHint,
        options: [
          { value: 'Guest', label: texts.guest },
          { value: 'Member', label: texts.member },
        ],
      },
    ],
  },
  {
    id: 'job',
    label: texts.sectionJob,
    fields: [
      { name: 'jobTitle', label: texts.jobTitle, max: 128 },
      { name: 'companyName', label: texts.companyName, max: 64 },
      { name: 'department', label: texts.department, max: 64 },
      { name: 'employeeId', label: texts.employeeId, max: 16 },
      { name: 'employeeType', label: texts.employeeType, max: 64 },
      { name: 'officeLocation', label: texts.officeLocation, max: 128 },
    ],
  },
  {
    id: 'contact',
    label: texts.sectionContact,
    fields: [
      { name: 'streetAddress', label: texts.streetAddress, max: 1024 },
      { name: 'city', label: texts.city, max: 128 },
      { name: 'state', label: texts.state, max: 128 },
      { name: 'postalCode', label: texts.postalCode, max: 40 },
      { name: 'country', label: texts.country, max: 128 },
      { name: 'businessPhones', label: texts.businessPhone, max: 64, type: 'tel' },
      { name: 'mobilePhone', label: texts.mobilePhone, max: 64, type: 'tel' },
      { name: 'mail', label: texts.mail, max: 256, type: 'email', hint: texts.mailHint },
      { name: 'otherMails', label: texts.otherMails, max: 4_000, lines: true, hint: texts.oneALine },
    ],
  },
  {
    id: 'parental',
    label: texts.sectionParental,
    fields: [
      { name: 'ageGroup', label: texts.ageGroup, max: 16, options: choice(texts.ageGroups) },
      { name: 'consentProvidedForMinor', label: texts.minorConsent, max: 16, options: choice(texts.minorConsents) },
    ],
  },
  {
    id: 'settings',
    label: texts.sectionSettings,
    fields: [
      { name: 'usageLocation', label: texts.usageLocation, max: 2, hint: texts.usageLocationHint },
      { name: 'preferredLanguage', label: texts.preferredLanguage, max: 64, hint: texts.preferredLanguageHint },
    ],
  },
]

const listNames: ReadonlySet<PropertyName> = new Set(['businessPhones', 'otherMails'])

/** A user's properties as a form shows them. */
export const valuesOf = (user: User, fields: readonly PropertyField[]): PropertyValues =>
  Object.fromEntries(
    fields.map(({ name }) => {
      const value = user[name]
      return [name, Array.isArray(value) ? value.join('\n') : (value ?? '')]
    }),
  )

/** The body of a PATCH: only what differs from `before`; empty text removes a value. */
export function changesOf(values: PropertyValues, before: PropertyValues = {}): Record<string, unknown> {
  const changed = (Object.entries(values) as [PropertyName, string | undefined][]).filter(
    ([name, value]) => (value ?? '').trim() !== (before[name] ?? '').trim(),
  )
  return Object.fromEntries(
    changed.map(([name, value]) => {
      const text = (value ?? '').trim()
      if (listNames.has(name)) return [name, text === '' ? [] : text.split(/\s*\n\s*/)]
      return [name, text === '' ? null : text]
    }),
  )
}

/** One property in a form that holds them under `properties`. */
export function PropertyInput<V extends FieldValues & { properties: PropertyValues }>({
  control,
  field,
}: {
  control: Control<V>
  field: PropertyField
}) {
  const common = {
    control,
    name: `properties.${field.name}` as FieldPath<V>,
    label: field.label,
    ...(field.hint ? { hint: field.hint } : {}),
  }
  if (field.options) return <SelectField {...common} options={field.options} />
  return (
    <TextField
      {...common}
      {...(field.lines ? { lines: 3 } : {})}
      {...(field.type ? { type: field.type } : {})}
      rules={{
        ...atMost(field.max),
        ...(field.required
          ? { validate: (value: unknown) => (String(value ?? '').trim() === '' ? texts.fillIn : true) }
          : {}),
      }}
    />
  )
}
