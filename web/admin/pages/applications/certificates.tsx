import { Body1, Button, Field, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowUploadRegular, DeleteRegular } from '@fluentui/react-icons'
import { type ChangeEvent, useEffect, useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import { showDay } from '../../../kit/format.ts'
import { GraphError, sayReason } from '../../../kit/graph/error.ts'
import type { useSave } from '../../../kit/graph/save.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { Copyable } from '../../../kit/ui/facts.tsx'
import { atMost, Form, SubmitButton, TextField } from '../../../kit/ui/form.tsx'
import { List, wholeList } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { useRefused } from '../../../kit/ui/refused.ts'
import { Section } from '../../../kit/ui/section.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/applications.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { useApplication } from './application.tsx'
import { ExpiryBadge } from './expiry-badge.tsx'
import { type Certificate, expiryOf, here } from './model.ts'
import { useChangeApplication } from './use-change-application.ts'

const words = texts.credentials

/** Public certificates. PATCH replaces the list: those that stay are named by their id alone. */
export function Certificates() {
  const { app } = useApplication()
  const pane = usePane()
  const notify = useNotify()
  const confirm = useConfirm()
  const [now] = useState(Date.now)
  const adding = useChangeApplication({ quietly: true })
  const removing = useChangeApplication()
  const kept = app.keyCredentials.map(({ keyId }) => ({ keyId }))
  const remove = async ({ keyId, displayName }: Certificate) => {
    const yes = await confirm({
      title: words.removeCertificateTitle(displayName ?? keyId),
      says: words.removeCertificateSays,
      action: words.remove,
    })
    if (!yes) return
    const saved = await removing.save({ keyCredentials: kept.filter((one) => one.keyId !== keyId) })
    if (saved) notify.success(words.certificateRemoved)
  }
  return (
    <Section
      title={words.certificates}
      says={words.certificatesSays}
      commands={
        <Button icon={<ArrowUploadRegular />} onClick={() => pane.show('certificate')}>
          {words.newCertificate}
        </Button>
      }
    >
      <List
        label={words.certificates}
        list={wholeList(here(app.keyCredentials))}
        id={({ keyId }) => keyId}
        name={({ displayName, keyId }) => displayName ?? keyId}
        empty={words.noCertificates}
        columns={[
          { id: 'description', label: words.description, show: ({ displayName }) => displayName ?? '–' },
          {
            id: 'thumbprint',
            label: words.thumbprint,
            width: '24rem',
            show: ({ customKeyIdentifier }) => <Copyable value={hexOf(customKeyIdentifier)} what={words.thumbprint} />,
          },
          { id: 'starts', label: words.starts, show: ({ startDateTime }) => showDay(startDateTime) },
          {
            id: 'expires',
            label: words.expires,
            show: (one) => (
              <>
                {showDay(one.endDateTime)} <ExpiryBadge state={expiryOf([one], now)} />
              </>
            ),
          },
          {
            id: 'remove',
            label: words.remove,
            width: '5rem',
            show: (one) => (
              <Button
                appearance="subtle"
                icon={<DeleteRegular />}
                aria-label={`${words.remove} ${one.displayName ?? one.keyId}`}
                onClick={() => void remove(one)}
              />
            ),
          },
        ]}
      />
      <NewCertificate
        open={pane.open === 'certificate'}
        onClose={pane.close}
        saving={adding}
        onAdd={async (made) => {
          if (!(await adding.save({ keyCredentials: [...kept, made] }))) return
          notify.success(words.certificateAdded)
          pane.close()
        }}
      />
      {adding.conflict}
      {removing.conflict}
    </Section>
  )
}

const hexOf = (base64: string): string =>
  [...atob(base64)]
    .map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()

type Values = { description: string; pem: string }
const blank: Values = { description: '', pem: '' }
const formId = 'new-certificate'
const largest = 64 * 1024

const useStyles = makeStyles({
  file: {
    border: 'none',
    padding: 0,
    margin: 0,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
  },
  hidden: { display: 'none' },
})

function NewCertificate({
  open,
  onClose,
  saving,
  onAdd,
}: {
  open: boolean
  onClose(): void
  saving: ReturnType<typeof useSave>
  onAdd(credential: object): Promise<void>
}) {
  const styles = useStyles()
  const form = useForm<Values>({ defaultValues: blank })
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<{ name: string; key: string } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: empty each time it is opened
  useEffect(() => {
    if (!open) return
    form.reset(blank)
    setFile(null)
    setProblem(null)
    saving.reset()
  }, [open])
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = target.files ?? []
    target.value = ''
    if (!chosen) return
    setFile(null)
    saving.reset()
    if (chosen.size > largest) return setProblem(words.tooLarge)
    if (chosen.size === 0) return setProblem(words.emptyFile)
    // A character for each byte, as `btoa` wants it: no decoder that browsers have leaves all bytes alone.
    const text = Array.from(new Uint8Array(await chosen.arrayBuffer()), (byte) => String.fromCharCode(byte)).join('')
    if (isPrivate(text)) return setProblem(words.privateKey)
    setProblem(null)
    setFile({ name: chosen.name, key: text.includes('-----BEGIN') ? text : btoa(text) })
  }
  const submit = form.handleSubmit(async ({ description, pem }) => {
    const key = pem.trim() || file?.key
    if (!key) return setProblem(words.certificateMissing)
    if (isPrivate(key)) return setProblem(words.privateKey)
    setProblem(null)
    await onAdd({
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
      key,
      ...(description.trim() ? { displayName: description.trim() } : {}),
    })
  })
  const isAboutFile = form.watch('pem').trim() === '' && isAbout('key', saving.error)
  const error = useRefused(form, isAboutFile ? null : saving.error, (refusal) =>
    isAbout('key', refusal) ? 'pem' : isAbout('displayName', refusal) ? 'description' : null,
  )
  const wrongFile = problem ?? (isAboutFile ? sayReason(saving.error) : null)
  return (
    <Pane
      title={words.newCertificate}
      open={open}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={formId} busy={saving.busy} label={words.add} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Form id={formId} onSubmit={submit} error={error}>
        <Field label={words.file} {...(wrongFile ? { validationMessage: wrongFile } : {})}>
          <fieldset className={styles.file}>
            <Button icon={<ArrowUploadRegular />} onClick={() => input.current?.click()}>
              {words.chooseFile}
            </Button>
            <input
              ref={input}
              type="file"
              aria-label={words.file}
              accept=".cer,.crt,.pem,.der"
              className={styles.hidden}
              onChange={(event) => void choose(event)}
            />
            {file && <Body1 role="status">{words.chosenFile(file.name)}</Body1>}
          </fieldset>
        </Field>
        <TextField control={form.control} name="pem" label={words.paste} hint={words.pasteHint} lines={8} />
        <TextField
          control={form.control}
          name="description"
          label={words.description}
          autoComplete="off"
          rules={atMost(90)}
        />
      </Form>
    </Pane>
  )
}

/** Graph names the certificate by its place in the list: `keyCredentials[2].key`. */
const isAbout = (property: string, error: unknown): boolean =>
  error instanceof GraphError && (error.target?.endsWith(`].${property}`) ?? false)

/** What must never leave the machine of whoever made it, not even to be refused. */
const isPrivate = (text: string): boolean => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)
