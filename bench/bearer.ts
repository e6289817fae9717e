import type { DemoWorld } from '../src/demo/world.ts'
import { formCall } from './processes/client.ts'
import { app, type Run, target } from './world.ts'

/** The header by which a tenant's own script asks Graph. */
export async function bearer(run: Run, tenant: keyof DemoWorld['tenants']): Promise<string> {
  const { world, ...gatehouse } = await run.gatehouse()
  const load = await run.load()
  const script = app(world, tenant, 'admin-script')
  const call = formCall(`/${script.tenantId}/oauth2/v2.0/token`, {
    grant_type: 'client_credentials',
    client_id: script.appId,
    client_secret: script.secret ?? '',
    scope: 'https://graph.microsoft.com/.default',
  })
  const body = await load.call('ask', { target: target(gatehouse, 1), call })
  return `Bearer ${(JSON.parse(body) as { access_token: string }).access_token}`
}
