import { decodeJwt, decodeProtectedHeader, errors, importJWK, importPKCS8, type JWTPayload, jwtVerify } from 'jose'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { Unit } from '../door.ts'
import { refusal, refuse } from '../errors/index.ts'
import { isGuid, type TenantId } from '../ids.ts'
import { createSigningKey, onStandby, sealingContext } from './signing-key.ts'
import { type Snapshot, snapshot } from './snapshot.ts'
import type { SigningKey } from './tenant.ts'

/** Clients may keep a key set for a day (sts.md 1.6), so a key is published that long before it signs. */
const publishedAhead = 24 * 3600_000
/** Longer than the longest life of a token. */
const publishedAfter = 48 * 3600_000

type KeyDeps = Pick<Deps, 'store' | 'vault' | 'random' | 'clock'>

/** The two keys that a tenant is born with: one signs, one is published and waits. */
export async function firstKeys(
  deps: Pick<Deps, 'vault' | 'random'>,
  tenant: TenantId,
  at: number,
): Promise<[SigningKey, SigningKey]> {
  return Promise.all([createSigningKey(deps, tenant, at), createSigningKey(deps, tenant, at, onStandby)])
}

const keysOf = (deps: Pick<Deps, 'store'>, view: Snapshot): Promise<SigningKey[]> =>
  view.once('signing-keys', (door) => deps.store.tenants.keys(door))

/** The key that signs at `at`: the one whose turn came last. */
export function signingKeyAt(keys: readonly SigningKey[], at: number): SigningKey | undefined {
  const inOrder = keys.toSorted((a, b) => a.signsFrom - b.signsFrom)
  // The demo's clock can stand before the first key was made; then the first key signs.
  return inOrder.findLast((key) => key.signsFrom <= at) ?? inOrder[0]
}

const privateKeys = new Map<string, Promise<CryptoKey>>()
const publicKeys = new Map<string, Promise<CryptoKey>>()

/** Remembered by kid, which is a digest of the certificate and so of the key. */
function remembered(cache: Map<string, Promise<CryptoKey>>, kid: string, load: () => Promise<CryptoKey>) {
  const known = cache.get(kid)
  if (known) return known
  if (cache.size >= 10_000) cache.clear()
  const loading = load()
  cache.set(kid, loading)
  loading.catch(() => cache.delete(kid))
  return loading
}

/** What signs for a tenant now. Pass the request's snapshot to save a read. */
export async function activeKey(
  deps: KeyDeps,
  tenant: TenantId,
  view?: Snapshot,
): Promise<{ kid: string; privateKey: CryptoKey }> {
  const keys = await keysOf(deps, view ?? (await snapshot(deps, tenant)))
  const key = signingKeyAt(keys, deps.clock.now())
  if (!key) throw new Error(`tenant ${tenant} has no signing key`)
  const { kid, sealedPrivateKey } = key
  const privateKey = await remembered(privateKeys, kid, () =>
    importPKCS8(deps.vault.open(sealedPrivateKey, sealingContext(tenant, kid)), 'RS256'),
  )
  return { kid, privateKey }
}

/** What is in the tenant's key set, newest first: always the key that signs and at least one more. */
export async function publishedKeys(deps: KeyDeps, tenant: TenantId, view?: Snapshot): Promise<SigningKey[]> {
  const keys = await keysOf(deps, view ?? (await snapshot(deps, tenant)))
  const now = deps.clock.now()
  return keys
    .filter((key) => key.publishedUntil === null || key.publishedUntil > now)
    .toSorted((a, b) => b.createdAt - a.createdAt || (a.kid < b.kid ? -1 : 1))
}

/** `signing`: the kid whose turn is at `signsFrom` (epoch ms; now, or later when it has not been published for a day). */
export type Rotation = { signing: string; signsFrom: number; standby: string; retiring: string; retiringUntil: number }

/**
 * The key on standby gets its turn, a new one is published in its place, the old one stays published until nothing it
 * signed can be alive. Asked again before that turn came, it changes nothing and answers the same. `record` writes the
 * audit entry of a change, in its transaction.
 */
