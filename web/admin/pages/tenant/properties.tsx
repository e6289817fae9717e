import { showDateTime, showText } from '../../../kit/format.ts'
import { EditForm, useEdit } from '../../../kit/ui/edit.tsx'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { atMost, required, TextField } from '../../../kit/ui/form.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { texts } from '../../../texts/en/tenant.ts'
import { type Organization, useTenant } from '../../tenant.tsx'

type Values = {
  displayName: string
  preferredLanguage: string
  technical: string
  contactEmail: string
  statementUrl: string
}

const lines = (text: string): string[] => text.split(/[\s,;]+/).filter((one) => one !== '')
const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text)

const read = (organization: Organization): Values => ({
  displayName: organization.displayName,
  preferredLanguage: organization.preferredLanguage ?? '',
  technical: organization.technicalNotificationMails.join('\n'),
  contactEmail: organization.privacyProfile?.contactEmail ?? '',
  statementUrl: organization.privacyProfile?.statementUrl ?? '',
})
const write = (values: Values) => ({
  displayName: values.displayName.trim(),
  preferredLanguage: values.preferredLanguage.trim() || null,
  technicalNotificationMails: lines(values.technical),
  privacyProfile: {
    contactEmail: values.contactEmail.trim() || null,
    statementUrl: values.statementUrl.trim() || null,
  },
})
const describe = (values: Values) => ({
  [texts.name]: values.displayName,
  [texts.language]: showText(values.preferredLanguage),
  [texts.technical]: showText(lines(values.technical)),
  [texts.privacyContact]: showText(values.contactEmail),
  [texts.privacyStatement]: showText(values.statementUrl),
})

/** `/properties` */
export function TenantProperties() {
  const tenant = useTenant()
  const { organization, kind, defaultDomain } = tenant
  const edit = useEdit<Organization, Values>({
    path: organization ? `/v1.0/organization/${organization.id}` : null,
    read,
    write,
    describe,
    stale: ['/v1.0/organization'],
    saved: texts.saved,
  })
  const { control } = edit.form
  return (
    <Page title={texts.properties} says={texts.propertiesSays}>
      <Answer of={tenant}>
        {() => (
          <>
            <Facts
              facts={[
                [texts.id, <Copyable key="id" value={organization?.id} what="the directory id" />],
                [texts.kind, kind && texts.kinds[kind]],
                [texts.primaryDomain, defaultDomain],
                [texts.created, showDateTime(organization?.createdDateTime)],
              ]}
            />
            <EditForm edit={edit}>
              <TextField
                control={control}
                name="displayName"
                label={texts.name}
                rules={{ ...required, ...atMost(256) }}
              />
              <TextField
                control={control}
                name="preferredLanguage"
                label={texts.language}
                hint={texts.languageHint}
                rules={{ pattern: { value: /^\s*([a-z]{2,3}(-[a-z\d]{2,8})*)?\s*$/i, message: texts.languageForm } }}
              />
              <TextField
                control={control}
                name="technical"
                label={texts.technical}
                hint={texts.technicalHint}
                lines={3}
                rules={{
                  validate: (text: string) => {
                    const wrong = lines(text).find((one) => !isAddress(one))
                    return wrong === undefined || texts.addressForm(wrong)
                  },
                }}
              />
              <TextField
                control={control}
                name="contactEmail"
                label={texts.privacyContact}
                type="email"
                rules={{ validate: (text: string) => text.trim() === '' || isAddress(text.trim()) || texts.mailForm }}
              />
              <TextField
                control={control}
                name="statementUrl"
                label={texts.privacyStatement}
                type="url"
                rules={{ pattern: { value: /^\s*(https?:\/\/\S+)?\s*$/i, message: texts.urlForm } }}
              />
            </EditForm>
          </>
        )}
      </Answer>
    </Page>
  )
}
