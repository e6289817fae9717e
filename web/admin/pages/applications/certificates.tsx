import { Body1, Button, Field, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowUploadRegular } from '@fluentui/react-icons'
import { type ChangeEvent, useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import { showDay } from '../../../kit/format.ts'
import { query } from '../../../kit/graph/client.ts'
import { GraphError, sayReason } from '../../../kit/graph/error.ts'
import { useGraph } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { Copyable } from '../../../kit/ui/facts.tsx'
import { atMost, TextField } from '../../../kit/ui/form.tsx'
import { FormPane } from '../../../kit/ui/form-pane.tsx'
import { List, wholeList } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { useRefused } from '../../../kit/ui/refused.ts'
import { Section } from '../../../kit/ui/section.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/applications.ts'
import { useApplication } from './application.tsx'
import { credentialColumns } from './credential-columns.tsx'
import { type Certificate, here, type Registration, registrationPath } from './model.ts'
import { useChangeApplication, usePaneChange } from './use-change-application.ts'

const words = texts.credentials

const nameOf = ({ displayName, keyId }: Certificate) => displayName ?? keyId

/** Public certificates. */
export function Certificates() {
  const { app } = useApplication()
  const pane = usePane()
  const notify = useNotify()
  const confirm = useConfirm()
  const graph = useGraph()
  const [now] = useState(Date.now)
  const removing = useChangeApplication()
  const readWhole = async (certificate: Certificate): Promise<Certificate> => {
    const path = `${registrationPath(app.id)}${query({ $select: 'keyCredentials' })}`
    const { keyCredentials } = await graph.get<Pick<Registration, 'keyCredentials'>>(path)
    return keyCredentials.find(({ keyId }) => keyId === certificate.keyId) ?? certificate
  }
  const remove = async (certificate: Certificate) => {
    const { keyId } = certificate
    const yes = await confirm({
      title: words.removeCertificateTitle(nameOf(certificate)),
      says: words.removeCertificateSays,
      action: words.remove,
    })
    if (!yes) return
    // The certificate itself is answered only when it is asked for: to be put back, it must be read before it is gone.
    const whole = await readWhole(certificate).catch((error) => notify.error(words.removeFailed, error))
    if (!whole) return
    const saved = await removing.save(
      { keyCredentials: app.keyCredentials.filter((one) => one.keyId !== keyId) },
      { keyCredentials: app.keyCredentials.map((one) => (one.keyId === keyId ? whole : one)) },
    )
    if (saved) notify.success(words.certificateRemoved, saved)
  }
  const { expires, remove: removal } = credentialColumns({ now, name: nameOf, onDelete: (one) => void remove(one) })
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
        name={nameOf}
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
          expires,
          removal,
        ]}
      />
      <UntilClosed>{pane.open === 'certificate' && <NewCertificate onClose={pane.close} />}</UntilClosed>
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

function NewCertificate({ onClose }: { onClose(): void }) {
  const styles = useStyles()
  const notify = useNotify()
  const { app, ...saving } = usePaneChange(onClose)
  const form = useForm<Values>({ defaultValues: blank })
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<{ name: string; key: string } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
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
    const made = {
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
      key,
      ...(description.trim() ? { displayName: description.trim() } : {}),
    }
    // Those that stay go back as they were read, without the certificate itself: Graph knows them by their ids.
    if (!(await saving.save({ keyCredentials: [...app.keyCredentials, made] }))) return
    notify.success(words.certificateAdded)
    onClose()
  })
  const isAboutFile = form.watch('pem').trim() === '' && isAbout('key', saving.error)
  const error = useRefused(form, isAboutFile ? null : saving.error, (refusal) =>
    isAbout('key', refusal) ? 'pem' : isAbout('displayName', refusal) ? 'description' : null,
  )
  const wrongFile = problem ?? (isAboutFile ? sayReason(saving.error) : null)
  return (
    <>
      <FormPane
        title={words.newCertificate}
        action={words.add}
        busy={saving.busy}
        error={error}
        onSubmit={submit}
        onClose={onClose}
      >
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
      </FormPane>
      {saving.conflict}
    </>
  )
}

/** Graph names the certificate by its place in the list: `keyCredentials[2].key`. */
const isAbout = (property: string, error: unknown): boolean =>
  error instanceof GraphError && (error.target?.endsWith(`].${property}`) ?? false)

/**
 * What must never leave the machine of whoever made it, not even to be refused: a key as PEM, or as bytes. A certificate is
 * a sequence that begins with a sequence; keys (PKCS #1, PKCS #8, SEC 1) and .pfx files begin with a number.
 */
const isPrivate = (text: string): boolean =>
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text) ||
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are bytes, not characters
  /^\x30(?:[\x00-\x7f]|\x81.|\x82..|\x83...)\x02/s.test(text)
