/** How the process ends. Scripts rely on the numbers; docs/reference/cli.md lists them. */
export const exitCodes = {
  done: 0,
  /** The server or a policy said no, or what was asked for does not exist. */
  refused: 1,
  /** The command line or a setting cannot be used. */
  usage: 2,
  /** No server answered. */
  unreachable: 3,
} as const

/** A command that could not do what it was asked: what happened, and what to do about it. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly fix: string | undefined
  readonly exitCode: number
  /** Further facts for `--json`. */
  readonly facts: Readonly<Record<string, unknown>>

  constructor(
    message: string,
    given: { fix?: string | undefined; exitCode?: number; facts?: Record<string, unknown> } = {},
  ) {
    super(message)
    this.fix = given.fix
    this.exitCode = given.exitCode ?? exitCodes.refused
    this.facts = given.facts ?? {}
  }
}
