import type { Graph } from '../../kit/graph/client.ts'
import { type Page, query } from '../../kit/graph/client.ts'
import { find, isGuid, type Picked } from '../../kit/graph/find.ts'
import { texts } from '../../texts/en/search.ts'
import { paths } from '../paths.ts'
import { matchCode, matchIds, matchPlaces, matchPortal } from './match.ts'
import { type Place, places } from './places.ts'

/** One line of the results: where it leads, under which heading. */
export type Hit = { key: string; group: string; label: string; detail?: string | undefined; to: string }

/** What needs no question to the server. */
export function hitsHere(text: string, shown: (place: Place) => boolean): Hit[] {
  const portal = matchPortal(text)
  if (portal !== null) {
    const known = places.find(({ to }) => to === portal)
    return [
      {
        key: 'portal',
        group: texts.pages,
        label: known?.label ?? texts.oldAddress,
        detail: texts.oldAddress,
        to: portal,
      },
    ]
  }
  const code = matchCode(text)
  const ids = matchIds(text)
  return [
    ...(code === null
      ? []
      : [
          { key: 'code', group: texts.code, label: texts.codeMeans(code), to: paths.errorCode(code) },
          { key: 'code-sign-ins', group: texts.code, label: texts.codeSignIns(code), to: paths.signInsWithCode(code) },
        ]),
    ...ids.flatMap((id) => [
      { key: `correlation-${id}`, group: texts.ids, label: texts.correlation(id), to: paths.signInsCorrelated(id) },
      { key: `request-${id}`, group: texts.ids, label: texts.signIn(id), to: paths.signIn(id) },
      { key: `audit-${id}`, group: texts.ids, label: texts.audit(id), to: paths.auditCorrelated(id) },
    ]),
    ...matchPlaces(text, shown).map(({ label, where, to }) => ({
      key: to,
      group: texts.pages,
      label,
      detail: where,
      to,
    })),
  ]
}

const fewest = 2

/** People, groups and apps of the directory; what the person may not read is left out. */
export async function hitsOfDirectory(graph: Graph, text: string, signal: AbortSignal): Promise<Hit[]> {
  const [id, ...more] = matchIds(text)
  const wanted = id !== undefined && more.length === 0 ? id : text.trim()
  if (wanted.length < fewest || matchPortal(text) !== null || wanted.length > 100) return []
  const read = async <T>(ask: Promise<T[]>): Promise<T[]> => ask.catch(() => [])
  const [people, groups, principals, registrations] = await Promise.all([
    read(find(graph, 'user', wanted, signal)),
    read(find(graph, 'group', wanted, signal)),
    read(find(graph, 'application', wanted, signal)),
    read(findRegistrations(graph, wanted, signal)),
  ])
  const registered = new Set(registrations.map(({ appId }) => appId))
  const line = (group: string, to: (one: Picked) => string) => (one: Picked) => ({
    key: one.id,
    group,
    label: one.name,
    detail: one.detail ?? undefined,
    to: to(one),
  })
  return [
    ...people.map(line(texts.people, (one) => paths.user(one.id))),
    ...groups.map(line(texts.groups, (one) => paths.group(one.id))),
    ...registrations.map(line(texts.applications, (one) => paths.application(one.id))),
    ...principals
      .filter(({ appId }) => !registered.has(appId))
      .map(line(texts.applications, (one) => paths.enterpriseApplication(one.id))),
  ]
}

async function findRegistrations(graph: Graph, text: string, signal: AbortSignal): Promise<Picked[]> {
  const options = isGuid(text)
    ? { $filter: `appId eq '${text}' or id eq '${text}'` }
    : { $search: `"displayName:${text.replaceAll(/["\\]/g, '\\$&')}"` }
  const path = `/v1.0/applications${query({ ...options, $select: 'id,displayName,appId', $top: 10, $count: true })}`
  const headers = { ConsistencyLevel: 'eventual' }
  const { value } = await graph.get<Page<{ id: string; displayName: string; appId: string }>>(path, { headers, signal })
  return value.map(({ id, displayName, appId }) => ({
    id,
    kind: 'application',
    name: displayName,
    detail: appId,
    appId,
  }))
}
