/** Something that has happened in this window, or is at work. */
export type Notice = {
  id: number
  intent: 'success' | 'error' | 'warning' | 'info'
  title: string
  says?: string
  at: number
  /** Long work: how far it is. `total` null: nobody knows how much there will be. */
  progress?: { done: number; failed: number; total: number | null } | undefined
}

/** A notice on its way past. */
export type Passing = Pick<Notice, 'id' | 'intent' | 'title' | 'says'> & {
  since: number
  undo: (() => void) | undefined
}
