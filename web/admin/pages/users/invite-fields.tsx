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
import { looksLikeAddress, readAddresses } from './addresses.ts'
import type { InviteForm } from './invite.ts'
import { PropertyInput, propertySections } from './property-fields.tsx'
import { RoleField } from './role-field.tsx'

/** More belong into a file: Bulk invite shows its progress and keeps its results. */
const mostAddresses = 50
const mostSponsors = 5
const mostAssigned = 20

/** Known of everybody who is invited, or asked for in Basics. */
const asked = new Set(['displayName', 'userPrincipalName', 'userType', 'mail', 'otherMails'])

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalL, paddingBottom: tokens.spacingVerticalM },
})

const addressRule = (text: unknown): string | true => {
  const { invitees, problem } = readAddresses(String(text))
  if (problem) return problem
  if (invitees.length === 0) return texts.fillInAddress
  return invitees.length > mostAddresses ? texts.tooManyAddresses(mostAddresses) : true
}
const urlRule = (text: unknown): string | true => {
  const url = URL.parse(String(text).trim())
  return url && /^https?:$/.test(url.protocol) ? true : texts.notAUrl
}
const copyRule = (text: unknown): string | true =>
  String(text).trim() === '' || looksLikeAddress(String(text).trim()) ? true : texts.notOneAddress

/** The fields of Invite external user: what is always asked, and two parts that open when they are wanted. */
export function InviteFields({
  control,
  many,
  sendMail,
}: {
  control: Control<InviteForm>
  /** Several addresses: what is personal is left out. */
  many: boolean
  sendMail: boolean
}) {
  const styles = useStyles()
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
      <CheckField control={control} name="sendMail" label={texts.sendMail} hint={texts.sendMailHint} />
      {sendMail && (
        <>
          <TextField
            control={control}
            name="message"
            label={texts.message}
            hint={texts.messageHint}
            lines={4}
            rules={atMost(10_000)}
          />
          <SelectField
            control={control}
            name="language"
            label={texts.language}
            options={Object.entries(texts.languages).map(([value, label]) => ({ value, label }))}
          />
          <TextField control={control} name="cc" label={texts.cc} hint={texts.ccHint} rules={{ validate: copyRule }} />
        </>
      )}
      <TextField
        control={control}
        name="redirectUrl"
        label={texts.redirectUrl}
        hint={texts.redirectUrlHint}
        rules={{ required: texts.notAUrl, validate: urlRule, ...atMost(2048) }}
      />
      <Accordion collapsible multiple>
        <AccordionItem value="properties">
          <AccordionHeader as="h3">{texts.properties}</AccordionHeader>
          <AccordionPanel className={styles.fields}>
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
            {propertySections.flatMap(({ fields }) =>
              fields
                .filter(({ name }) => !asked.has(name))
                .map((field) => <PropertyInput key={field.name} control={control} field={field} />),
            )}
          </AccordionPanel>
        </AccordionItem>
        <AccordionItem value="assignments">
          <AccordionHeader as="h3">{texts.assignments}</AccordionHeader>
          <AccordionPanel className={styles.fields}>
            <Controller
              control={control}
              name="sponsors"
              rules={{ validate: (chosen) => chosen.length <= mostSponsors || texts.atMostChosen(mostSponsors) }}
              render={({ field, fieldState }) => (
                <Picker
                  label={texts.sponsors}
                  hint={texts.sponsorsHint}
                  kinds={['user', 'group']}
                  picked={field.value}
                  onChange={field.onChange}
                  problem={fieldState.error?.message}
                />
              )}
            />
            <Controller
              control={control}
              name="groups"
              rules={{ validate: (chosen) => chosen.length <= mostAssigned || texts.atMostChosen(mostAssigned) }}
              render={({ field, fieldState }) => (
                <Picker
                  label={texts.groups}
                  hint={texts.groupsHint}
                  kinds={['group']}
                  picked={field.value}
                  onChange={field.onChange}
                  problem={fieldState.error?.message}
                />
              )}
            />
            <Controller
              control={control}
              name="roles"
              rules={{ validate: (chosen) => chosen.length <= mostAssigned || texts.atMostChosen(mostAssigned) }}
              render={({ field, fieldState }) => (
                <RoleField chosen={field.value} onChange={field.onChange} problem={fieldState.error?.message ?? null} />
              )}
            />
          </AccordionPanel>
        </AccordionItem>
      </Accordion>
    </>
  )
}
