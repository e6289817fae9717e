import type { Control, FieldPath, FieldValues } from 'react-hook-form'
import { atMost, CheckField, TextField } from '../../../kit/ui/form.tsx'
import { texts } from '../../../texts/en/users.ts'
import { startPassword } from './password.ts'

/** What a form with a password to hand over holds of it. */
export type PasswordValues = { password: string; mustChange: boolean }

export const freshPassword = (): PasswordValues => ({ password: startPassword(), mustChange: true })

/** As Graph takes it. */
export const passwordProfile = ({ password, mustChange }: PasswordValues) => ({
  password,
  forceChangePasswordNextSignIn: mustChange,
})

/** The fields of a password that is made up for somebody. */
export function PasswordFields<V extends FieldValues & PasswordValues>({
  control,
  hint = texts.resetPasswordHint,
  mustChange = texts.mustChangeNext,
}: {
  control: Control<V>
  hint?: string
  mustChange?: string
}) {
  return (
    <>
      <TextField
        control={control}
        name={'password' as FieldPath<V>}
        label={texts.password}
        hint={hint}
        autoComplete="new-password"
        rules={{ required: texts.fillIn, ...atMost(256) }}
      />
      <CheckField control={control} name={'mustChange' as FieldPath<V>} label={mustChange} />
    </>
  )
}
