/**
 * npm run bench: every speed figure of the project beside what the same cores can do in the same run. Absolute numbers
 * are a machine's; the ratios are ours. Each contestant runs in a process of its own, one at a time.
 */
import { availableParallelism, cpus, loadavg } from 'node:os'
import type { Figure } from './figure.ts'
import { verdict } from './figure.ts'
import { decisionFigures } from './figures/decision.ts'
import { guestFigures } from './figures/guests.ts'
import { invitationFigures } from './figures/invitations.ts'
import { pageViewFigures } from './figures/page-views.ts'
import { pageFigures } from './figures/pages.ts'
import { signInFigures } from './figures/sign-ins.ts'
import { startFigures } from './figures/start.ts'
import { tokenFigures } from './figures/tokens.ts'
import { userListFigures } from './figures/user-list.ts'
import { help, type Options, parseOptions } from './options.ts'
import { table } from './table.ts'
import { type Run, withRun } from './world.ts'

async function measure(run: Run): Promise<Figure[]> {
  const figures: Figure[] = []
  // The small things first: filling a directory leaves a large database behind.
  const groups = [
    decisionFigures,
    startFigures,
    tokenFigures,
    signInFigures,
    pageFigures,
    pageViewFigures,
    invitationFigures,
    guestFigures,
    userListFigures,
  ]
  for (const group of groups) {
    figures.push(...(await group(run)))
  }
  return figures
}

/** With what else the machine had to do when the run began: a busy machine makes noisy figures. */
const machine = () =>
  `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}, load ${loadAtStart.toFixed(1)} at the start`
const [loadAtStart = 0] = loadavg()

function print(figures: readonly Figure[], { json }: Options): void {
  if (json) {
    const all = figures.map((figure) => ({ ...figure, ...verdict(figure) }))
    process.stdout.write(`${JSON.stringify({ machine: machine(), figures: all }, undefined, 2)}\n`)
  } else process.stdout.write(`\n${machine()}\n\n${table(figures)}\n`)
}

try {
  const options = parseOptions(process.argv.slice(2))
  if (options.help) process.stdout.write(`${help}\n`)
  else print(await withRun(options, measure), options)
} catch (error) {
  const isTyped = error instanceof TypeError
  process.stderr.write(`${isTyped ? error.message : error instanceof Error ? error.stack : error}\n`)
  process.exitCode = isTyped ? 2 : 1
}
