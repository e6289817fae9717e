import type { Application, PasswordCredential, ServicePrincipal } from '../../applications/application.ts'
import type { Deps } from '../../deps.ts'
import { refuse } from '../../errors/index.ts'
import { equal } from '../pkce.ts'

/** Whoever holds credentials: an app registration, and its service principal in the tenant of the request. */
export type Holder = { application: Application; servicePrincipal: ServicePrincipal | null }

/**
 * Several secrets may be good side by side (sts.md 7.3). Refuses with secretWrong (also for the id of a secret) and
 * secretExpired, the latter only for whoever knows the secret.
 */
export function checkSecret(deps: Pick<Deps, 'vault' | 'clock'>, holder: Holder, secret: string): void {
  const { appId } = holder.application
  const now = deps.clock.now()
  const mac = deps.vault.mac('client-secret', `${appId}:${secret}`)
  let known: PasswordCredential | undefined
  // Every credential is compared, so that the time does not tell which one it was.
  for (const credential of passwordsOf(holder)) if (equal(credential.mac, mac)) known = later(known, credential)
  if (!known || known.startAt > now) refuse('secretWrong', { appId })
  if (known.endAt <= now) refuse('secretExpired', { appId })
}

const passwordsOf = ({ application, servicePrincipal }: Holder): PasswordCredential[] => [
  ...application.passwordCredentials,
  ...(servicePrincipal?.passwordCredentials ?? []),
]

const later = (a: PasswordCredential | undefined, b: PasswordCredential) => (a && a.endAt > b.endAt ? a : b)
