import { Body1 } from '@fluentui/react-components'
import { useForm } from 'react-hook-form'
import { useNavigate } from 'react-router'
import { useGraphChange } from '../../../kit/graph/hooks.tsx'
import { required, TextField } from '../../../kit/ui/form.tsx'
import { FormPane } from '../../../kit/ui/form-pane.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { useRefused } from '../../../kit/ui/refused.ts'
import { texts } from '../../../texts/en/enterprise-applications.ts'
import { paths } from '../../paths.ts'
import { isGuid, type Principal, principals } from '../applications/model.ts'

const words = texts.pane

/** An app of another organization, by its client id. */
export function AddPrincipal({ onClose }: { onClose(): void }) {
  const go = useNavigate()
  const notify = useNotify()
  const form = useForm({ defaultValues: { appId: '' } })
  const add = useGraphChange((graph, appId: string) => graph.post<Principal>(principals, { appId }), [principals])
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
    <FormPane
      title={words.title}
      action={words.submit}
      busy={add.isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Body1>{words.says}</Body1>
      <TextField
        control={form.control}
        name="appId"
        label={texts.clientId}
        autoComplete="off"
        rules={{ ...required, validate: (text) => isGuid(String(text).trim()) || words.wrong }}
      />
    </FormPane>
  )
}