export async function rotateKeys(
  deps: KeyDeps,
  tenant: TenantId,
  record: (tx: Unit) => Promise<void>,
): Promise<Rotation> {
  const { store } = deps
  const at = deps.clock.now()
  const fresh = await createSigningKey(deps, tenant, at, onStandby)
  return store.write(tenant, async (tx) => {
    const keys = await store.tenants.keys(tx)
    const current = signingKeyAt(keys, at)
    const standby = keys.find((key) => key.signsFrom === onStandby)
    if (!current || !standby) throw new Error(`tenant ${tenant} has no key on standby`)
    const coming = keys.find((key) => key.signsFrom > at && key.signsFrom !== onStandby)
    if (coming) {
      const until = current.publishedUntil ?? coming.signsFrom + publishedAfter
      return rotation(coming.kid, coming.signsFrom, standby.kid, current.kid, until)
    }
    const oldest = Math.min(...keys.map((key) => key.createdAt))
    // A key as old as the tenant's first was in every key set that was ever served.
    const signsFrom = standby.createdAt <= oldest ? at : Math.max(at, standby.createdAt + publishedAhead)
    const until = signsFrom + publishedAfter
    for (const key of keys) {
      if (key.publishedUntil !== null && key.publishedUntil <= at) await store.tenants.removeKey(tx, key.kid)
    }
    await store.tenants.putKey(tx, { ...current, publishedUntil: until })
    await store.tenants.putKey(tx, { ...standby, signsFrom })
    await store.tenants.putKey(tx, fresh)
    await record(tx)
    return rotation(standby.kid, signsFrom, fresh.kid, current.kid, until)
  })
}

const rotation = (signing: string, signsFrom: number, standby: string, retiring: string, until: number): Rotation => ({
  signing,
  signsFrom,
  standby,
  retiring,
  retiringUntil: until,
})

/** Issuers of a tenant on every host that is served: the v2 form and the v1 form with its trailing slash (sts.md 5.4). */
export function issuersOf(config: Pick<Config, 'origin' | 'hosts'>, tenant: TenantId): string[] {
  const { protocol } = new URL(config.origin)
  const origins = [config.origin, ...config.hosts.map((host) => `${protocol}//${host}`)]
  return origins.flatMap((origin) => [`${origin}/${tenant}/v2.0`, `${origin}/${tenant}/`])
}

export type VerifiedJwt = { tenant: TenantId; claims: JWTPayload & { tid: string } }

/**
 * A token that one of our tenants signed: `tid`, issuer and key must be of the same tenant. Without `audience` the
 * caller checks `aud` itself. With `ignoreExpiry` a token past its time passes (id_token_hint at sign-out).
 * Refuses with accessTokenMalformed, accessTokenSignature, accessTokenExpired, accessTokenAudience.
 */
export async function verifyJwt(
  deps: Pick<Deps, 'store' | 'vault' | 'random' | 'clock' | 'config'>,
  token: string,
  wanted: { audience?: string | string[] | undefined; ignoreExpiry?: boolean | undefined },
): Promise<VerifiedJwt> {
  const { kid, tid } = claimedSigner(token)
  const tenant = tid as TenantId
  const key = (await publishedKeys(deps, tenant)).find((published) => published.kid === kid)
  if (!key) refuse('accessTokenSignature')
  const publicKey = await remembered(
    publicKeys,
    kid,
    async () => (await importJWK({ ...key.jwk, alg: 'RS256' }, 'RS256')) as CryptoKey,
  )
  try {
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: ['RS256'],
      issuer: issuersOf(deps.config, tenant),
      currentDate: new Date(deps.clock.now()),
      // exp stays required; only its comparison with the clock is lifted.
      ...(wanted.ignoreExpiry ? { clockTolerance: Number.MAX_SAFE_INTEGER } : {}),
      requiredClaims: ['exp', 'iat', 'tid', 'aud'],
      ...(wanted.audience === undefined ? {} : { audience: wanted.audience }),
    })
    return { tenant, claims: { ...payload, tid } }
  } catch (thrown) {
    throw asRefusalOf(thrown)
  }
}

function claimedSigner(token: string): { kid: string; tid: string } {
  try {
    const { kid } = decodeProtectedHeader(token)
    const { tid } = decodeJwt(token)
    if (typeof kid === 'string' && typeof tid === 'string' && isGuid(tid)) return { kid, tid: tid.toLowerCase() }
  } catch {
    // Not a JWT at all: refused below like one without the two claims.
  }
  refuse('accessTokenMalformed')
}

function asRefusalOf(thrown: unknown): unknown {
  if (thrown instanceof errors.JWTExpired) return refusal('accessTokenExpired')
  if (thrown instanceof errors.JWTClaimValidationFailed) {
    if (thrown.claim === 'aud') return refusal('accessTokenAudience')
    return thrown.claim === 'nbf' ? refusal('accessTokenExpired') : refusal('accessTokenSignature')
  }
  if (thrown instanceof errors.JOSEError) return refusal('accessTokenSignature')
  return thrown
}
