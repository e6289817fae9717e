import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'

/** Every surface, in one list. Order does not matter: no two serve the same route. */
export async function registerSurfaces(_app: FastifyInstance, _deps: Deps): Promise<void> {}
