import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'
import { useRefresh } from '../graph/hooks.tsx'
import { useConfirm } from './confirm.tsx'
import { List, type ListProps } from './list.tsx'
import { useNotify } from './notify.tsx'
import type { Question } from './question.ts'

/** How what is chosen is taken away, and given back. */
export type Removal<T> = {
  /** The button, and the verb of the question. */
  label: string
  /** `final`: it cannot be given back. */
  ask(items: readonly T[]): Pick<Question, 'title' | 'says'> & { final?: boolean }
  /** What is going on, for the bell. */
  removing(items: readonly T[]): string
  remove(item: T): Promise<unknown>
  restoring(items: readonly T[]): string
  restore(item: T): Promise<unknown>
}

const useStyles = makeStyles({
  commands: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** A list of what belongs to something: rows are chosen and removed, after a question, and come back by "Undo". */
export function RemovableList<T>({
  add,
  removal,
  stale,
  ...rest
}: Omit<ListProps<T>, 'selection'> & {
  /** The button that adds to it. */
  add: ReactNode
  removal: Removal<T>
  /** Paths of what is read anew after a change. */
  stale: readonly string[]
}) {
  const styles = useStyles()
  const confirm = useConfirm()
  const notify = useNotify()
  const refresh = useRefresh()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const items = rest.list.items.filter((item) => chosen.has(rest.id(item)))

  const restore = async (removed: readonly T[]) => {
    await notify.job(removal.restoring(removed), removed, removal.restore)
    await refresh(stale)
  }
  const remove = async () => {
    const { final = false, ...question } = removal.ask(items)
    if (!(await confirm({ ...question, action: removal.label }))) return
    setChosen(new Set())
    const undo = final ? {} : { undo: (removed: T[]) => void restore(removed) }
    await notify.job(removal.removing(items), items, removal.remove, undo)
    await refresh(stale)
  }
  return (
    <>
      <div className={styles.commands}>
        {add}
        <Button icon={<DeleteRegular />} disabled={items.length === 0} onClick={() => void remove()}>
          {removal.label}
        </Button>
      </div>
      <List {...rest} selection={{ chosen, set: setChosen }} />
    </>
  )
}
