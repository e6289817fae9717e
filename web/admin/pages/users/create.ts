import type { Picked } from '../../../kit/ui/picker.tsx'
import type { Role } from './invite.ts'
import { changesOf, type PropertyValues } from './property-fields.tsx'

/** What the form of Create new user holds. */
export type CreateForm = {
  /** Before the @. */
  name: string
  domain: string
  displayName: string
  password: string
  mustChange: boolean
  enabled: boolean
  groups: Picked[]
  roles: Role[]
  properties: PropertyValues
}

export const emptyUser: Omit<CreateForm, 'password'> = {
  name: '',
  domain: '',
  displayName: '',
  mustChange: true,
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
  passwordProfile: { password: form.password, forceChangePasswordNextSignIn: form.mustChange },
  ...changesOf(form.properties),
})
