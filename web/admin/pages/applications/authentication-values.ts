import type { Audience, Platform } from './model.ts'

/** What the form of the Authentication page holds. */
export type AuthenticationValues = Record<Platform, { uri: string }[]> & {
  logoutUrl: string
  accessTokens: boolean
  idTokens: boolean
  allowsPublicFlows: boolean
  audience: Audience
}
