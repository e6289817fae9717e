import { config } from '../kit/config.ts'
import { start } from '../kit/start.tsx'
import { routes } from './routes.tsx'

void start({ clientId: config.adminCenter, base: '/admin', organizations: '/admin?directories=open' }, routes)
