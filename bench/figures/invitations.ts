/** A bulk invitation: one request per line of the file, as scripts and the admin center send it, each durable when answered. */
import { bearer } from '../bearer.ts'
import type { Figure } from '../figure.ts'
import type { Call } from '../processes/client.ts'
import { app, type Run, target } from '../world.ts'

/** As many as a careful script keeps in flight. */
const connections = 32
const wholeFile = 10_000

const whole =
  'Each line is a request to Graph that checks who invites, both sides of the cross-tenant settings and the address, and writes the guest, the link, the encrypted letter and the audit row in one transaction.'

export async function invitationFigures(run: Run): Promise<Figure[]> {
  if (!run.wants('invitations')) return []
  const { world, ...gatehouse } = await run.gatehouse()
  const load = await run.load()
  const headers = { authorization: await bearer(run, 'contoso'), 'content-type': 'application/json' }
  const here = target(gatehouse, connections)
  const rows = run.isQuick ? wholeFile / 10 : wholeFile
  const redirectUrl = app(world, 'contoso', 'portal').redirectUris.web[0] ?? ''
  const invitation = (address: string): Call => ({
    method: 'POST',
    path: '/v1.0/invitations',
    headers,
    body: JSON.stringify({
      invitedUserEmailAddress: address,
      inviteRedirectUrl: redirectUrl,
      sendInvitationMessage: true,
      invitedUserMessageInfo: { customizedMessageBody: 'Welcome to our project.' },
    }),
  })
  const send = (addresses: string[]) =>
    load.call('rate', {
      target: here,
      calls: addresses.map(invitation),
      seconds: 600,
      once: true,
      expected: '"inviteRedeemUrl"',
    })
  const addresses = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${name}.${index}@suppliers.example`)

  run.say(`Inviting ${rows.toLocaleString('en-US')} people`)
  await send(addresses('warm', 200))
  const { perSecond, count, p50, p99 } = await send(addresses('guest', rows))
  return [
    {
      name: 'invitations',
      title: `Bulk invitation, ${rows.toLocaleString('en-US')} lines, durable`,
      value: count / perSecond,
      unit: 's',
      ...(rows === wholeFile ? { goal: { kind: 'below' as const, bound: 10 } } : {}),
      note: whole,
      details: { perSecond, p50Ms: p50, p99Ms: p99, inFlight: connections },
    },
  ]
}
