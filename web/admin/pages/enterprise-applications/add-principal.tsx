import { Body1, Button } from '@fluentui/react-components'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { useNavigate } from 'react-router'
import { useGraphChange } from '../../../kit/graph/hooks.tsx'
import { Form, required, SubmitButton, TextField } from '../../../kit/ui/form.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { useRefused } from '../../../kit/ui/refused.ts'
import { texts } from '../../../texts/en/enterprise-applications.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { paths } from '../../paths.ts'
import { isGuid, type Principal, principals } from '../applications/model.ts'

const words = texts.pane
const formId = 'add-principal'

/** An app of another organization, by its client id. */
export function AddPrincipal({ open, onClose }: { open: boolean; onClose(): void }) {
  const go = useNavigate()
  const notify = useNotify()
  const form = useForm<{ appId: string }>({ defaultValues: { appId: '' } })
  const add = useGraphChange((graph, appId: string) => graph.post<Principal>(principals, { appId }), [principals])
  const { reset } = add
  useEffect(() => {
    if (!open) return
    form.reset({ appId: '' })
    reset()
  }, [open, form, reset])
  const submit = form.handleSubmit(({ appId }) =>
    add.mutate(appId.trim(), {
      onSuccess: (made) => {
        notify.success(words.added(made.displayName))
        void go(paths.enterpriseApplication(made.id))
      },
    }),
  )
  // Whatever is wrong with the request, the id is all that it holds.
  const error = useRefused(form, add.error, ({ status }) => (status === 400 || status === 409 ? 'appId' : null))
  return (
    <Pane
      title={words.title}
      open={open}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={formId} busy={add.isPending} label={words.submit} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Body1>{words.says}</Body1>
      <Form id={formId} onSubmit={submit} error={error}>
        <TextField
          control={form.control}
          name="appId"
          label={texts.clientId}
          autoComplete="off"
          rules={{ ...required, validate: (text) => isGuid(String(text).trim()) || words.wrong }}
        />
      </Form>
    </Pane>
  )
}
