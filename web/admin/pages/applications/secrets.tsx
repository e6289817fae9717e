import {
  Button,
  Field,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useGraphChange } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { Copyable } from '../../../kit/ui/facts.tsx'
import { atMost, SelectField, TextField } from '../../../kit/ui/form.tsx'
import { FormPane } from '../../../kit/ui/form-pane.tsx'
import { List, wholeList } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Section } from '../../../kit/ui/section.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/applications.ts'
import { useApplication } from './application.tsx'
import { credentialColumns } from './credential-columns.tsx'
import { here, registrationPath, registrations, type Secret } from './model.ts'

const useStyles = makeStyles({ mono: { fontFamily: 'monospace' } })
const words = texts.credentials
const nameOf = ({ displayName, hint }: Secret) => words.secretName(displayName, hint)

/** Client secrets. The value of a new one is held by this page alone, until it is left. */
export function Secrets() {
  const styles = useStyles()
  const { app } = useApplication()
  const pane = usePane()
  const notify = useNotify()
  const confirm = useConfirm()
  const [now] = useState(Date.now)
  const [made, setMade] = useState<Secret | null>(null)
  const path = registrationPath(app.id)
  const remove = useGraphChange(
    (graph, keyId: string) => graph.post(`${path}/removePassword`, { keyId }),
    [registrations],
  )
  const ask = async (secret: Secret) => {
    const { keyId } = secret
    const yes = await confirm({
      title: words.removeSecretTitle(nameOf(secret)),
      says: words.removeSecretSays,
      action: words.remove,
    })
    if (!yes) return
    remove.mutate(keyId, {
      onSuccess: () => {
        if (made?.keyId === keyId) setMade(null)
        notify.success(words.secretRemoved)
      },
      onError: (error) => notify.error(words.removeFailed, error),
    })
  }
  const { expires, remove: removal } = credentialColumns({
    now,
    name: nameOf,
    onDelete: (one: Secret) => void ask(one),
  })
  return (
    <Section
      title={words.secrets}
      says={words.secretsSays}
      commands={
        <Button icon={<AddRegular />} onClick={() => pane.show('secret')}>
          {words.newSecret}
        </Button>
      }
    >
      {made && (
        <MessageBar intent="warning" layout="multiline" role="status">
          <MessageBarBody>
            <MessageBarTitle>{words.shownOnce}</MessageBarTitle>
            {words.shownOnceSays}
            <Field label={words.secretValue}>
              <Copyable value={made.secretText} what={words.secretValueWhat} />
            </Field>
          </MessageBarBody>
          <MessageBarActions>
            <Button onClick={() => setMade(null)}>{words.hide}</Button>
          </MessageBarActions>
        </MessageBar>
      )}
      <List
        label={words.secrets}
        list={wholeList(here(app.passwordCredentials))}
        id={({ keyId }) => keyId}
        name={nameOf}
        empty={words.noSecrets}
        columns={[
          { id: 'description', label: words.description, show: ({ displayName }) => displayName ?? '–' },
          { id: 'hint', label: words.hint, show: ({ hint }) => <span className={styles.mono}>{hint}…</span> },
          expires,
          {
            id: 'id',
            label: words.secretId,
            width: '22rem',
            show: ({ keyId }) => <Copyable value={keyId} what={words.secretIdWhat} />,
          },
          removal,
        ]}
      />
      <UntilClosed>
        {pane.open === 'secret' && (
          <NewSecret
            onClose={pane.close}
            onMade={(secret) => {
              setMade(secret)
              pane.close()
              notify.success(words.secretAdded)
            }}
          />
        )}
      </UntilClosed>
    </Section>
  )
}

type Values = { description: string; months: string; end: string }
const blank: Values = { description: '', months: '6', end: '' }
const choices = [3, 6, 12, 24]

function NewSecret({ onClose, onMade }: { onClose(): void; onMade(secret: Secret): void }) {
  const { app } = useApplication()
  const form = useForm<Values>({ defaultValues: blank })
  const add = useGraphChange(
    (graph, passwordCredential: object) =>
      graph.post<Secret>(`${registrationPath(app.id)}/addPassword`, { passwordCredential }),
    [registrations],
  )
  const custom = form.watch('months') === 'custom'
  const submit = form.handleSubmit(async ({ description, months, end }) => {
    const wish = { displayName: description.trim() || null, endDateTime: endOf(months, end).toISOString() }
    // Also when the pane was closed meanwhile: the value is told this once. A refusal is in `add.error`.
    const secret = await add.mutateAsync(wish).catch(() => null)
    if (secret) onMade(secret)
  })
  return (
    <FormPane
      title={words.newSecret}
      action={words.add}
      busy={add.isPending}
      error={add.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        control={form.control}
        name="description"
        label={words.description}
        autoComplete="off"
        rules={atMost(90)}
      />
      <SelectField
        control={form.control}
        name="months"
        label={words.expires}
        options={[
          ...choices.map((count) => ({ value: String(count), label: words.months(count) })),
          { value: 'custom', label: words.custom },
        ]}
      />
      {custom && (
        <TextField
          control={form.control}
          name="end"
          type="date"
          label={words.endDate}
          rules={{
            required: words.endDateWrong,
            validate: (value) => endOf('custom', value).getTime() > Date.now() || words.endDateWrong,
          }}
        />
      )}
    </FormPane>
  )
}

/** The same day some months ahead, or the end of a chosen day. */
function endOf(months: string, day: string): Date {
  if (months === 'custom') return new Date(`${day}T23:59:59`)
  const end = new Date()
  end.setMonth(end.getMonth() + Number(months))
  return end
}
