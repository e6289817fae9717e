import { isGuid } from '../../../kit/graph/find.ts'
import type { Names } from '../../../kit/graph/names.ts'
import { Copyable } from '../../../kit/ui/facts.tsx'
import { texts } from '../../../texts/en/monitoring.ts'

/** What an id is the id of, where that is known, and the id that other tools want. What is no id stands as it is. */
export function NamedId({ id, names, what = texts.objectId }: { id: string; names: Names; what?: string }) {
  if (!isGuid(id)) return id
  const name = names.get(id)
  return (
    <>
      {name && <div>{name}</div>}
      <Copyable value={id} what={what} />
    </>
  )
}
