import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular, CheckmarkRegular, CopyRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { Form, SubmitButton, UnsavedGuard } from '../../../kit/ui/form.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Section } from '../../../kit/ui/section.tsx'
import { texts } from '../../../texts/en/applications.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { useApplication } from './application.tsx'
import { changesIn, manifestOf } from './manifest-changes.ts'
import { useChangeOf } from './use-change-application.ts'

const useStyles = makeStyles({
  // The form's usual width is for fields of a line.
  wide: { '> form': { maxWidth: 'none' } },
  box: { maxHeight: 'none', width: '100%' },
  code: {
    maxHeight: 'none',
    whiteSpace: 'pre',
    overflowX: 'auto',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
})
const words = texts.manifest

/** The app as Graph answers it, to be read, copied and changed as a whole. */
export function Manifest() {
  const styles = useStyles()
  const newest = useApplication()
  const notify = useNotify()
  // The page reads the app again now and then: a text is a change of the version that it was typed over.
  const [typed, setTyped] = useState<{ text: string; over: typeof newest } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const over = typed?.over ?? newest
  const { app } = over
  const change = useChangeOf(over, () => setTyped(null))
  const saved = manifestOf(app)
  const text = typed?.text ?? saved
  const isDirty = text !== saved
  const type = (next: string | null) => {
    setTyped(next === null || next === saved ? null : { text: next, over: typed?.over ?? newest })
    setProblem(null)
    change.reset()
  }
  const submit = async () => {
    const found = changesIn(text, app)
    if ('problem' in found) return setProblem(found.problem)
    const done = await change.save(found.changes)
    if (!done) return
    setTyped(null)
    // A credential that was taken out is not in the text: it cannot be put back from there.
    const isFinal = 'passwordCredentials' in found.changes || 'keyCredentials' in found.changes
    notify.success(words.saved, isFinal ? {} : done)
  }
  return (
    <Section title={texts.parts.manifest} says={words.says} commands={<TakeAway text={text} file={app.appId} />}>
      <UnsavedGuard when={isDirty && !change.busy} />
      <div className={styles.wide}>
        <Form
          error={change.error}
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
          actions={
            <>
              <SubmitButton busy={change.busy} disabled={!isDirty} />
              <Button disabled={!isDirty || change.busy} onClick={() => type(null)}>
                {kit.discard}
              </Button>
            </>
          }
        >
          <Field {...(problem ? { validationMessage: problem } : {})}>
            <Textarea
              className={styles.box}
              textarea={{ className: styles.code }}
              aria-label={texts.parts.manifest}
              rows={28}
              resize="vertical"
              spellCheck={false}
              autoComplete="off"
              value={text}
              onChange={(_, { value }) => type(value)}
            />
          </Field>
        </Form>
      </div>
      {change.conflict}
    </Section>
  )
}

function TakeAway({ text, file }: { text: string; file: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }
  const download = () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    link.download = `${file}.json`
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <>
      <Button icon={copied ? <CheckmarkRegular /> : <CopyRegular />} onClick={() => void copy()}>
        {copied ? words.copied : words.copy}
      </Button>
      <Button icon={<ArrowDownloadRegular />} onClick={download}>
        {words.download}
      </Button>
    </>
  )
}
