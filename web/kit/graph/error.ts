/** What Graph answered instead of what was asked for. `code` and `message` are Graph's own; `status` 0: no answer came. */
export class GraphError extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | null
  /** The property that is refused, where Graph names one. */
  readonly target: string | null
  /** More about it, where Graph says more: which setting refused, and what to change. */
  readonly details: readonly string[]
  constructor(
    status: number,
    code: string,
    message: string,
    requestId: string | null,
    { target = null, details = [] }: { target?: string | null; details?: readonly string[] } = {},
  ) {
    super(message)
    this.name = 'GraphError'
    this.status = status
    this.code = code
    this.requestId = requestId
    this.target = target
    this.details = details
  }
}

export const isDenied = (error: unknown): boolean => error instanceof GraphError && error.status === 403
export const isMissing = (error: unknown): boolean => error instanceof GraphError && error.status === 404
/** Somebody else changed it meanwhile (`If-Match`). */
export const isConflict = (error: unknown): boolean => error instanceof GraphError && error.status === 412

/** The sentence to show for anything that was thrown. The one place where errors become text. */
export function sayError(error: unknown): string {
  if (error instanceof Error) return error.message
  return String(error)
}

/** Beside the field that it is about, Graph's name of the property says nothing new: only why it is refused. */
export const sayReason = (error: unknown): string =>
  sayError(error).replace(/^Invalid value specified for property '[^']*' of resource '[^']*'\.\s*(?=\S)/, '')
