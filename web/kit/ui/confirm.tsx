import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useRef, useState } from 'react'
import type { Question } from './question.ts'

const Ask = lazy(async () => ({ default: (await import('./ask.tsx')).Ask }))

const ConfirmContext = createContext<((question: Question) => Promise<boolean>) | null>(null)

/** Asks before something is destroyed: `if (await confirm({…})) …`. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const confirm = useContext(ConfirmContext)
  if (!confirm) throw new Error('useConfirm is used outside ConfirmProvider')
  return confirm
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null)
  const [loaded, setLoaded] = useState(false)
  const answer = useRef<(yes: boolean) => void>(() => undefined)
  const confirm = useCallback(
    (next: Question) =>
      new Promise<boolean>((resolve) => {
        answer.current = resolve
        setLoaded(true)
        setQuestion(next)
      }),
    [],
  )
  const settle = (yes: boolean) => {
    setQuestion(null)
    answer.current(yes)
  }
  return (
    <ConfirmContext value={confirm}>
      {children}
      {loaded && (
        <Suspense fallback={null}>
          <Ask question={question} settle={settle} />
        </Suspense>
      )}
    </ConfirmContext>
  )
}
