import { useState } from 'react'
import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form'
import { GraphError } from '../graph/error.ts'
import { useRefresh } from '../graph/hooks.tsx'

/** Sends what a form holds. A refusal that is about one field stands beside it; any other is `failed`, for the form. */
export function useSend<V extends FieldValues>(
  form: UseFormReturn<V>,
  {
    send,
    fieldOf,
    stale,
  }: {
    send(values: V): Promise<unknown>
    /** The field that the refusal is about. */
    fieldOf(error: GraphError): FieldPath<V> | null
    /** Paths of what is read anew afterwards, also after a refusal: part of it may have been done. */
    stale: readonly string[]
  },
) {
  const refresh = useRefresh()
  const [failed, setFailed] = useState<unknown>(null)
  const submit = form.handleSubmit(async (values) => {
    setFailed(null)
    try {
      await send(values)
    } catch (error) {
      const field = error instanceof GraphError ? fieldOf(error) : null
      if (field && error instanceof Error) form.setError(field, { message: error.message }, { shouldFocus: true })
      else setFailed(error)
    }
    await refresh(stale)
  })
  return { submit, failed, busy: form.formState.isSubmitting }
}
