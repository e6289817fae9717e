import { Button } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import { config } from '../../../kit/config.ts'
import { query } from '../../../kit/graph/client.ts'
import { useGraph, useGraphChange, useGraphList, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { Form, SubmitButton } from '../../../kit/ui/form.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { List } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { Section } from '../../../kit/ui/section.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/applications.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { paths } from '../../paths.ts'
import { useApplication } from './application.tsx'
import { registrationPath } from './model.ts'

type Owner = {
  id: string
  '@odata.type': string
  displayName: string | null
  userPrincipalName?: string
  appId?: string
}
const words = texts.owners
const nameOf = ({ displayName, id }: Owner) => displayName ?? id
const isPerson = (one: Owner) => one['@odata.type'].endsWith('user')
/** The app itself too: its ETag is another one now. */
const staleOf = (app: string) => [registrationPath(app), '/v1.0/me/ownedObjects']
const referenceTo = (id: string) => ({ '@odata.id': `${config.origin}/v1.0/directoryObjects/${id}` })
const formId = 'add-owners'

export function Owners() {
  const { app } = useApplication()
  const path = `${registrationPath(app.id)}/owners`
  const stale = staleOf(app.id)
  const pane = usePane()
  const notify = useNotify()
  const confirm = useConfirm()
  const graph = useGraph()
  const refresh = useRefresh()
  const list = useGraphList<Owner>(`${path}${query({ $top: 50 })}`)
  const remove = useGraphChange((graph, id: string) => graph.delete(`${path}/${id}/$ref`), stale)
  const giveBack = async (owner: Owner) => {
    try {
      await graph.post(`${path}/$ref`, referenceTo(owner.id))
      notify.success(words.added)
    } catch (error) {
      notify.error(words.addFailed(nameOf(owner)), error)
    }
    await refresh(stale)
  }
  const ask = async (owner: Owner) => {
    const name = nameOf(owner)
    const yes = await confirm({ title: words.removeTitle(name), says: words.removeSays, action: words.remove })
    if (!yes) return
    remove.mutate(owner.id, {
      onSuccess: () => notify.success(words.removed(name), { undo: () => void giveBack(owner) }),
      onError: (error) => notify.error(words.removeFailed, error),
    })
  }
  const add = (
    <Button icon={<AddRegular />} onClick={() => pane.show('owners')}>
      {words.add}
    </Button>
  )
  return (
    <Section title={texts.parts.owners} says={words.says} commands={add}>
      <List
        label={texts.parts.owners}
        list={list}
        id={({ id }) => id}
        name={nameOf}
        empty={<Empty title={words.empty} says={words.emptySays} action={add} />}
        columns={[
          {
            id: 'name',
            label: words.name,
            show: (one) => (
              <PageLink to={isPerson(one) ? paths.user(one.id) : paths.enterpriseApplication(one.id)}>
                {nameOf(one)}
              </PageLink>
            ),
          },
          { id: 'address', label: words.address, show: ({ userPrincipalName, appId }) => userPrincipalName ?? appId },
          { id: 'kind', label: words.kind, show: (one) => (isPerson(one) ? words.user : words.servicePrincipal) },
          {
            id: 'remove',
            label: words.remove,
            width: '6rem',
            show: (one) => (
              <Button
                appearance="subtle"
                icon={<DeleteRegular />}
                aria-label={`${words.remove} ${nameOf(one)}`}
                onClick={() => void ask(one)}
              />
            ),
          },
        ]}
      />
      <AddOwners open={pane.open === 'owners'} onClose={pane.close} path={path} stale={stale} known={list.items} />
    </Section>
  )
}

function AddOwners({
  open,
  onClose,
  path,
  stale,
  known,
}: {
  open: boolean
  onClose(): void
  path: string
  stale: readonly string[]
  known: readonly Owner[]
}) {
  const notify = useNotify()
  const [picked, setPicked] = useState<Picked[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const add = useGraphChange(async (graph, owners: readonly Picked[]) => {
    for (const { id } of owners) {
      await graph.post(`${path}/$ref`, referenceTo(id))
      // What is added is not added again, should a later one be refused.
      setPicked((now) => now.filter((one) => one.id !== id))
    }
  }, stale)
  const { reset } = add
  useEffect(() => {
    if (!open) return
    setPicked([])
    setProblem(null)
    reset()
  }, [open, reset])
  const submit = () => {
    if (picked.length === 0) return setProblem(words.choose)
    add.mutate(picked, {
      onSuccess: () => {
        notify.success(words.added)
        onClose()
      },
    })
  }
  return (
    <Pane
      title={words.add}
      open={open}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={formId} busy={add.isPending} label={words.add} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Form
        id={formId}
        error={add.error}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Picker
          label={words.person}
          kinds={['user', 'application']}
          picked={picked}
          problem={problem}
          onChange={(next) => {
            setPicked(next)
            setProblem(null)
          }}
          accept={({ id }) => !known.some((one) => one.id === id)}
        />
      </Form>
    </Pane>
  )
}
