import { Body1, Button } from '@fluentui/react-components'
import { DeleteRegular, EditRegular } from '@fluentui/react-icons'
import { useForm } from 'react-hook-form'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { Copyable } from '../../../kit/ui/facts.tsx'
import { atMost, required, TextField } from '../../../kit/ui/form.tsx'
import { FormPane } from '../../../kit/ui/form-pane.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { useRefused } from '../../../kit/ui/refused.ts'
import { Section } from '../../../kit/ui/section.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/applications.ts'
import { useApplication } from './application.tsx'
import { useChangeApplication, usePaneChange } from './use-change-application.ts'

const words = texts.expose

/** The name of the API. An app may have more than one; the first is shown to be copied, and edited, here. */
export function IdentifierUri() {
  const { app } = useApplication()
  const pane = usePane()
  const notify = useNotify()
  const confirm = useConfirm()
  const change = useChangeApplication()
  const [uri, ...others] = app.identifierUris
  const remove = async () => {
    const yes = await confirm({ title: words.removeUriTitle, says: words.removeUriSays, action: words.removeUri })
    if (!yes) return
    const saved = await change.save({ identifierUris: others })
    if (saved) notify.success(words.uriRemoved, saved)
  }
  return (
    <Section
      title={words.idUri}
      says={words.idUriHint}
      commands={
        <>
          <Button icon={<EditRegular />} onClick={() => pane.show('uri')}>
            {uri ? words.editUri : words.setUri}
          </Button>
          {uri && (
            <Button appearance="subtle" icon={<DeleteRegular />} onClick={() => void remove()}>
              {words.removeUri}
            </Button>
          )}
        </>
      }
    >
      {uri ? (
        app.identifierUris.map((one) => (
          <div key={one}>
            <Copyable value={one} what={words.idUriWhat} />
          </div>
        ))
      ) : (
        <Body1>{words.idUriNone}</Body1>
      )}
      <UntilClosed>{pane.open === 'uri' && <UriPane onClose={pane.close} />}</UntilClosed>
      {change.conflict}
    </Section>
  )
}

function UriPane({ onClose }: { onClose(): void }) {
  const notify = useNotify()
  const { app, ...change } = usePaneChange(onClose)
  const [first, ...others] = app.identifierUris
  const form = useForm({ defaultValues: { uri: first ?? `api://${app.appId}` } })
  // Whatever is wrong with the request, the URI is all that it holds.
  const error = useRefused(form, change.error, ({ status }) => (status === 400 ? 'uri' : null))
  const submit = form.handleSubmit(async ({ uri }) => {
    const saved = await change.save({ identifierUris: [uri.trim(), ...others] })
    if (!saved) return
    notify.success(words.uriSaved, first ? saved : {})
    onClose()
  })
  return (
    <>
      <FormPane title={words.idUri} busy={change.busy} error={error} onSubmit={submit} onClose={onClose}>
        <TextField
          control={form.control}
          name="uri"
          label={words.idUri}
          hint={words.idUriForms}
          autoComplete="off"
          rules={{ ...required, ...atMost(255) }}
        />
      </FormPane>
      {change.conflict}
    </>
  )
}
