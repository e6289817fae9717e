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
import { useEffect, useState } from 'react'
import { texts } from '../../texts/en/kit.ts'
import type { Question } from './question.ts'
import { returnFocus } from './return-focus.ts'

/** The dialog of `useConfirm`. */
export function Ask({ question, settle }: { question: Question | null; settle(yes: boolean): void }) {
  const [typed, setTyped] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: each question starts with an empty field
  useEffect(() => setTyped(''), [question])
  return (
    <Dialog open={question !== null} modalType="alert" onOpenChange={(_, { open }) => !open && settle(false)}>
      <DialogSurface>
        <ReturnFocus />
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
  )
}

/** Lives as long as the dialog is there, its fading out included. */
function ReturnFocus() {
  useEffect(() => returnFocus(), [])
  return null
}
