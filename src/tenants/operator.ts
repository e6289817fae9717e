import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'

/** The operator's credential is a bearer token of its own: no tenant's token, however powerful, is one. */
export async function requireOperator(deps: Pick<Deps, 'store' | 'vault'>, request: FastifyRequest): Promise<void> {
  const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const known = await deps.store.across.instance('operator')
  if (given === undefined || known === undefined) return refuse('operatorTokenNeeded')
  const mac = Buffer.from(deps.vault.mac('operator', given))
  const kept = Buffer.from(known)
  if (mac.length !== kept.length || !timingSafeEqual(mac, kept)) refuse('operatorTokenNeeded')
}
