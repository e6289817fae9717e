import { useForm } from 'react-hook-form'
import { atMost, TextField } from '../../../kit/ui/form.tsx'
import { FormPane } from '../../../kit/ui/form-pane.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { useRefused } from '../../../kit/ui/refused.ts'
import { texts } from '../../../texts/en/applications.ts'
import type { Registration } from './model.ts'
import { filled } from './rules.ts'
import { usePaneChange } from './use-change-application.ts'

type Values = {
  name: string
  description: string
  homePage: string
  terms: string
  privacy: string
  support: string
  notes: string
}
const valuesOf = (app: Registration): Values => ({
  name: app.displayName,
  description: app.description ?? '',
  homePage: app.web.homePageUrl ?? '',
  terms: app.info.termsOfServiceUrl ?? '',
  privacy: app.info.privacyStatementUrl ?? '',
  support: app.info.supportUrl ?? '',
  notes: app.notes ?? '',
})

const words = texts.properties
/** Graph's name of a property, and the field that holds it. */
const fields = [
  ['displayName', 'name'],
  ['description', 'description'],
  ['web.homePageUrl', 'homePage'],
  ['info.termsOfServiceUrl', 'terms'],
  ['info.privacyStatementUrl', 'privacy'],
  ['info.supportUrl', 'support'],
  ['notes', 'notes'],
] as const
/** What people read about the app, and where its links lead. */
export function Properties({ onClose }: { onClose(): void }) {
  const { app, save, busy, error, conflict } = usePaneChange(onClose)
  const notify = useNotify()
  const form = useForm<Values>({ defaultValues: valuesOf(app) })
  const unplaced = useRefused(form, error, ({ target }) => fields.find(([property]) => property === target)?.[1])
  const submit = form.handleSubmit(async (values) => {
    const text = (value: string) => value.trim() || null
    const saved = await save({
      displayName: values.name,
      description: text(values.description),
      web: { homePageUrl: text(values.homePage) },
      info: {
        termsOfServiceUrl: text(values.terms),
        privacyStatementUrl: text(values.privacy),
        supportUrl: text(values.support),
      },
      notes: text(values.notes),
    })
    if (!saved) return
    notify.success(words.saved, saved)
    onClose()
  })
  const { control } = form
  return (
    <>
      <FormPane title={words.title} busy={busy} error={unplaced} onSubmit={submit} onClose={onClose}>
        <TextField control={control} name="name" label={texts.name} rules={filled(256)} />
        <TextField control={control} name="description" label={words.description} lines={2} rules={atMost(1024)} />
        <TextField control={control} name="homePage" label={words.homePage} hint={words.homePageHint} />
        <TextField control={control} name="terms" label={words.terms} hint={words.consentHint} />
        <TextField control={control} name="privacy" label={words.privacy} hint={words.consentHint} />
        <TextField control={control} name="support" label={words.support} />
        <TextField control={control} name="notes" label={words.notes} lines={3} rules={atMost(1024)} />
      </FormPane>
      {conflict}
    </>
  )
}
