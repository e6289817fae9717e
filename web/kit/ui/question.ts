import type { ReactNode } from 'react'

/** What is asked before something is destroyed: `useConfirm`. */
export type Question = {
  title: string
  /** What will happen, to whom, and whether it can be undone. */
  says: ReactNode
  /** The verb of the button: "Delete", not "OK". */
  action: string
  /** For what cannot be undone: the person types this first. */
  typing?: string
}
