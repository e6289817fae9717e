import type { DemoWorld } from '../src/demo/world.ts'
import { formCall } from './processes/client.ts'
import type { Samples } from './routes.ts'

type Fetch = (path: string, init?: RequestInit) => Promise<Response>

/** One of each kind in Contoso, over Graph; made where the demo has none. */
export async function findSamples(world: DemoWorld, ask: Fetch): Promise<Samples> {
  const { id: tenant, people, apps } = world.tenants.contoso
  const script = apps['admin-script']
  const { path, ...signIn } = formCall(`/${tenant}/oauth2/v2.0/token`, {
    grant_type: 'client_credentials',
    client_id: script?.appId ?? '',
    client_secret: script?.secret ?? '',
    scope: 'https://graph.microsoft.com/.default',
  })
  const { access_token: token } = await json<{ access_token: string }>(await ask(path, signIn as RequestInit))
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const first = async (list: string): Promise<string> => {
    const { value } = await json<{ value: { id: string }[] }>(await ask(`/v1.0/${list}`, { headers }))
    const [found] = value
    if (!found) throw new Error(`Contoso has no ${list}`)
    return found.id
  }
  const make = async (where: string, body: unknown) =>
    json<{ id: string }>(await ask(`/v1.0/${where}`, { method: 'POST', headers, body: JSON.stringify(body) }))

  const organization = world.tenants.fabrikam.id
  await make('policies/crossTenantAccessPolicy/partners', { tenantId: organization })
  const { id: group } = await make('groups', {
    displayName: 'Measured',
    mailEnabled: false,
    mailNickname: 'measured',
    securityEnabled: true,
  })
  const appId = apps.portal?.appId ?? ''
  return {
    user: people.member?.id ?? '',
    group,
    organization,
    application: await first(`applications?$filter=appId eq '${appId}'`),
    servicePrincipal: apps.portal?.servicePrincipalId ?? '',
    role: await first('roleManagement/directory/roleDefinitions'),
  }
}

async function json<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
