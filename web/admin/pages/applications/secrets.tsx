import {
  Button,
  Field,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { showDay } from '../../../kit/format.ts'
import { useGraphChange } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { Copyable } from '../../../kit/ui/facts.tsx'
import { atMost, Form, SelectField, SubmitButton, TextField } from '../../../kit/ui/form.tsx'
import { List, wholeList } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { Section } from '../../../kit/ui/section.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/applications.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { useApplication } from './application.tsx'
import { ExpiryBadge } from './expiry-badge.tsx'
import { expiryOf, here, registrationPath, registrations, type Secret } from './model.ts'

const useStyles = makeStyles({ mono: { fontFamily: 'monospace' } })
const words = texts.credentials

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
  const add = useGraphChange(
    (graph, passwordCredential: object) => graph.post<Secret>(`${path}/addPassword`, { passwordCredential }),
    [registrations],
  )
  const remove = useGraphChange(
    (graph, keyId: string) => graph.post(`${path}/removePassword`, { keyId }),
    [registrations],
  )
  const ask = async ({ keyId, displayName, hint }: Secret) => {
    const name = words.secretName(displayName, hint)
    const yes = await confirm({
      title: words.removeSecretTitle(name),
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
        name={({ displayName, hint }) => words.secretName(displayName, hint)}
        empty={words.noSecrets}
        columns={[
          { id: 'description', label: words.description, show: ({ displayName }) => displayName ?? '–' },
          { id: 'hint', label: words.hint, show: ({ hint }) => <span className={styles.mono}>{hint}…</span> },
          {
            id: 'expires',
            label: words.expires,
            show: (secret) => (
              <>
                {showDay(secret.endDateTime)} <ExpiryBadge state={expiryOf([secret], now)} />
              </>
            ),
          },
          {
            id: 'id',
            label: words.secretId,
            width: '22rem',
            show: ({ keyId }) => <Copyable value={keyId} what={words.secretIdWhat} />,
          },
          {
            id: 'remove',
            label: words.remove,
            width: '5rem',
            show: (secret) => (
              <Button
                appearance="subtle"
                icon={<DeleteRegular />}
                aria-label={`${words.remove} ${words.secretName(secret.displayName, secret.hint)}`}
                onClick={() => void ask(secret)}
              />
            ),
          },
        ]}
      />
      <NewSecret
        open={pane.open === 'secret'}
        onClose={pane.close}
        busy={add.isPending}
        error={add.error}
        reset={add.reset}
        onAdd={(wish) =>
          add.mutate(wish, {
            onSuccess: (secret) => {
              setMade(secret)
              pane.close()
              notify.success(words.secretAdded)
            },
          })
        }
      />
    </Section>
  )
}

type Values = { description: string; months: string; end: string }
const blank: Values = { description: '', months: '6', end: '' }
const choices = [3, 6, 12, 24]
const formId = 'new-secret'

function NewSecret({
  open,
  onClose,
  onAdd,
  busy,
  error,
  reset,
}: {
  open: boolean
  onClose(): void
  onAdd(wish: { displayName: string | null; endDateTime: string }): void
  busy: boolean
  error: unknown
  reset(): void
}) {
  const form = useForm<Values>({ defaultValues: blank })
  // biome-ignore lint/correctness/useExhaustiveDependencies: empty each time it is opened
  useEffect(() => {
    if (!open) return
    form.reset(blank)
    reset()
  }, [open])
  const custom = form.watch('months') === 'custom'
  const submit = form.handleSubmit(({ description, months, end }) =>
    onAdd({ displayName: description.trim() || null, endDateTime: endOf(months, end).toISOString() }),
  )
  return (
    <Pane
      title={words.newSecret}
      open={open}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={formId} busy={busy} label={words.add} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Form id={formId} onSubmit={submit} error={error}>
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
      </Form>
    </Pane>
  )
}

/** The same day some months ahead, or the end of a chosen day. */
function endOf(months: string, day: string): Date {
  if (months === 'custom') return new Date(`${day}T23:59:59`)
  const end = new Date()
  end.setMonth(end.getMonth() + Number(months))
  return end
}
