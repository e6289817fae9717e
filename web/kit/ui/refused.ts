import { useEffect } from 'react'
import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form'
import { GraphError, sayReason } from '../graph/error.ts'

/**
 * Puts a refusal beside the field that it is about, with the focus there. Answers what is left to be shown above the
 * buttons: the error, where no field is known.
 */
export function useRefused<V extends FieldValues>(
  form: UseFormReturn<V>,
  error: unknown,
  fieldOf: (error: GraphError) => FieldPath<V> | null | undefined,
): unknown {
  const field = error instanceof GraphError ? fieldOf(error) : null
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal
  useEffect(() => {
    if (field) form.setError(field, { message: sayReason(error) }, { shouldFocus: true })
  }, [error])
  return field ? null : error
}
