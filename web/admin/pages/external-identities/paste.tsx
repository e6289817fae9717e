import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { texts } from '../../../texts/en/external-identities.ts'

const useStyles = makeStyles({
  paste: { display: 'grid', gap: tokens.spacingVerticalS, justifyItems: 'start' },
  wide: { width: '100%' },
})

const shownWrong = 3

/** Values typed or pasted, one or many. What is none is named, and nothing is added then. */
export function PasteField({
  label,
  hint,
  parse,
  wrongSays,
  emptySays,
  most,
  onAdd,
  children,
}: {
  label: string
  hint: string
  parse(text: string): { good: string[]; wrong: string[] }
  wrongSays(which: string, more: number): string
  emptySays: string
  most: number
  onAdd(values: string[]): void
  children?: ReactNode
}) {
  const styles = useStyles()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const add = () => {
    const { good, wrong } = parse(text)
    if (wrong.length > 0) {
      const shown = wrong.slice(0, shownWrong).map((word) => `“${word.slice(0, 40)}”`)
      setProblem(wrongSays(shown.join(', '), wrong.length - shown.length))
    } else if (good.length === 0) setProblem(emptySays)
    else if (good.length > most) setProblem(texts.tooMany(most))
    else {
      onAdd(good)
      setText('')
      setProblem(null)
    }
  }
  return (
    <div className={styles.paste}>
      {children}
      <Field label={label} hint={hint} className={styles.wide} {...(problem ? { validationMessage: problem } : {})}>
        <Textarea
          value={text}
          rows={2}
          resize="vertical"
          maxLength={20_000}
          onChange={(_, { value }) => {
            setText(value)
            setProblem(null)
          }}
        />
      </Field>
      <Button onClick={add} aria-label={`${texts.add}: ${label}`}>
        {texts.add}
      </Button>
    </div>
  )
}
