import type { Graph } from '../../../kit/graph/client.ts'
import { isMissing } from '../../../kit/graph/error.ts'
import type { Names } from '../../../kit/graph/names.ts'
import { saveOver } from '../../../kit/graph/save-over.ts'
import { takeBack } from '../../../kit/graph/take-back.ts'
import { texts } from '../../../texts/en/monitoring.ts'
import type { Fix } from './explanation.ts'
import { sayValue } from './setting-words.ts'

export type CallableFix = Fix & { method: string; url: string }
export type Change = { what: string; now: string; after: string }

export type Undo = () => Promise<unknown>

/** What applying a fix will do, seen against what is stored now, and how it is taken back. */
export type FixPlan = {
  changes: Change[]
  /** Somebody has done it already. */
  done: boolean
  method: string
  url: string
  body: unknown
  /** Does it, unless somebody else has changed the same thing since; resolves to what undoes it, where anything does. */
  apply(): Promise<Undo | null>
}

const partners = '/v1.0/policies/crossTenantAccessPolicy/partners'

type Body = Record<string, unknown>
const bodyOf = ({ body }: Fix): Body => (typeof body === 'object' && body !== null ? (body as Body) : {})

/** Methods that can be shown beforehand and done. A fix by any other one is told in words. */
export const canApply = (method: string): boolean => ['PATCH', 'POST', 'PUT', 'DELETE'].includes(method)

/** Reads the object first. The fix was written when the sign-in was refused: a lot may have changed since. */
export async function planFix(graph: Graph, fix: CallableFix, names: Names): Promise<FixPlan> {
  switch (fix.method) {
    case 'PATCH':
      return planPatch(graph, fix.url, bodyOf(fix), names)
    case 'PUT':
      return planPut(graph, fix, names)
    case 'DELETE':
      return planDelete(graph, fix)
    case 'POST':
      return planPost(graph, fix, names)
    default:
      throw new Error(`a fix by ${fix.method} cannot be applied`)
  }
}

/** An object as it is now; null where there is none. */
const stored = (graph: Graph, url: string): Promise<{ value: Body; etag: string | null } | null> =>
  graph.getTagged<Body>(url).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })

const allChanges = (before: Body | null, wanted: Body, names: Names): Change[] =>
  Object.entries(wanted).flatMap(([name, value]) => changesOf([name], before?.[name] ?? null, value, names))

async function planPatch(graph: Graph, url: string, wanted: Body, names: Names): Promise<FixPlan> {
  const { value: old, etag } = await graph.getTagged<Body>(url)
  const before = Object.fromEntries(Object.keys(wanted).map((name) => [name, old[name] ?? null]))
  const changes = allChanges(before, wanted, names)
  return {
    changes,
    done: changes.length === 0,
    method: 'PATCH',
    url,
    body: wanted,
    async apply() {
      const end = await saveOver(graph, url, { value: old, etag }, wanted, { whole: true })
      if (!end.saved) throw new Error(texts.fixOvertaken)
      const { after } = end
      return after && (() => takeBack(graph, { path: url, before: end.before, after, whole: true }))
    },
  }
}

/** The whole object is replaced; one that was not there is deleted again. */
async function planPut(graph: Graph, fix: CallableFix, names: Names): Promise<FixPlan> {
  const { url, body } = fix
  const old = await stored(graph, url)
  const wanted = bodyOf(fix)
  const changes = allChanges(old?.value ?? null, wanted, names)
  return {
    changes,
    done: old !== null && changes.length === 0,
    method: 'PUT',
    url,
    body,
    async apply() {
      await graph.put(url, body, { ifMatch: old?.etag ?? null })
      return () => (old ? graph.put(url, withoutNotes(old.value)) : graph.delete(url))
    },
  }
}

async function planDelete(graph: Graph, { url }: CallableFix): Promise<FixPlan> {
  const old = await stored(graph, url)
  const name = String(old?.value.displayName ?? old?.value.tenantId ?? old?.value.id ?? url)
  return {
    changes: old ? [{ what: name, now: texts.fixThere, after: texts.fixDeleted }] : [],
    done: old === null,
    method: 'DELETE',
    url,
    body: null,
    async apply() {
      await graph.delete(url, { ifMatch: old?.etag ?? null })
      return old && undoOfDelete(graph, url, old.value)
    },
  }
}

/** The restoration of what is kept for a while; an organization's settings are made anew. */
function undoOfDelete(graph: Graph, url: string, old: Body): Undo | null {
  const kept = /^\/v1\.0\/(?:users|groups|applications|servicePrincipals)\/([^/]+)$/.exec(url)?.[1]
  if (kept) return () => graph.post(`/v1.0/directory/deletedItems/${kept}/restore`)
  if (!url.startsWith(`${partners}/`)) return null
  const { isInMultiTenantOrganization: _, ...content } = withoutNotes(old)
  return () => graph.post(partners, content)
}

const withoutNotes = (value: Body): Body =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !name.startsWith('@odata.')))

async function planPost(graph: Graph, fix: CallableFix, names: Names): Promise<FixPlan> {
  const { url, body } = fix
  const { tenantId, ...settings } = bodyOf(fix)
  if (url === partners && typeof tenantId === 'string') {
    // Meanwhile the organization may have been added.
    const known = `${partners}/${tenantId}`
    if (await stored(graph, known)) return planPatch(graph, known, settings, names)
  }
  return {
    changes: allChanges(null, bodyOf(fix), names),
    done: false,
    method: 'POST',
    url,
    body,
    async apply() {
      const made = await graph.post<Body>(url, body === null ? undefined : body)
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
function changesOf(way: readonly string[], now: unknown, after: unknown, names: Names): Change[] {
  const inner = partsOf(after)
  if (inner) {
    const old = partsOf(now) ?? {}
    return Object.entries(inner).flatMap(([name, value]) => changesOf([...way, name], old[name] ?? null, value, names))
  }
  const change = {
    what: way.map((name) => texts.settings[name] ?? texts.settingParts[name] ?? name).join(' › '),
    now: now === null || now === undefined ? texts.unset : sayValue(now, names),
    after: sayValue(after, names),
  }
  return change.now === change.after ? [] : [change]
}

/** Objects are taken apart, down to the halves of a cross-tenant setting, which read better whole. */
function partsOf(value: unknown): Body | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'accessType' in value) return null
  return value as Body
}
