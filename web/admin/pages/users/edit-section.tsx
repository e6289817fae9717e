import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import type { Graph, Page } from '../../../kit/graph/client.ts'
import { GraphError, isConflict } from '../../../kit/graph/error.ts'
import { useGraph, useGraphGet, useRefresh } from '../../../kit/graph/hooks.tsx'
import { Conflict, type Difference } from '../../../kit/ui/conflict.tsx'
import { Form, SubmitButton } from '../../../kit/ui/form.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
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

const form = 'edit-section'
const mostSponsors = 5

/** Edits one section. What somebody else saved meanwhile is shown beside what was typed here; nothing is lost silently. */
export function EditSection({ section, onClose }: { section: PropertySection; onClose(): void }) {
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const { user, etag } = useUser()
  // As they were when the pane opened: a reload in the background must not move the ground under what is typed.
  const [base, setBase] = useState({ values: valuesOf(user, section.fields), etag })
  const { control, handleSubmit, setError, reset, getValues, formState } = useForm<{ properties: PropertyValues }>({
    defaultValues: { properties: base.values },
  })
  const [failed, setFailed] = useState<unknown>(null)
  const [theirs, setTheirs] = useState<{ values: PropertyValues; etag: string | null } | null>(null)
  const sponsors = useSponsorEdit(section.id === 'job' ? user : null)

  async function save(before: typeof base): Promise<void> {
    setFailed(null)
    const changes = changesOf(getValues().properties, before.values)
    try {
      if (Object.keys(changes).length > 0) {
        await graph.patch(`/v1.0/users/${user.id}`, changes, { ifMatch: before.etag })
      }
      await sponsors.save(graph)
      await refresh(['/v1.0/users', '/v1.0/auditLogs'])
      notify.success(texts.sectionSaved(section.label))
      onClose()
    } catch (error) {
      if (isConflict(error)) {
        const now = await graph.getTagged<User>(userPath(user.id))
        const saved = { values: valuesOf(now.value, section.fields), etag: now.etag }
        // Somebody changed something else of this user: nothing here is contested.
        if (differences(section, saved.values, getValues().properties, before.values).length === 0) return save(saved)
        setTheirs(saved)
        return
      }
      const field = section.fields.find(({ name }) => error instanceof GraphError && mentions(error, name))
      if (field && error instanceof GraphError) {
        setError(`properties.${field.name}`, { message: error.message }, { shouldFocus: true })
      } else setFailed(error)
      // Of what was saved before it failed, the page shows the newest.
      await refresh(['/v1.0/users'])
    }
  }

  return (
    <Pane
      title={texts.editSection(section.label)}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={form} busy={formState.isSubmitting} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Form id={form} onSubmit={handleSubmit(() => save(base))} error={failed}>
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
      <Conflict
        differences={theirs ? differences(section, theirs.values, getValues().properties, base.values) : null}
        onOverwrite={() => {
          const now = theirs
          setTheirs(null)
          if (!now) return
          setBase(now)
          void save(now)
        }}
        onTake={() => {
          if (theirs) {
            setBase(theirs)
            reset({ properties: theirs.values })
          }
          setTheirs(null)
          void refresh(['/v1.0/users'])
        }}
      />
    </Pane>
  )
}

const mentions = (error: GraphError, name: PropertyName): boolean =>
  error.target === name || new RegExp(`\\b${name}\\b`, 'i').test(error.message)

/** Fields that they changed and that would be written otherwise by a save of ours. */
const differences = (
  section: PropertySection,
  theirs: PropertyValues,
  yours: PropertyValues,
  before: PropertyValues,
): Difference[] =>
  section.fields
    .filter(({ name }) => theirs[name] !== before[name] && theirs[name] !== yours[name])
    .map(({ name, label }) => ({ label, theirs: theirs[name] || '–', yours: yours[name] || '–' }))

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
