import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
} from '@fluentui/react-components'
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react'
import { texts } from '../../texts/en/kit.ts'

export type Question = {
  title: string
  /** What will happen, to whom, and whether it can be undone. */
  says: ReactNode
  /** The verb of the button: "Delete", not "OK". */
  action: string
  /** For what cannot be undone: the person types this first. */
  typing?: string
}

const ConfirmContext = createContext<((question: Question) => Promise<boolean>) | null>(null)

/** Asks before something is destroyed: `if (await confirm({…})) …`. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const confirm = useContext(ConfirmContext)
  if (!confirm) throw new Error('useConfirm is used outside ConfirmProvider')
  return confirm
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null)
  const [typed, setTyped] = useState('')
  const answer = useRef<(yes: boolean) => void>(() => undefined)
  const confirm = useCallback(
    (next: Question) =>
      new Promise<boolean>((resolve) => {
        answer.current = resolve
        setTyped('')
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
      <Dialog open={question !== null} modalType="alert" onOpenChange={(_, { open }) => !open && settle(false)}>
        <DialogSurface>
          {question && (
            <form
              onSubmit={(event) => {
                event.preventDefault()
                settle(true)
              }}
            >
              <DialogBody>
                <DialogTitle>{question.title}</DialogTitle>
                <DialogContent>
                  {question.says}
                  {question.typing && (
                    <Field label={texts.confirmTyping(question.typing)} style={{ marginBlockStart: '1rem' }}>
                      <Input value={typed} onChange={(_, { value }) => setTyped(value)} autoComplete="off" />
                    </Field>
                  )}
                </DialogContent>
                <DialogActions>
                  <Button
                    appearance="primary"
                    type="submit"
                    disabled={question.typing !== undefined && typed.trim() !== question.typing}
                  >
                    {question.action}
                  </Button>
                  <Button onClick={() => settle(false)}>{texts.cancel}</Button>
                </DialogActions>
              </DialogBody>
            </form>
          )}
        </DialogSurface>
      </Dialog>
    </ConfirmContext>
  )
}
