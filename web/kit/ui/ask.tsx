import { Button, DialogActions, DialogBody, DialogContent, DialogTitle, Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { texts } from '../../texts/en/kit.ts'
import { Modal } from './modal.tsx'
import type { Question } from './question.ts'
import { UntilClosed } from './until-closed.tsx'

/** The dialog of `useConfirm`. Null: nothing is asked. */
export function Ask({ question, settle }: { question: Question | null; settle(yes: boolean): void }) {
  return <UntilClosed>{question && <Asked key={question.title} question={question} settle={settle} />}</UntilClosed>
}

function Asked({ question, settle }: { question: Question; settle(yes: boolean): void }) {
  const { title, says, action, typing } = question
  const [typed, setTyped] = useState('')
  return (
    <Modal alert onClose={() => settle(false)}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          settle(true)
        }}
      >
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            {says}
            {typing && (
              <Field label={texts.confirmTyping(typing)} style={{ marginBlockStart: '1rem' }}>
                <Input value={typed} onChange={(_, { value }) => setTyped(value)} autoComplete="off" />
              </Field>
            )}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" type="submit" disabled={typing !== undefined && typed.trim() !== typing}>
              {action}
            </Button>
            <Button onClick={() => settle(false)}>{texts.cancel}</Button>
          </DialogActions>
        </DialogBody>
      </form>
    </Modal>
  )
}
