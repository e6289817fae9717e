import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { texts } from '../../texts/en/kit.ts'
import { Pane } from './pane.tsx'

/** A pane in which at least one thing is chosen, to be added somewhere. It is in the page only while it is open. */
export function ChoosePane<T>({
  title,
  action,
  nothing,
  onChoose,
  onClose,
  children,
}: {
  title: string
  /** The verb of the button. */
  action: string
  /** What is said when nothing was chosen. */
  nothing: string
  onChoose(chosen: T[]): unknown
  onClose(): void
  /** The field, with what is wrong with the choice. */
  children(chosen: T[], set: (chosen: T[]) => void, problem: string | null): ReactNode
}) {
  const [chosen, setChosen] = useState<T[]>([])
  const [tried, setTried] = useState(false)
  const submit = () => {
    setTried(true)
    if (chosen.length > 0) void onChoose(chosen)
  }
  return (
    <Pane
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button appearance="primary" onClick={submit}>
            {action}
          </Button>
          <Button onClick={onClose}>{texts.cancel}</Button>
        </>
      }
    >
      {children(chosen, setChosen, tried && chosen.length === 0 ? nothing : null)}
    </Pane>
  )
}
