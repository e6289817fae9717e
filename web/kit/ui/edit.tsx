import { Button } from '@fluentui/react-components'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { type DefaultValues, type FieldValues, useForm } from 'react-hook-form'
import { texts } from '../../texts/en/kit.ts'
import { isConflict } from '../graph/error.ts'
import { useGraph, useGraphTagged, useRefresh } from '../graph/hooks.tsx'
import { Conflict, type Difference } from './conflict.tsx'
import { Form, SubmitButton, UnsavedGuard } from './form.tsx'
import { useNotify } from './notify.tsx'
import { Answer } from './states.tsx'

type Options<Wire, Values extends FieldValues> = {
  /** What is edited; null while it is not known. */
  path: string | null
  /** What the form holds of it. */
  read(wire: Wire): Values
  /** What is sent. */
  write(values: Values, before: Values): unknown
  /** Each value by its label and in words, to compare two versions of it. */
  describe(values: Values): Record<string, string>
  /** Paths of what is read anew afterwards. */
  stale: readonly string[]
  saved: string
}

/**
 * A form on one object, that never overwrites what somebody else has saved meanwhile: it sends back the `ETag` of what it
 * shows, and after a 412 holds both versions until the person chooses one. What was saved can be undone.
 */
export function useEdit<Wire, Values extends FieldValues>(options: Options<Wire, Values>) {
  const { path, read, write, describe, stale, saved } = options
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const query = useGraphTagged<Wire>(path)
  const form = useForm<Values>()
  const [base, setBase] = useState<{ values: Values; etag: string | null } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [conflict, setConflict] = useState<{ theirs: Values; etag: string | null } | null>(null)
  const { isDirty, isSubmitting } = form.formState

  const start = (values: Values, etag: string | null) => {
    setBase({ values, etag })
    form.reset(values as DefaultValues<Values>)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: newer answers replace what is shown, but never what is being typed
  useEffect(() => {
    if (query.data && !isDirty && !conflict) start(read(query.data.value), query.data.etag)
  }, [query.data])

  const again = async () => {
    const { value, etag } = await graph.getTagged<Wire>(path ?? '')
    return { values: read(value), etag }
  }
  const send = async (values: Values, before: Values, etag: string | null) => {
    await graph.patch(path ?? '', write(values, before), { ifMatch: etag })
    const now = await again()
    start(now.values, now.etag)
    await refresh(stale)
    return now
  }
  const save = async (values: Values, before: Values, etag: string | null) => {
    setError(null)
    try {
      const now = await send(values, before, etag)
      notify.success(saved, { undo: () => void save(before, values, now.etag) })
    } catch (problem) {
      if (!isConflict(problem)) return setError(problem)
      const now = await again()
      setConflict({ theirs: now.values, etag: now.etag })
    }
  }

  const differences = useMemo((): Difference[] | null => {
    if (!conflict) return null
    const [theirs, yours] = [describe(conflict.theirs), describe(form.getValues())]
    return Object.keys(yours)
      .filter((label) => theirs[label] !== yours[label])
      .map((label) => ({ label, theirs: theirs[label] ?? '–', yours: yours[label] ?? '–' }))
  }, [conflict, describe, form])

  return {
    query,
    form,
    error,
    isDirty,
    isSaving: isSubmitting,
    /** What is saved now, as the form holds it. */
    before: base?.values ?? null,
    submit: form.handleSubmit((values) => base && save(values as Values, base.values, base.etag)),
    discard: () => base && form.reset(base.values as DefaultValues<Values>),
    conflict: (
      <Conflict
        differences={differences}
        onOverwrite={() => {
          if (!conflict) return
          setConflict(null)
          void save(form.getValues(), conflict.theirs, conflict.etag)
        }}
        onTake={() => {
          if (!conflict) return
          setConflict(null)
          start(conflict.theirs, conflict.etag)
        }}
      />
    ),
  }
}

export type Edit<Wire, Values extends FieldValues> = ReturnType<typeof useEdit<Wire, Values>>

/** The form of `useEdit` as a part of a page: its states, its fields, "Save" and "Discard changes". */
export function EditForm<Wire, Values extends FieldValues>({
  edit,
  canSave = true,
  children,
}: {
  edit: Edit<Wire, Values>
  canSave?: boolean
  children: ReactNode
}) {
  return (
    <Answer of={edit.query}>
      {() => (
        <>
          <UnsavedGuard when={edit.isDirty && !edit.isSaving} />
          <Form
            onSubmit={edit.submit}
            error={edit.error}
            actions={
              canSave && (
                <>
                  <SubmitButton busy={edit.isSaving} disabled={!edit.isDirty} />
                  <Button disabled={!edit.isDirty || edit.isSaving} onClick={edit.discard}>
                    {texts.discard}
                  </Button>
                </>
              )
            }
          >
            {children}
          </Form>
          {edit.conflict}
        </>
      )}
    </Answer>
  )
}
