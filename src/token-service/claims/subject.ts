import { createHmac } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import type { Store } from '../../store.ts'

const salts = new WeakMap<Store, Promise<Buffer>>()
const saltName = 'pairwiseSalt'

/**
 * `sub` of people: one person has another one at every app and in every tenant, and it never changes (sts.md 5.7).
 * In id_tokens and userinfo `appId` is the client's, in access tokens the API's.
 */
export async function pairwiseSubject(
  deps: Pick<Deps, 'store' | 'vault'>,
  of: { appId: string; tenant: string; objectId: string },
): Promise<string> {
  let salt = salts.get(deps.store)
  if (!salt) {
    salt = loadSalt(deps)
    salts.set(deps.store, salt)
    salt.catch(() => salts.delete(deps.store))
  }
  const key = await salt
  return createHmac('sha256', key).update(`${of.appId}|${of.tenant}|${of.objectId}`).digest('base64url')
}

/**
 * Kept sealed from the first use on, so that it survives a change of the deployment's secret. The first value is derived
 * from that secret: processes that start at the same time come to the same one.
 */
async function loadSalt({ store, vault }: Pick<Deps, 'store' | 'vault'>): Promise<Buffer> {
  const sealed = await store.across.instance(saltName)
  if (sealed !== undefined) return Buffer.from(vault.open(sealed, saltName), 'base64url')
  const first = vault.mac(saltName, 'first')
  await store.across.setInstance(saltName, vault.seal(first, saltName))
  return Buffer.from(first, 'base64url')
}
