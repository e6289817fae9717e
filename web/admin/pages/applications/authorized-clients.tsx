import { Button, Checkbox } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { literal, type Page, query } from '../../../kit/graph/client.ts'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { Copyable } from '../../../kit/ui/facts.tsx'
import { required, TextField } from '../../../kit/ui/form.tsx'
import { FormPane } from '../../../kit/ui/form-pane.tsx'
import { List, wholeList } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Section } from '../../../kit/ui/section.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { texts } from '../../../texts/en/applications.ts'
import { useApplication } from './application.tsx'
import { CheckList } from './check-list.tsx'
import { type AuthorizedClient, here, isGuid, type Principal, principals } from './model.ts'
import { RowMenu } from './row-menu.tsx'
import { useChangeApplication, usePaneChange } from './use-change-application.ts'
import { useEntryPane } from './use-entry-pane.ts'

const words = texts.expose
const mostNames = 100

export function AuthorizedClients() {
  const { app } = useApplication()
  const notify = useNotify()
  const confirm = useConfirm()
  const change = useChangeApplication()
  const { preAuthorizedApplications: clients, oauth2PermissionScopes: scopes } = app.api
  const pane = useEntryPane('client', (id) => clients.find((client) => client.appId === id))
  const nameOf = useNames(clients.map(({ appId }) => appId))
  const valuesOf = (ids: readonly string[]) =>
    ids.map((id) => scopes.find((scope) => scope.id === id)?.value ?? id).join(', ')
  const remove = async (appId: string) => {
    const yes = await confirm({
      title: words.removeClientTitle(appId),
      says: words.removeClientSays,
      action: words.removeUri,
    })
    if (!yes) return
    const rest = clients.filter((one) => one.appId !== appId)
    const saved = await change.save({ api: { preAuthorizedApplications: rest } })
    if (saved) notify.success(words.clientRemoved, saved)
  }
  return (
    <Section
      title={words.clients}
      says={scopes.length === 0 ? words.needScopes : words.clientsSays}
      commands={
        <Button icon={<AddRegular />} onClick={pane.add} disabled={scopes.length === 0}>
          {words.addClient}
        </Button>
      }
    >
      <List
        label={words.clients}
        list={wholeList(here(clients))}
        id={({ appId }) => appId}
        name={({ appId }) => appId}
        empty={words.noClients}
        columns={[
          {
            id: 'client',
            label: words.client,
            width: '24rem',
            show: ({ appId }) => <Copyable value={appId} what={texts.clientIdWhat} />,
          },
          { id: 'name', label: words.clientName, show: ({ appId }) => nameOf(appId) },
          {
            id: 'scopes',
            label: words.clientScopes,
            show: ({ delegatedPermissionIds }) => valuesOf(delegatedPermissionIds) || '–',
          },
          {
            id: 'actions',
            label: texts.actions,
            width: '5rem',
            show: ({ appId }) => (
              <RowMenu
                label={texts.actionsFor(appId)}
                actions={[
                  { label: words.edit, run: () => pane.edit(appId) },
                  { label: words.removeUri, run: () => void remove(appId) },
                ]}
              />
            ),
          },
        ]}
      />
      <UntilClosed>{pane.open && <ClientPane client={pane.entry} onClose={pane.close} />}</UntilClosed>
      {change.conflict}
    </Section>
  )
}

/** What the apps are called in this directory, by client id: as many as Graph takes in one question. */
function useNames(ids: readonly string[]): (appId: string) => string {
  const asked = ids.slice(0, mostNames)
  const $filter = `appId in (${asked.map((id) => `'${literal(id)}'`).join(',')})`
  const options = query({ $filter, $select: 'appId,displayName', $top: mostNames })
  const { data } = useGraphGet<Page<Pick<Principal, 'appId' | 'displayName'>>>(
    asked.length === 0 ? null : `${principals}${options}`,
  )
  return (id) => {
    if (!data || !asked.includes(id)) return '–'
    return data.value.find(({ appId }) => appId === id)?.displayName ?? words.clientUnknown
  }
}

function ClientPane({ client, onClose }: { client: AuthorizedClient | null; onClose(): void }) {
  const notify = useNotify()
  const { app, ...change } = usePaneChange(onClose)
  const form = useForm({ defaultValues: { appId: client?.appId ?? '' } })
  const [chosen, setChosen] = useState<readonly string[]>(client?.delegatedPermissionIds ?? [])
  const [problem, setProblem] = useState<string | null>(null)
  const submit = form.handleSubmit(async ({ appId }) => {
    if (chosen.length === 0) return setProblem(words.chooseScopes)
    const wanted = { appId: appId.trim().toLowerCase(), delegatedPermissionIds: [...chosen] }
    const others = app.api.preAuthorizedApplications.filter((one) => one.appId !== wanted.appId)
    const saved = await change.save({ api: { preAuthorizedApplications: [...others, wanted] } })
    if (!saved) return
    notify.success(words.clientSaved, client ? saved : {})
    onClose()
  })
  return (
    <>
      <FormPane
        title={client ? words.editClient : words.addClient}
        busy={change.busy}
        error={change.error}
        onSubmit={submit}
        onClose={onClose}
      >
        <TextField
          control={form.control}
          name="appId"
          label={words.client}
          autoComplete="off"
          disabled={client !== null}
          rules={{ ...required, validate: (text) => isGuid(String(text).trim()) || words.clientIdWrong }}
        />
        <CheckList label={words.clientScopes} problem={problem}>
          {app.api.oauth2PermissionScopes.map(({ id, value }) => (
            <div key={id}>
              <Checkbox
                label={value}
                checked={chosen.includes(id)}
                onChange={(_, { checked }) => {
                  setProblem(null)
                  setChosen(checked === true ? [...chosen, id] : chosen.filter((one) => one !== id))
                }}
              />
            </div>
          ))}
        </CheckList>
      </FormPane>
      {change.conflict}
    </>
  )
}
