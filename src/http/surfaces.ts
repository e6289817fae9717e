import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { registerGraph } from '../graph/register.ts'
import { registerSignIn } from '../sign-in/pages/journey.ts'
import { registerRedemption } from '../sign-in/pages/redemption.ts'
import { registerAuthorize } from '../token-service/authorize.ts'
import { registerTokenService } from '../token-service/index.ts'
import { registerOperator } from './operator.ts'
import { registerWebPages } from './web-pages.ts'

/** Every surface, in one list. Order does not matter: no two serve the same route. */
export async function registerSurfaces(app: FastifyInstance, deps: Deps): Promise<void> {
  registerAuthorize(app, deps)
  registerTokenService(app, deps)
  registerSignIn(app, deps)
  registerRedemption(app, deps)
  registerGraph(app, deps)
  registerOperator(app, deps)
  await registerWebPages(app, deps)
}
