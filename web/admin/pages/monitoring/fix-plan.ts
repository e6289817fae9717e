import type { Graph } from '../../../kit/graph/client.ts'
import { isMissing } from '../../../kit/graph/error.ts'
import { texts } from '../../../texts/en/monitoring.ts'
import type { Fix } from './explanation.ts'
import { sayValue } from './setting-words.ts'

export type CallableFix = Fix & { method: string; url: string }
export type Change = { what: string; now: string; after: string }

/** What applying a fix will do, seen against what is stored now, and how it is taken back. */
export type FixPlan = {
  changes: Change[]
  method: string
  url: string
  body: unknown
  /** Does it, unless somebody else has changed the same thing since; resolves to what undoes it. */
  apply(): Promise<() => Promise<unknown>>
}

const partners = '/v1.0/policies/crossTenantAccessPolicy/partners'

type Body = Record<string, unknown>
const bodyOf = ({ body }: Fix): Body => (typeof body === 'object' && body !== null ? (body as Body) : {})

/** Reads the object first. The fix was written when the sign-in was refused: a lot may have changed since. */
export async function planFix(graph: Graph, fix: CallableFix): Promise<FixPlan> {
  if (fix.method === 'PATCH') return planPatch(graph, fix.url, bodyOf(fix))
  const { tenantId, ...settings } = bodyOf(fix)
  if (fix.url === partners && typeof tenantId === 'string') {
    // Meanwhile the organization may have been added.
    const url = `${partners}/${tenantId}`
    const known = await graph.get(url).catch((error: unknown) => {
      if (isMissing(error)) return null
      throw error
    })
    if (known !== null) return planPatch(graph, url, settings)
  }
  return planPost(graph, fix)
}

async function planPatch(graph: Graph, url: string, wanted: Body): Promise<FixPlan> {
  const { value: old, etag } = await graph.getTagged<Body>(url)
  const before = Object.fromEntries(Object.keys(wanted).map((name) => [name, old[name] ?? null]))
  return {
    changes: Object.entries(wanted).flatMap(([name, value]) => changesOf([name], before[name], value)),
    method: 'PATCH',
    url,
    body: wanted,
    async apply() {
      await graph.patch(url, wanted, { ifMatch: etag })
      return () => graph.patch(url, before)
    },
  }
}

async function planPost(graph: Graph, { url, body }: CallableFix): Promise<FixPlan> {
  const sent = body === null ? undefined : body
  return {
    changes: Object.entries(bodyOf({ body } as Fix)).flatMap(([name, value]) => changesOf([name], null, value)),
    method: 'POST',
    url,
    body,
    async apply() {
      const made = await graph.post<Body>(url, sent)
      return () => graph.delete(undoPath(url, body, made))
    },
  }
}

/** What takes back a POST: the deletion of what it made, or brought back. */
function undoPath(url: string, body: unknown, made: Body): string {
  if (url === partners) return `${partners}/${(body as { tenantId: string }).tenantId}`
  const restored = /^\/v1\.0\/directory\/deletedItems\/([^/]+)\/restore$/.exec(url)?.[1]
  if (restored) return `/v1.0/users/${restored}`
  if (url === '/v1.0/invitations') return `/v1.0/users/${(made.invitedUser as { id: string }).id}`
  return `${url}/${String(made.id)}`
}

/** Leaves that differ, named by their way there: "Inbound B2B collaboration › Applications". */
function changesOf(way: readonly string[], now: unknown, after: unknown): Change[] {
  const inner = partsOf(after)
  if (inner) {
    const old = partsOf(now) ?? {}
    return Object.entries(inner).flatMap(([name, value]) => changesOf([...way, name], old[name] ?? null, value))
  }
  const change = {
    what: way.map((name) => texts.settings[name] ?? texts.settingParts[name] ?? name).join(' › '),
    now: now === null || now === undefined ? texts.unset : sayValue(now),
    after: sayValue(after),
  }
  return change.now === change.after ? [] : [change]
}

/** Objects are taken apart, down to the halves of a cross-tenant setting, which read better whole. */
function partsOf(value: unknown): Body | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'accessType' in value) return null
  return value as Body
}
