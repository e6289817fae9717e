import { config } from '../kit/config.ts'
import { start } from '../kit/start.tsx'
import { accountOf, bases, paths } from './paths.ts'
import { accountRoutes, appsRoutes } from './routes.tsx'

// One app with two addresses: a sign-in to one opens the other.
const isAccount = location.pathname.startsWith(bases.account)
void start(
  {
    clientId: config.myApps,
    base: isAccount ? bases.account : bases.apps,
    organizations: accountOf(null, paths.organizations()),
  },
  isAccount ? accountRoutes : appsRoutes,
)
