import { AuthError } from '@azure/msal-node'

/** What the token service said no with, as the portal shows it. */
export type Refusal = {
  /** `AADSTS500213` where there is a number, otherwise the OAuth word. */
  code: string
  /** `invalid_grant` and so on. */
  error: string
  message: string
  correlationId: string | undefined
  traceId: string | undefined
  /** Page that explains the code. */
  help: string | undefined
}

/** From an error redirect of the authorization endpoint. */
export function refusalOfRedirect(query: URLSearchParams): Refusal {
  const error = query.get('error') ?? 'unknown'
  return refusal(error, query.get('error_description') ?? '', query.get('error_uri') ?? undefined)
}

/** From what MSAL throws; anything that is not a refusal of the token service keeps its own words. */
export function refusalOfThrown(thrown: unknown): Refusal {
  if (thrown instanceof AuthError) {
    const found = refusal(thrown.errorCode, thrown.errorMessage, undefined)
    return { ...found, correlationId: found.correlationId ?? (thrown.correlationId || undefined) }
  }
  return refusal('portal_error', thrown instanceof Error ? thrown.message : String(thrown), undefined)
}

function refusal(error: string, description: string, help: string | undefined): Refusal {
  const [whole, sentence = description] = /^(?:.*?)(AADSTS\d+:.*?)(?= Trace ID:|$)/s.exec(description) ?? []
  return {
    code: /AADSTS\d+/.exec(description)?.[0] ?? error,
    error,
    message: whole === undefined ? description : sentence,
    correlationId: idAfter('Correlation ID', description),
    traceId: idAfter('Trace ID', description),
    help,
  }
}

const idAfter = (label: string, text: string): string | undefined =>
  new RegExp(`${label}: ([0-9a-f-]{36})`, 'i').exec(text)?.[1]
