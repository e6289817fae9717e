import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { useNavigate } from 'react-router'
import { GraphError, sayReason } from '../../../kit/graph/error.ts'
import { useGraphChange } from '../../../kit/graph/hooks.tsx'
import { atMost, Form, RadioField, required, SelectField, SubmitButton, TextField } from '../../../kit/ui/form.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { texts } from '../../../texts/en/applications.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { paths } from '../../paths.ts'
import { useTenant } from '../../tenant.tsx'
import { audienceLabel } from './audience.ts'
import { type Audience, type Platform, platforms, principals, type Registration, registrations } from './model.ts'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'start' },
  platform: { minWidth: '11rem' },
  uri: { flexGrow: 1, minWidth: '14rem' },
})

type Values = { name: string; audience: Audience; platform: Platform | ''; uri: string }
const blank: Values = { name: '', audience: 'AzureADMyOrg', platform: '', uri: '' }
const formId = 'new-registration'

export function NewRegistration({ open, onClose }: { open: boolean; onClose(): void }) {
  const styles = useStyles()
  const go = useNavigate()
  const notify = useNotify()
  const { organization, kind } = useTenant()
  const form = useForm<Values>({ defaultValues: blank })
  const register = useGraphChange(
    async (graph, { name, audience, platform, uri }: Values) => {
      const made = await graph.post<Registration>(registrations, {
        displayName: name,
        signInAudience: audience,
        ...(platform === '' ? {} : { [platform]: { redirectUris: [uri.trim()] } }),
      })
      // Without a service principal nobody could sign in. The registration stands, whatever becomes of it.
      const failure = await graph.post(principals, { appId: made.appId }).then(
        () => null,
        (error: unknown) => ({ error }),
      )
      return { made, failure }
    },
    [registrations, principals, '/v1.0/me/ownedObjects'],
  )
  const { reset } = register
  useEffect(() => {
    if (!open) return
    form.reset(blank)
    reset()
  }, [open, form, reset])
  const submit = form.handleSubmit(async (values) => {
    try {
      const { made, failure } = await register.mutateAsync(values)
      if (failure) notify.error(texts.register.noPrincipal, failure.error)
      else notify.success(texts.register.registered(made.displayName))
      void go(paths.application(made.id))
    } catch (error) {
      if (!(error instanceof GraphError)) return
      if (error.target === 'displayName') form.setError('name', { message: sayReason(error) })
      if (error.target?.endsWith('redirectUris') || error.target?.includes('redirectUris')) {
        form.setError('uri', { message: sayReason(error) })
      }
    }
  })
  const { errors } = form.formState
  const platform = form.watch('platform')
  const placed = errors.name !== undefined || errors.uri !== undefined
  const audiences: Audience[] = kind === 'external' ? ['AzureADMyOrg'] : ['AzureADMyOrg', 'AzureADMultipleOrgs']
  return (
    <Pane
      title={texts.register.title}
      open={open}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={formId} busy={register.isPending} label={texts.register.submit} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Form id={formId} onSubmit={submit} error={placed ? null : register.error}>
        <TextField
          control={form.control}
          name="name"
          label={texts.name}
          hint={texts.register.nameHint}
          autoComplete="off"
          rules={{ ...required, ...atMost(256), validate: (value) => String(value).trim() !== '' || kit.required }}
        />
        <RadioField
          control={form.control}
          name="audience"
          label={texts.register.audience}
          options={audiences.map((value) => ({
            value,
            label: audienceLabel(value, organization?.displayName ?? ''),
          }))}
        />
        <div className={styles.row}>
          <div className={styles.platform}>
            <SelectField
              control={form.control}
              name="platform"
              label={texts.register.platform}
              options={[
                { value: '', label: texts.register.noPlatform },
                ...platforms.map((value) => ({ value, label: texts.platforms[value] })),
              ]}
            />
          </div>
          <div className={styles.uri}>
            <TextField
              control={form.control}
              name="uri"
              label={texts.register.redirect}
              hint={texts.register.redirectHint}
              autoComplete="off"
              rules={{
                validate: (value) =>
                  (value.trim() !== '') === (platform !== '') ||
                  (platform === '' ? texts.register.redirectWithoutPlatform : texts.register.redirectMissing),
              }}
            />
          </div>
        </div>
      </Form>
    </Pane>
  )
}
