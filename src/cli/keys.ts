import { apiClient, trustAuthority } from './api.ts'
import { type ConnectionFlags, findOperator } from './connection.ts'
import { demoTenant } from './demo-file.ts'
import { CommandFailure, exitCodes } from './failure.ts'
import { type Terminal, table } from './terminal.ts'

export type KeysFlags = ConnectionFlags & { json?: boolean }

type Key = { kid: string; state: string; signsFrom: string | null; publishedUntil: string | null }
type Rotation = { signing: string; signsFrom: string; standby: string; retiring: string; retiringUntil: string }

/** `gatehouse keys list` and `gatehouse keys rotate`: signing keys belong to the operator, not to a tenant's admins. */
export async function listKeys(flags: KeysFlags, terminal: Terminal): Promise<void> {
  const { api, tenant } = open(flags, terminal)
  const { value } = await api.get<{ value: Key[] }>(`/gatehouse/v1/tenants/${tenant}/keys`).catch(noSuchTenant(tenant))
  if (flags.json) return terminal.print(JSON.stringify({ tenant, keys: value }, undefined, 2))
  const rows = value.map(({ kid, state, signsFrom, publishedUntil }) => [
    kid,
    state,
    signsFrom ?? 'at the next rotation',
    publishedUntil ?? 'until rotated',
  ])
  terminal.print(table(['Key', 'State', 'Signs from', 'Published'], rows, terminal))
}

export async function rotateKeys(flags: KeysFlags, terminal: Terminal): Promise<void> {
  const { api, tenant } = open(flags, terminal)
  const rotation = await api
    .post<Rotation>(`/gatehouse/v1/tenants/${tenant}/keys/rotate`, {})
    .catch(noSuchTenant(tenant))
  if (flags.json) return terminal.print(JSON.stringify({ tenant, ...rotation }, undefined, 2))
  terminal.print(
    [
      `Key ${rotation.signing} signs from ${rotation.signsFrom}.`,
      `Key ${rotation.retiring} stays published until ${rotation.retiringUntil}, so that no token of it is refused.`,
      `Key ${rotation.standby} is published and waits for its turn.`,
    ].join('\n'),
  )
}

function open(flags: KeysFlags, { environment }: Terminal) {
  const { origin, ca, token, world } = findOperator(flags, environment)
  const wanted = flags.tenant ?? (environment.GATEHOUSE_TENANT?.trim() || undefined)
  if (wanted === undefined)
    throw new CommandFailure('Which tenant?', {
      fix: 'Give --tenant: its id or its domain.',
      exitCode: exitCodes.usage,
    })
  trustAuthority(ca)
  const tenant = (world && demoTenant(world, wanted)?.id) ?? wanted
  return { api: apiClient(origin, token, operatorFix), tenant: encodeURIComponent(tenant) }
}

const operatorFix =
  'GATEHOUSE_OPERATOR_TOKEN is not the credential of this server: set it to what `gatehouse init` printed for it.'

const noSuchTenant = (tenant: string) => (thrown: unknown) => {
  if (!(thrown instanceof CommandFailure) || thrown.facts.status !== 404) throw thrown
  throw new CommandFailure(`The server has no tenant '${decodeURIComponent(tenant)}'.`, {
    fix: "Give --tenant a tenant's id or one of its verified domains.",
    facts: thrown.facts,
  })
}
