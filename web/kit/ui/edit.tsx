import { Button } from '@fluentui/react-components'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { type DefaultValues, type FieldValues, useForm } from 'react-hook-form'
import { texts } from '../../texts/en/kit.ts'
import { useGraph, useGraphTagged, useRefresh } from '../graph/hooks.tsx'
import type { Body } from '../graph/merge.ts'
import { type Clash, saveOver, type Version } from '../graph/save-over.ts'
import { useTakeBack } from '../graph/take-back.ts'
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
  write(values: Values, before: Values): object
  /** Each value by its label and in words, to compare two versions of it. */
  describe(values: Values): Record<string, string>
  /** Paths of what is read anew afterwards. */
  stale: readonly string[]
  saved: string
}

/**
 * A form on one object, saved over the version that it shows (`saveOver`): what somebody else has saved meanwhile stays,
 * and where it is the same thing, both versions are held until the person chooses one. What was saved can be undone.
 */
export function useEdit<Wire extends object, Values extends FieldValues>(options: Options<Wire, Values>) {
  const { path, read, write, describe, stale, saved } = options
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const takeBack = useTakeBack()
  const query = useGraphTagged<Wire>(path)
  const form = useForm<Values>()
  const [base, setBase] = useState<{ values: Values; version: Version<Wire> } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [clash, setClash] = useState<Clash<Wire> | null>(null)
  const { isDirty, isSubmitting } = form.formState

  const start = (version: Version<Wire>) => {
    const values = read(version.value)
    setBase({ values, version })
    form.reset(values as DefaultValues<Values>)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: newer answers replace what is shown, but never what is being typed
  useEffect(() => {
    if (query.data && !isDirty && !clash) start(query.data)
  }, [query.data])

  const save = async (over: Version<Wire>, wish: Body) => {
    setError(null)
    try {
      const end = await saveOver(graph, path ?? '', over, wish)
      if (!end.saved) return setClash(end)
      const { before, after } = end
      start(after ?? (await graph.getTagged<Wire>(path ?? '')))
      await refresh(stale)
      notify.success(saved, after ? { undo: () => void takeBack({ path: path ?? '', before, after, stale }) } : {})
    } catch (problem) {
      setError(problem)
    }
  }

  const differences = useMemo((): Difference[] | null => {
    if (!clash) return null
    const [theirs, yours] = [describe(read(clash.now.value)), describe(form.getValues())]
    const before = base ? describe(base.values) : {}
    const differing = Object.keys(yours).filter((label) => theirs[label] !== yours[label])
    const contested = differing.filter((label) => theirs[label] !== before[label] && yours[label] !== before[label])
    return (contested.length > 0 ? contested : differing).map((label) => ({
      label,
      theirs: theirs[label] ?? '–',
      yours: yours[label] ?? '–',
    }))
  }, [clash, base, read, describe, form])

  return {
    query,
    form,
    error,
    isDirty,
    isSaving: isSubmitting,
    /** What is saved now, as the form holds it. */
    before: base?.values ?? null,
    submit: form.handleSubmit((values) => base && save(base.version, write(values as Values, base.values) as Body)),
    discard: () => base && form.reset(base.values as DefaultValues<Values>),
    conflict: (
      <Conflict
        differences={differences}
        onOverwrite={() => {
          setClash(null)
          if (clash) void save(clash.now, clash.body)
        }}
        onTake={() => {
          setClash(null)
          if (clash) start(clash.now)
        }}
      />
    ),
  }
}

export type Edit<Wire extends object, Values extends FieldValues> = ReturnType<typeof useEdit<Wire, Values>>

/** The form of `useEdit` as a part of a page: its states, its fields, "Save" and "Discard changes". */
export function EditForm<Wire extends object, Values extends FieldValues>({
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
