import type { Picked } from '../../../kit/ui/picker.tsx'
import type { Role } from './invite.ts'
import { type PasswordValues, passwordProfile } from './password-fields.tsx'
import { changesOf, type PropertyValues } from './property-fields.tsx'

/** What the form of Create new user holds. */
export type CreateForm = PasswordValues & {
  /** Before the @. */
  name: string
  domain: string
  displayName: string
  enabled: boolean
  groups: Picked[]
  roles: Role[]
  properties: PropertyValues
}

export const emptyUser: Omit<CreateForm, keyof PasswordValues> = {
  name: '',
  domain: '',
  displayName: '',
  enabled: true,
  groups: [],
  roles: [],
  properties: {},
}

/** The body of `POST /users`. */
export const userFor = (form: CreateForm, domain: string): Record<string, unknown> => ({
  accountEnabled: form.enabled,
  displayName: form.displayName.trim(),
  userPrincipalName: `${form.name.trim()}@${domain}`,
  mailNickname:
    form.name
      .trim()
      .replaceAll(/[^\w.-]/g, '')
      .slice(0, 64) || 'user',
  passwordProfile: passwordProfile(form),
  ...changesOf(form.properties),
})
