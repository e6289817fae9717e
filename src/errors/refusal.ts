import { catalogue, type ErrorName, entryOf, type ParamsOf, type ParamValue } from './catalogue.ts'
import type { CatalogueEntry } from './entry.ts'

/** What may come with a refusal beside its name and parameters. */
export type RefusalExtra = {
  suberror?: string
  /** Claims challenge: the JSON text as it goes on the wire. */
  claims?: string
  /** The findings of the decision that refused; for the log, never for the person. */
  trace?: readonly unknown[]
  /** Graph only. */
  details?: readonly { code: string; message: string; target?: string }[]
  target?: string
  retryAfterSeconds?: number
}

/** The one class that means "no": everything else thrown is a fault of ours and becomes `unexpected`. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly error: ErrorName
  readonly params: Readonly<Record<string, ParamValue>>
  readonly extra: RefusalExtra

  constructor(error: ErrorName, params: Readonly<Record<string, ParamValue>> = {}, extra: RefusalExtra = {}) {
    super(fill(entryOf(error).says, params))
    this.error = error
    this.params = params
    this.extra = extra
  }

  get entry(): CatalogueEntry {
    return entryOf(this.error)
  }

  /** The number after `AADSTS`, if the error has one. */
  get code(): number | undefined {
    return this.entry.aadsts
  }

  /** `errorCode` in sign-in logs. */
  get logCode(): number {
    return logCode(this.error)
  }
}

/** Never 0, which is success. What nobody has chosen a number for is told as a failure of the service. */
export function logCode(name: ErrorName): number {
  const { aadsts, logged } = entryOf(name)
  return aadsts ?? logged ?? catalogue.serviceFailed.aadsts
}

type Arguments<Name extends ErrorName> = [keyof ParamsOf<Name>] extends [never]
  ? [params?: Record<string, never>, extra?: RefusalExtra]
  : [params: ParamsOf<Name>, extra?: RefusalExtra]

export function refusal<const Name extends ErrorName>(name: Name, ...[params, extra]: Arguments<Name>): Refusal {
  return new Refusal(name, params, extra)
}

/** Throws. `refuse('appUnknown', { appId, tenant })` */
export function refuse<const Name extends ErrorName>(name: Name, ...[params, extra]: Arguments<Name>): never {
  throw new Refusal(name, params, extra)
}

/** The sentence of an error with its parameters filled in. */
export const sentence = (name: ErrorName, params: Readonly<Record<string, ParamValue>> = {}): string =>
  fill(entryOf(name).says, params)

const longestValue = 200

/** Values come from requests: control characters are dropped, so that nobody writes a line of our log or a header. */
function fill(says: string, params: Readonly<Record<string, ParamValue>>): string {
  return says
    .replaceAll(/\{(\w+)\}/g, (_, word: string) => clean(String(Object.hasOwn(params, word) ? params[word] : '')))
    .trim()
}

function clean(value: string): string {
  const plain = value.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').toWellFormed()
  return plain.length > longestValue ? `${plain.slice(0, longestValue).toWellFormed()}…` : plain
}
