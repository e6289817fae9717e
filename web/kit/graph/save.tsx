import { type ReactNode, useState } from 'react'
import { showText } from '../format.ts'
import { Conflict, type Difference } from '../ui/conflict.tsx'
import { isConflict } from './error.ts'
import { useGraph, useRefresh } from './hooks.tsx'

type Body = Record<string, unknown>
/** Some changes have to go through a state in between: `back` returns from there when the second step is refused. */
type Through = { body: object; back: object }
type Change = { body: Body; etag: string | null; through: Through | null }

/**
 * PATCHes an object that was read with its `ETag`. When somebody else has changed it meanwhile nothing is saved, and
 * `conflict`, which the page shows somewhere, asks whose version shall stand.
 */
export function useSave({
  path,
  etag,
  stale,
  labels = {},
  onTake,
}: {
  path: string
  etag: string | null
  /** What is read again afterwards, besides the object itself. */
  stale: readonly string[]
  /** What people call the properties: `{ 'web.logoutUrl': 'Front-channel logout URL' }`. */
  labels?: Readonly<Record<string, string>>
  /** After a conflict, what somebody else saved shall stand. */
  onTake?(): void
}): {
  /** Whether it was saved; otherwise `error` or `conflict` says why not. */
  save(body: object, through?: Through | null): Promise<boolean>
  busy: boolean
  error: unknown
  /** Forgets the error, as when a pane is opened anew. */
  reset(): void
  conflict: ReactNode
} {
  const graph = useGraph()
  const refresh = useRefresh()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [clash, setClash] = useState<(Change & { differences: Difference[]; settle(saved: boolean): void }) | null>(
    null,
  )

  const change = async ({ body, etag, through }: Change): Promise<void> => {
    if (!through) return graph.patch(path, body, { ifMatch: etag })
    const between = await graph.patchTagged(path, through.body, { ifMatch: etag })
    // Neither on nor back over what somebody else saves meanwhile.
    try {
      await graph.patch(path, body, { ifMatch: between })
    } catch (failure) {
      const now = await graph.getTagged(path)
      if (says(now.value, through.body)) await graph.patch(path, through.back, { ifMatch: now.etag })
      throw failure
    }
  }
  const send = async ({ body, etag, through }: Change): Promise<boolean> => {
    setBusy(true)
    setError(null)
    try {
      await change({ body, etag, through })
      await refresh([path, ...stale])
      return true
    } catch (failure) {
      if (!isConflict(failure)) {
        setError(failure)
        return false
      }
      const now = await graph.getTagged<Body>(path)
      return new Promise((settle) =>
        setClash({ body, etag: now.etag, through, differences: differencesOf(now.value, body, labels), settle }),
      )
    } finally {
      setBusy(false)
    }
  }
  return {
    save: (body, through = null) => send({ body: body as Body, etag, through }),
    busy,
    error,
    reset: () => setError(null),
    conflict: (
      <Conflict
        differences={clash?.differences ?? null}
        onOverwrite={() => {
          setClash(null)
          if (clash) void send(clash).then(clash.settle)
        }}
        onTake={() => {
          setClash(null)
          onTake?.()
          void refresh([path, ...stale]).then(() => clash?.settle(false))
        }}
      />
    ),
  }
}

/** What is saved now beside what was to be saved, property by property, only where they differ. */
function differencesOf(theirs: unknown, yours: Body, labels: Readonly<Record<string, string>>): Difference[] {
  const found: Difference[] = []
  const walk = (now: unknown, wanted: unknown, path: string) => {
    if (isPlain(wanted)) {
      for (const [name, value] of Object.entries(wanted)) {
        walk(isPlain(now) ? now[name] : undefined, value, path ? `${path}.${name}` : name)
      }
      return
    }
    const [a, b] = [show(now), show(wanted)]
    if (a !== b) found.push({ label: labels[path] ?? path, theirs: a, yours: b })
  }
  walk(theirs, yours, '')
  return found
}

/** It is still as it was put: nobody else has changed this part. */
const says = (now: unknown, part: unknown): boolean =>
  isPlain(part)
    ? isPlain(now) && Object.entries(part).every(([name, value]) => says(now[name], value))
    : JSON.stringify(now) === JSON.stringify(part)

const isPlain = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

const show = (value: unknown): string =>
  Array.isArray(value) && value.some((one) => typeof one === 'object')
    ? value.map((one) => nameOf(one)).join(', ') || '–'
    : showText(value)

const nameOf = (one: unknown): string => {
  if (!isPlain(one)) return showText(one)
  const name = one.displayName ?? one.value ?? one.adminConsentDisplayName ?? one.id ?? one.keyId
  return name === undefined ? JSON.stringify(one) : String(name)
}
