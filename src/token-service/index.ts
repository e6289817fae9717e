/**
 * The token service: discovery, keys, the token endpoint with its grants, userinfo, sign-out, error lookup, and the
 * authorization endpoint (authorize*.ts). Issues and checks protocol messages; who may enter is access/'s to say and
 * how a person proves who they are is sign-in/'s.
 * Routes: `/{tenant}/oauth2/…`, `/{tenant}/discovery/…`, `/{tenant}/…/openid-configuration`, `/{tenant}/openid/userinfo`,
 * `/oidc/userinfo`, `/common/discovery/instance`, `/common/userrealm/{user}`, `/common/oauth2/nativeclient`, `/error`.
 */
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { registerDiscovery } from './discovery.ts'
import { registerErrorLookup } from './error-lookup.ts'
import { registerLogout } from './logout.ts'
import { registerToken } from './token-route.ts'
import { registerUserRealm } from './user-realm.ts'
import { registerUserinfo } from './userinfo.ts'

/** All routes but those of the authorization endpoint, which `registerAuthorize` adds. */
export function registerTokenService(app: FastifyInstance, deps: Deps): void {
  registerDiscovery(app, deps)
  registerToken(app, deps)
  registerUserinfo(app, deps)
  registerLogout(app, deps)
  registerErrorLookup(app)
  registerUserRealm(app, deps)
}
