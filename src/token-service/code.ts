import type { Deps } from '../deps.ts'
import type { Unit } from '../door.ts'
import { mintOpaque } from '../opaque.ts'
import type { AuthorizationCode } from './store.ts'

/** About ten minutes (sts.md 5.9). */
const codeLife = 10 * 60 * 1000

/** What the authorization endpoint has proven, and what redemption must find again. */
export type CodeRequest = Pick<
  AuthorizationCode,
  | 'appId'
  | 'redirectUri'
  | 'redirectKind'
  | 'codeChallenge'
  | 'codeChallengeMethod'
  | 'scope'
  | 'nonce'
  | 'claims'
  | 'account'
>

/** Writes a code in the unit's tenant, the one the person signs in to, and answers its text; only its HMAC is kept. */
export async function issueCode(
  deps: Pick<Deps, 'store' | 'vault' | 'random' | 'clock'>,
  tx: Unit,
  request: CodeRequest,
): Promise<string> {
  const code = mintOpaque(tx.tenant, deps.random)
  const issuedAt = deps.clock.now()
  await deps.store.codes.add(tx, {
    ...request,
    mac: deps.vault.mac('code', code),
    issuedAt,
    expiresAt: issuedAt + codeLife,
    familyId: null,
    spentAt: null,
  })
  return code
}
