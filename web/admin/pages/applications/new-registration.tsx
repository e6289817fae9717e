import { makeStyles, tokens } from '@fluentui/react-components'
import { useForm } from 'react-hook-form'
import { useNavigate } from 'react-router'
import { useGraphChange } from '../../../kit/graph/hooks.tsx'
import { RadioField, SelectField, TextField } from '../../../kit/ui/form.tsx'
import { FormPane } from '../../../kit/ui/form-pane.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { useRefused } from '../../../kit/ui/refused.ts'
import { texts } from '../../../texts/en/applications.ts'
import { paths } from '../../paths.ts'
import { useTenant } from '../../tenant.tsx'
import { audienceLabel } from './audience.ts'
import { type Audience, type Platform, platforms, principals, type Registration, registrations } from './model.ts'
import { filled } from './rules.ts'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'start' },
  platform: { minWidth: '11rem' },
  uri: { flexGrow: 1, minWidth: '14rem' },
})

type Values = { name: string; audience: Audience; platform: Platform | ''; uri: string }
const blank: Values = { name: '', audience: 'AzureADMyOrg', platform: '', uri: '' }

export function NewRegistration({ onClose }: { onClose(): void }) {
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
  const submit = form.handleSubmit((values) =>
    register.mutate(values, {
      onSuccess: ({ made, failure }) => {
        if (failure) notify.error(texts.register.noPrincipal, failure.error)
        else notify.success(texts.register.registered(made.displayName))
        void go(paths.application(made.id))
      },
    }),
  )
  const error = useRefused(form, register.error, ({ target }) =>
    target === 'displayName' ? 'name' : target?.includes('redirectUris') ? 'uri' : null,
  )
  const platform = form.watch('platform')
  const audiences: Audience[] = kind === 'external' ? ['AzureADMyOrg'] : ['AzureADMyOrg', 'AzureADMultipleOrgs']
  return (
    <FormPane
      title={texts.register.title}
      action={texts.register.submit}
      busy={register.isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        control={form.control}
        name="name"
        label={texts.name}
        hint={texts.register.nameHint}
        autoComplete="off"
        rules={filled(256)}
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
    </FormPane>
  )
}
