import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import type { Graph, Page } from '../../../kit/graph/client.ts'
import type { GraphError } from '../../../kit/graph/error.ts'
import { useGraph, useGraphGet, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useOpened, useSave } from '../../../kit/graph/save.tsx'
import type { Version } from '../../../kit/graph/save-over.ts'
import { Form, SubmitButton } from '../../../kit/ui/form.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { useRefused } from '../../../kit/ui/refused.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import {
  changesOf,
  PropertyInput,
  type PropertyName,
  type PropertySection,
  type PropertyValues,
  valuesOf,
} from './property-fields.tsx'
import { isGroup, type Sponsor, sponsorsPath } from './sponsors.tsx'
import { referenceTo } from './use-user-actions.ts'
import { type User, userPath } from './user.ts'
import { useUser } from './user-page.tsx'

const formId = 'edit-section'
const stale = ['/v1.0/users', '/v1.0/auditLogs']
const mostSponsors = 5

/** Edits one section. What somebody else saved meanwhile is shown beside what was typed here; nothing is lost silently. */
export function EditSection({ section, onClose }: { section: PropertySection; onClose(): void }) {
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const { user, etag } = useOpened(useUser())
  const [base, setBase] = useState<Version<User>>({ value: user, etag })
  const form = useForm<{ properties: PropertyValues }>({
    defaultValues: { properties: valuesOf(user, section.fields) },
  })
  const { control, formState } = form
  const [failed, setFailed] = useState<unknown>(null)
  const sponsors = useSponsorEdit(section.id === 'job' ? user : null)
  const saving = useSave<User>({
    path: userPath(user.id),
    over: base,
    stale,
    labels: Object.fromEntries(section.fields.map(({ name, label }) => [name, label])),
    onTake(now) {
      setBase(now)
      form.reset({ properties: valuesOf(now.value, section.fields) })
    },
  })
  const refused = useRefused(form, saving.error, (error) => {
    const field = section.fields.find(({ name }) => mentions(error, name))
    return field && (`properties.${field.name}` as const)
  })

  const submit = form.handleSubmit(async ({ properties }) => {
    setFailed(null)
    const changes = changesOf(properties, valuesOf(base.value, section.fields))
    const saved = Object.keys(changes).length > 0 ? await saving.save(changes) : {}
    if (!saved) return
    try {
      await sponsors.save(graph)
    } catch (error) {
      return setFailed(error)
    } finally {
      // Of what was saved before it failed, the page shows the newest.
      await refresh(stale)
    }
    notify.success(texts.sectionSaved(section.label), sponsors.changed ? {} : saved)
    onClose()
  })

  return (
    <Pane
      title={texts.editSection(section.label)}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={formId} busy={formState.isSubmitting} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Form id={formId} onSubmit={submit} error={failed ?? refused}>
        {section.fields.map((field) => (
          <PropertyInput key={field.name} control={control} field={field} />
        ))}
        {section.id === 'job' && (
          <Picker
            label={texts.sponsors}
            hint={texts.sponsorsEditHint}
            kinds={['user', 'group']}
            picked={sponsors.picked}
            onChange={sponsors.set}
            disabled={!sponsors.loaded}
            problem={sponsors.picked.length > mostSponsors ? texts.atMostChosen(mostSponsors) : null}
          />
        )}
      </Form>
      {saving.conflict}
    </Pane>
  )
}

const mentions = (error: GraphError, name: PropertyName): boolean =>
  error.target === name || new RegExp(`\\b${name}\\b`, 'i').test(error.message)

/** Sponsors are references, not properties: added and removed one by one. */
function useSponsorEdit(user: User | null) {
  const before = useGraphGet<Page<Sponsor>>(user ? sponsorsPath(user) : null)
  const [changed, setChanged] = useState<Picked[] | null>(null)
  const saved = (before.data?.value ?? []).map(
    (one): Picked => ({
      id: one.id,
      kind: isGroup(one) ? 'group' : 'user',
      name: one.displayName ?? one.id,
      detail: null,
    }),
  )
  const picked = changed ?? saved
  return {
    picked,
    loaded: before.data !== undefined,
    changed: changed !== null,
    set: setChanged,
    async save(graph: Graph): Promise<void> {
      if (!user || changed === null) return
      const has = (list: readonly Picked[], { id }: Picked) => list.some((one) => one.id === id)
      // First out, then in: there is room for five.
      for (const one of saved) {
        if (!has(changed, one)) await graph.delete(`${sponsorsPath(user)}/${one.id}/$ref`)
      }
      for (const one of changed) {
        if (!has(saved, one)) await graph.post(`${sponsorsPath(user)}/$ref`, referenceTo(one.id))
      }
    },
  }
}
