import { type Graph, literal, type Page, query } from '../../../kit/graph/client.ts'
import { sayError } from '../../../kit/graph/error.ts'
import { isGuid } from '../../../kit/graph/find.ts'
import type { Picked } from '../../../kit/ui/picker.tsx'
import { texts } from '../../../texts/en/users.ts'
import type { BulkRow } from './bulk-csv.ts'
import { emptyInvite, type Invited, inviteOne } from './invite.ts'

/** What came of one line: `done`, or why not, or what of the rest is missing. */
export type BulkResult = { row: BulkRow; user: string | null; link: string | null; done: boolean; why: string | null }

/** Invites one line. Names of sponsors and groups are looked up once for all lines. */
export function createRunner(graph: Graph, defaults: { sendMail: boolean; redirectUrl: string }) {
  const find = createLookup(graph)
  return async (row: BulkRow): Promise<BulkResult> => {
    const sponsors = await Promise.all(row.sponsors.map((name) => find('user', name)))
    const groups = await Promise.all(row.groups.map((name) => find('group', name)))
    const invited = await inviteOne(
      graph,
      {
        ...emptyInvite,
        displayName: row.name,
        redirectUrl: row.redirectUrl || defaults.redirectUrl,
        sendMail: row.sendMail ?? defaults.sendMail,
        message: row.message,
        sponsors,
        groups,
      },
      { address: row.address, name: null },
      true,
    )
    return resultOf(row, invited)
  }
}

function resultOf(row: BulkRow, { invitation, refused, steps }: Invited): BulkResult {
  if (!invitation) throw refused
  const failed = steps.filter(({ done }) => !done)
  return {
    row,
    user: invitation.invitedUser.id,
    link: invitation.inviteRedeemUrl,
    done: failed.length === 0,
    why:
      failed.length === 0 ? null : failed.map(({ label, error }) => texts.stepFailed(label, sayError(error))).join(' '),
  }
}

/** By id, by sign-in name or address, by the name of a group; each is asked for once. */
function createLookup(graph: Graph) {
  const known = new Map<string, Promise<Picked>>()
  return (kind: 'user' | 'group', name: string): Promise<Picked> => {
    const key = `${kind} ${name.toLowerCase()}`
    const found = known.get(key) ?? lookUp(kind, name)
    known.set(key, found)
    return found
  }

  async function lookUp(kind: 'user' | 'group', name: string): Promise<Picked> {
    if (isGuid(name)) return { id: name, kind, name, detail: null }
    const text = literal(name)
    const $filter = kind === 'user' ? `userPrincipalName eq '${text}' or mail eq '${text}'` : `displayName eq '${text}'`
    const set = kind === 'user' ? 'users' : 'groups'
    const { value } = await graph.get<Page<{ id: string; displayName: string | null }>>(
      `/v1.0/${set}${query({ $filter, $select: 'id,displayName', $top: 2 })}`,
    )
    const [one, another] = value
    if (!one) throw new Error(kind === 'user' ? texts.bulkNoSponsor(name) : texts.bulkNoGroup(name))
    if (another) throw new Error(texts.bulkAmbiguous(name))
    return { id: one.id, kind, name: one.displayName ?? name, detail: null }
  }
}
