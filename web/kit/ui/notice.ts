/** Something that has happened in this window, or is at work. */
export type Notice = {
  id: number
  intent: 'success' | 'error' | 'warning' | 'info'
  title: string
  says?: string
  at: number
  /** Long work: how far it is. `total` null: nobody knows how much there will be. */
  progress?: { done: number; failed: number; total: number | null } | undefined
  /** While it is at work. */
  work?: Work | undefined
  /** Behind the bell: what can be done with what was made. */
  action?: Action | undefined
}

/** Long work goes on whatever page is shown; it is stopped from anywhere. */
export type Work = {
  /** By which a page knows its own again: `users-export`. */
  key: string | null
  stop(): void
  /** It was told to, and ends what is under way. */
  stopping: boolean
}
export type Action = { label: string; run(): void }

/** A notice on its way past. */
export type Passing = Pick<Notice, 'id' | 'intent' | 'title' | 'says'> & {
  since: number
  undo: (() => void) | undefined
}
