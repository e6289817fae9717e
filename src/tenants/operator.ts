import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'

type Doors = Pick<Deps, 'store' | 'vault'>

/** The operator's credential is a bearer token of its own: no tenant's token, however powerful, is one. */
export async function requireOperator(deps: Doors, request: FastifyRequest): Promise<void> {
  const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (given === undefined || !(await isOperatorToken(deps, given))) refuse('operatorTokenNeeded')
}

export async function isOperatorToken(deps: Doors, token: string): Promise<boolean> {
  const known = await deps.store.across.instance('operator')
  return known !== undefined && sameText(deps.vault.mac('operator', token), known)
}

/** In constant time for texts of one length. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
