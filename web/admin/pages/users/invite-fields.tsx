import type { Control } from 'react-hook-form'
import { atMost, SelectField, TextField } from '../../../kit/ui/form.tsx'
import { texts } from '../../../texts/en/users.ts'
import { looksLikeAddress, readAddresses } from './addresses.ts'
import type { InviteForm } from './invite.ts'
import { MailFields } from './mail-fields.tsx'
import { MoreFields, PickField } from './more-fields.tsx'
import type { PropertyName } from './property-fields.tsx'

/** More belong into a file: Bulk invite shows its progress and keeps its results. */
const mostAddresses = 50
const mostSponsors = 5

/** Known of everybody who is invited, or asked for in Basics. */
const asked: ReadonlySet<PropertyName> = new Set(['displayName', 'userPrincipalName', 'userType', 'mail', 'otherMails'])

const addressRule = (text: unknown): string | true => {
  const { invitees, problem } = readAddresses(String(text))
  if (problem) return problem
  if (invitees.length === 0) return texts.fillInAddress
  return invitees.length > mostAddresses ? texts.tooManyAddresses(mostAddresses) : true
}
const copyRule = (text: unknown): string | true =>
  String(text).trim() === '' || looksLikeAddress(String(text).trim()) ? true : texts.notOneAddress

/** The fields of Invite external user: what is always asked, and two parts that open when they are wanted. */
export function InviteFields({
  control,
  many,
}: {
  control: Control<InviteForm>
  /** Several addresses: what is personal is left out. */
  many: boolean
}) {
  return (
    <>
      <TextField
        control={control}
        name="addresses"
        label={texts.addresses}
        hint={texts.addressesHint}
        lines={2}
        rules={{ required: texts.fillInAddress, validate: addressRule }}
      />
      <TextField
        control={control}
        name="displayName"
        label={texts.name}
        hint={many ? texts.displayNameMany : texts.displayNameHint}
        disabled={many}
        rules={atMost(256)}
      />
      <MailFields control={control}>
        <TextField control={control} name="cc" label={texts.cc} hint={texts.ccHint} rules={{ validate: copyRule }} />
      </MailFields>
      <MoreFields
        control={control}
        asked={asked}
        first={
          <SelectField
            control={control}
            name="userType"
            label={texts.userType}
            hint={texts.inviteTypeHint}
            options={[
              { value: 'Guest', label: texts.guest },
              { value: 'Member', label: texts.member },
            ]}
          />
        }
        given={texts.assignments}
        sponsors={
          <PickField
            control={control}
            name="sponsors"
            label={texts.sponsors}
            hint={texts.sponsorsHint}
            kinds={['user', 'group']}
            most={mostSponsors}
          />
        }
      />
    </>
  )
}
