import { CommanderError } from 'commander'
import { BadSetting } from '../config.ts'
import { BadWorld } from '../demo/world-file.ts'
import { CommandFailure, exitCodes } from './failure.ts'
import { buildProgram } from './program.ts'
import { plain, processTerminal, type Terminal } from './terminal.ts'

/** What a command line leads to; the process's exit code. */
async function run(args: string[], terminal: Terminal): Promise<number> {
  const program = buildProgram(terminal)
  const all = [program, ...program.commands, ...program.commands.flatMap((command) => command.commands)]
  const asJson = args.includes('--json')
  for (const command of all) {
    command.exitOverride()
    if (asJson) command.configureOutput({ writeErr: () => undefined })
  }
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCodes.done
  } catch (thrown) {
    // Commander has printed its own words: help is no failure, a wrong command line is.
    if (thrown instanceof CommanderError && (thrown.exitCode === 0 || !asJson))
      return thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage
    const failure = asFailure(thrown)
    tell(failure, asJson, terminal)
    return failure.exitCode
  }
}

function asFailure(thrown: unknown): CommandFailure {
  if (thrown instanceof CommandFailure) return thrown
  if (thrown instanceof BadSetting)
    return new CommandFailure(thrown.message, { exitCode: exitCodes.usage, facts: { setting: thrown.setting } })
  if (thrown instanceof BadWorld)
    return new CommandFailure(`The world cannot be made: nothing was written.\n${thrown.message}`, {
      fix: 'docs/guides/test-double.md says what a world file may hold.',
      exitCode: exitCodes.usage,
      facts: { problems: thrown.problems },
    })
  if (thrown instanceof CommanderError)
    return new CommandFailure(thrown.message.replace(/^error: /, ''), {
      fix: '--help shows what there is.',
      exitCode: exitCodes.usage,
    })
  const { code, port, message, stack } = thrown as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE')
    return new CommandFailure(`PORT ${port} is taken by another program.`, {
      fix: 'Stop that program, or set PORT to another number (0: any free one).',
      exitCode: exitCodes.usage,
      facts: { setting: 'PORT' },
    })
  if (code === 'EACCES')
    return new CommandFailure(`${message}.`, {
      fix: 'Run as a user that may do this, or choose another PORT or GATEHOUSE_DATA.',
    })
  return new CommandFailure(process.env.DEBUG ? (stack ?? String(thrown)) : (message ?? String(thrown)), {
    fix: process.env.DEBUG ? undefined : 'DEBUG=1 shows where in the code this came from.',
  })
}

function tell(failure: CommandFailure, json: boolean, terminal: Terminal): void {
  const { message, fix, facts } = failure
  const title = terminal.style(['bold', 'red'], 'gatehouse:')
  const lines = [`${title} ${plain(message)}`, ...(fix === undefined ? [] : [plain(fix)])]
  terminal.note(json ? JSON.stringify({ error: { message, fix: fix ?? null, ...facts } }) : lines.join('\n'))
}

process.exitCode = await run(process.argv.slice(2), processTerminal())
