import { Badge, Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import type { Page as Answered } from '../../../kit/graph/client.ts'
import { useGraph, useGraphGet, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { Form, required, SubmitButton, TextField } from '../../../kit/ui/form.tsx'
import { type Column, List, wholeList } from '../../../kit/ui/list.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { Answer, Failed } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane, useUrlState } from '../../../kit/ui/url-state.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/tenant.ts'

type Domain = { id: string; isDefault: boolean; isInitial: boolean; isVerified: boolean }
type DnsRecord = { id: string; recordType: string; label: string; text?: string; ttl: number }

const path = '/v1.0/domains'

/** `/domains` */
export function Domains() {
  const domains = useGraphGet<Answered<Domain>>(path)
  const pane = usePane()
  const [verifying, setVerifying] = useUrlState('verify')
  const act = useActions()
  const columns: Column<Domain>[] = [
    {
      id: 'name',
      label: texts.domain,
      show: (domain) => (
        <>
          {domain.id} {domain.isDefault && <Badge appearance="tint">{texts.default}</Badge>}{' '}
          {domain.isInitial && <Badge appearance="outline">{texts.initial}</Badge>}
        </>
      ),
    },
    {
      id: 'status',
      label: texts.status,
      width: '11rem',
      show: ({ isVerified }) => (isVerified ? texts.verified : texts.unverified),
    },
    {
      id: 'actions',
      label: texts.actions,
      width: '20rem',
      show: (domain) => (
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem' }}>
          {!domain.isVerified && (
            <Button size="small" appearance="primary" onClick={() => setVerifying(domain.id, { push: true })}>
              {texts.verifyShort}
            </Button>
          )}
          {domain.isVerified && !domain.isDefault && (
            <Button size="small" onClick={() => void act.makeDefault(domain.id)}>
              {texts.makeDefault}
            </Button>
          )}
          {!domain.isDefault && !domain.isInitial && (
            <Button size="small" onClick={() => void act.remove(domain.id)}>
              {texts.delete}
            </Button>
          )}
        </div>
      ),
    },
  ]
  return (
    <Page
      title={texts.domains}
      says={texts.domainsSays}
      commands={
        <Button appearance="primary" icon={<AddRegular />} onClick={() => pane.show('add')}>
          {texts.addDomain}
        </Button>
      }
    >
      <List
        label={texts.domains}
        columns={columns}
        list={wholeList({ ...domains, data: domains.data?.value })}
        id={({ id }) => id}
        name={({ id }) => id}
        empty={null}
      />
      <Pane title={texts.addDomain} open={pane.open === 'add'} onClose={pane.close}>
        <AddForm onClose={pane.close} onAdded={(name) => setVerifying(name, { push: true })} />
      </Pane>
      <UntilClosed>
        {verifying && pane.open === null && (
          <Pane title={texts.verifyTitle(verifying)} onClose={() => setVerifying(null)}>
            <Verify name={verifying} onDone={() => setVerifying(null)} />
          </Pane>
        )}
      </UntilClosed>
    </Page>
  )
}

function useActions() {
  const graph = useGraph()
  const refresh = useRefresh()
  const confirm = useConfirm()
  const notify = useNotify()
  const done = () => refresh([path, '/v1.0/organization'])
  return {
    async makeDefault(name: string) {
      try {
        await graph.patch(`${path}/${name}`, { isDefault: true })
        notify.success(texts.madeDefault(name))
      } catch (error) {
        notify.error(name, error)
      }
      await done()
    },
    async remove(name: string) {
      const question = { title: texts.deleteTitle(name), says: texts.deleteSays, action: texts.delete }
      if (!(await confirm(question))) return
      try {
        await graph.delete(`${path}/${name}`)
        notify.success(texts.deletedNotice(name))
      } catch (error) {
        notify.error(name, error)
      }
      await done()
    },
  }
}

function AddForm({ onClose, onAdded }: { onClose(): void; onAdded(name: string): void }) {
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const [error, setError] = useState<unknown>(null)
  const { control, handleSubmit, formState } = useForm<{ name: string }>({ defaultValues: { name: '' } })
  const submit = handleSubmit(async ({ name }) => {
    setError(null)
    try {
      const { id } = await graph.post<Domain>(path, { id: name.trim().toLowerCase() })
      notify.success(texts.added(id))
      await refresh([path])
      onClose()
      onAdded(id)
    } catch (problem) {
      setError(problem)
    }
  })
  return (
    <Form
      onSubmit={submit}
      error={error}
      actions={
        <>
          <SubmitButton busy={formState.isSubmitting} label={texts.add} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <TextField
        control={control}
        name="name"
        label={texts.domain}
        hint={texts.domainHint}
        rules={{
          ...required,
          pattern: {
            value: /^\s*(?=.{1,253}\s*$)([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}\s*$/u,
            message: texts.domainForm,
          },
        }}
      />
    </Form>
  )
}

function Verify({ name, onDone }: { name: string; onDone(): void }) {
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const records = useGraphGet<Answered<DnsRecord>>(`${path}/${encodeURIComponent(name)}/verificationDnsRecords`)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const verify = async () => {
    setBusy(true)
    setError(null)
    try {
      await graph.post(`${path}/${encodeURIComponent(name)}/verify`)
      notify.success(texts.verifiedNotice(name))
      await refresh([path, '/v1.0/organization'])
      onDone()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <p>{texts.verifySays}</p>
      <Answer of={records} lines={4}>
        {({ value }) =>
          value
            .filter(({ text }) => text !== undefined)
            .map((record) => (
              <Facts
                key={record.id}
                facts={[
                  [texts.recordType, record.recordType.toUpperCase()],
                  [texts.recordName, <Copyable key="label" value={record.label} what="the host" />],
                  [texts.recordText, <Copyable key="text" value={record.text} what="the value" />],
                  [texts.recordTtl, record.ttl],
                ]}
              />
            ))
        }
      </Answer>
      {error !== null && <Failed error={error} />}
      <div style={{ display: 'flex', gap: '0.5rem' }}>
        <Button appearance="primary" disabled={busy} onClick={() => void verify()}>
          {texts.verify}
        </Button>
        <Button onClick={onDone}>{kit.close}</Button>
      </div>
    </>
  )
}
