import type { ReactNode } from 'react'
import { type Control, type FieldPath, type FieldValues, useWatch } from 'react-hook-form'
import { atMost, CheckField, SelectField, TextField } from '../../../kit/ui/form.tsx'
import { texts } from '../../../texts/en/users.ts'

/** What a form holds of the mail of an invitation, and of where its link leads. */
export type MailValues = { sendMail: boolean; message: string; language: string; redirectUrl: string }

const urlRule = (text: unknown): string | true => {
  const url = URL.parse(String(text).trim())
  return url && /^https?:$/.test(url.protocol) ? true : texts.notAUrl
}

/** Whether a mail goes out, what stands in it, and where the person lands. `children`: what else a mail has. */
export function MailFields<V extends FieldValues & MailValues>({
  control,
  children,
}: {
  control: Control<V>
  children?: ReactNode
}) {
  const name = (field: keyof MailValues) => field as FieldPath<V>
  const sendMail = useWatch({ control, name: name('sendMail') })
  return (
    <>
      <CheckField control={control} name={name('sendMail')} label={texts.sendMail} hint={texts.sendMailHint} />
      {sendMail && (
        <>
          <TextField
            control={control}
            name={name('message')}
            label={texts.message}
            hint={texts.messageHint}
            lines={4}
            rules={atMost(10_000)}
          />
          <SelectField
            control={control}
            name={name('language')}
            label={texts.language}
            options={Object.entries(texts.languages).map(([value, label]) => ({ value, label }))}
          />
          {children}
        </>
      )}
      <TextField
        control={control}
        name={name('redirectUrl')}
        label={texts.redirectUrl}
        hint={texts.redirectUrlHint}
        rules={{ required: texts.notAUrl, validate: urlRule, ...atMost(2048) }}
      />
    </>
  )
}
