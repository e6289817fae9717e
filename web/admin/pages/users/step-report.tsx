import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { sayError } from '../../../kit/graph/error.ts'
import { texts } from '../../../texts/en/users.ts'
import type { Step } from './invite.ts'

/** What was done after the user was there, and what was not, with its reason. */
export function StepReport({
  steps,
  intro,
  onRetry,
}: {
  steps: readonly Step[]
  intro: string
  onRetry(): Promise<void>
}) {
  if (steps.length === 0) return null
  const lines = (
    <ul style={{ margin: 0 }}>
      {steps.map(({ label, done, error }) => (
        <li key={label}>{done ? texts.stepDone(label) : texts.stepFailed(label, sayError(error))}</li>
      ))}
    </ul>
  )
  if (steps.every(({ done }) => done)) return lines
  return (
    <MessageBar intent="warning" layout="multiline" role="alert">
      <MessageBarBody>
        {intro}
        {lines}
        <Button size="small" onClick={() => void onRetry()}>
          {texts.tryRest}
        </Button>
      </MessageBarBody>
    </MessageBar>
  )
}
