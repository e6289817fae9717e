import { headerText, type Mailbox } from './letter.ts'

/** Mail comes from the initial domain, which is the deployment's own and exists from the tenant's birth (external-identities.md 0.3 row 6). */
export const senderOf = (name: string, initialDomain: string): Mailbox => ({
  name: headerText(name, 100),
  address: `invites@${initialDomain}`,
})
