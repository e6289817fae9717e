import { usePane, useUrlState } from '../../../kit/ui/url-state.ts'

/** The pane that adds an entry to a list (`?pane=role`), or edits the one that the address names (`?role=…`), if it is there. */
export function useEntryPane<T>(name: string, find: (id: string) => T | undefined) {
  const pane = usePane()
  const [named, nameOne] = useUrlState(name)
  const entry = (named === null ? undefined : find(named)) ?? null
  return {
    open: pane.open === name || entry !== null,
    /** Null: a new one. */
    entry,
    add: () => pane.show(name),
    edit: (id: string) => nameOne(id, { push: true }),
    close: () => (entry === null ? pane.close() : nameOne(null, { push: true })),
  }
}
