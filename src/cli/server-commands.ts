import { resolve as absolute } from 'node:path'
import { spinner } from '@clack/prompts'
import { outboxPageUrl } from '../demo/outbox-page.ts'
import type { AnyWorld } from '../demo/world.ts'
import type { Log } from '../log.ts'
import { type DemoRunning, type Running, startDemo, startServe } from '../main.ts'
import { giveBackStartMemory } from './start-memory.ts'
import type { Terminal } from './terminal.ts'
import { readWorldFile } from './world-file.ts'

export type DemoFlags = { expose?: boolean; json?: boolean; world?: string }

/** `gatehouse demo`: serves until it is told to stop. */
export async function demo(flags: DemoFlags, terminal: Terminal): Promise<void> {
  const world = flags.world === undefined ? undefined : readWorldFile(flags.world)
  const stopped = toldToStop()
  const progress = showProgress(terminal, flags.json === true)
  let running: DemoRunning<AnyWorld>
  try {
    running = await startDemo({
      environment: terminal.environment,
      expose: flags.expose ?? false,
      world,
      log: faultsOnly(terminal),
      onProgress: progress.step,
    })
  } catch (error) {
    progress.failed()
    throw error
  }
  progress.done()
  if (flags.json) {
    const { origin, demoFile, portalUrl, caPath } = running
    terminal.print(JSON.stringify({ origin, demoFile, portalUrl, ca: caPath && absolute(caPath) }))
  } else terminal.print(demoSummary(running, terminal))
  await untilStopped(running, stopped, terminal)
}

/** `gatehouse serve`: logs one JSON object per line on standard error. */
export async function serve(flags: { json?: boolean }, terminal: Terminal): Promise<void> {
  const stopped = toldToStop()
  const running = await startServe({ environment: terminal.environment })
  if (flags.json)
    terminal.print(JSON.stringify({ origin: running.origin, ca: running.caPath && absolute(running.caPath) }))
  else {
    terminal.print(`Gatehouse serves ${running.origin}`)
    terminal.print(`Administrators sign in to ${running.origin}/admin`)
    if (running.caPath !== null)
      terminal.print(`Its certificate is from a local authority. Clients trust it with ${absolute(running.caPath)}`)
  }
  await untilStopped(running, stopped, terminal)
}

/** Listens from the first moment, so that a stop during the start is not lost. */
function toldToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      let times = 0
      process.on(signal, () => {
        times += 1
        resolve(signal)
        // Somebody who asks twice on the keyboard means now.
        if (times > 1 && signal === 'SIGINT') process.exit(130)
      })
    }
  })
}

async function untilStopped(running: Running, stopped: Promise<NodeJS.Signals>, terminal: Terminal): Promise<void> {
  giveBackStartMemory()
  await stopped
  terminal.note('Stopping.')
  await running.stop()
}

function showProgress(terminal: Terminal, silent: boolean) {
  if (silent) return { step: () => undefined, done: () => undefined, failed: () => undefined }
  if (!terminal.live) return { step: terminal.note, done: () => undefined, failed: () => undefined }
  // Drawn only once there is something to wait for: a second start has nothing to make.
  const drawn = spinner({ indicator: 'timer', output: process.stderr })
  let begun = false
  return {
    step(text: string) {
      if (begun) drawn.message(text)
      else drawn.start(text)
      begun = true
    },
    done: () => (begun ? drawn.stop('The demo world is made.') : undefined),
    failed: () => (begun ? drawn.error('The start failed.') : undefined),
  }
}

const faultsOnly = ({ note }: Terminal): Log => {
  const line = (level: string) => (facts: Record<string, unknown>, message: string) =>
    note(JSON.stringify({ level, message, ...facts }))
  return { info: () => undefined, warn: line('warn'), error: line('error') }
}

function demoSummary(
  { demo: world, demoFile, portalUrl, caPath, config }: DemoRunning<AnyWorld>,
  { style }: Terminal,
): string {
  const bold = (text: string) => style('bold', text)
  const link = (url: string) => style('cyan', url)
  const people = Object.values(world.tenants).flatMap((tenant) => [
    bold(`  ${tenant.displayName} (${tenant.kind}, ${tenant.domain})`),
    ...Object.values(tenant.people).map(({ userPrincipalName, password, roles }) =>
      `    ${userPrincipalName.padEnd(40)} ${password.padEnd(28)} ${style('dim', roles.join(', '))}`.trimEnd(),
    ),
  ])
  const host = world.tenants.contoso
  const guest = world.tenants.fabrikam?.people.employee?.userPrincipalName ?? 'ann@partner.example'
  return [
    '',
    `${bold('Gatehouse demo')} at ${link(world.origin)}`,
    ...(config.expose ? [style(['bold', 'yellow'], exposed)] : []),
    '',
    `  Admin    ${link(`${world.origin}/admin`)}   the admin center`,
    `  My Apps  ${link(`${world.origin}/myapps`)}`,
    ...(portalUrl === null ? [] : [`  Portal   ${link(portalUrl)}   Contoso's sample app`]),
    `  Outbox   ${link(outboxPageUrl(world))}`,
    `  File     ${demoFile}   ids, secrets, configuration for clients`,
    ...(caPath === null ? [] : [`  CA       ${absolute(caPath)}   trust it, or accept the browser's warning once`]),
    '',
    ...people,
    '',
    bold('Three things to try'),
    ...(host === undefined
      ? [`  1. Sign in to the admin center with one of the names above.`]
      : [
          `  1. Sign in to ${link(`${world.origin}/admin?tenant=${host.domain}`)} as ${host.people.admin?.userPrincipalName}.`,
          '     The Overview page leads through the first ten minutes: invite, accept, use the app, block, read why, fix.',
        ]),
    `  2. The same from here: npx gatehouse invite ${guest}${portalUrl === null ? '' : ` --redirect-url ${portalUrl}/`}`,
    '     Open the link it prints, sign in as that person, accept, and reach the portal.',
    '  3. When somebody is refused: npx gatehouse explain <the correlation id that the page shows>',
    '     Which setting refused it, whose, and what to change.',
    '',
    style('dim', 'Everything is kept in the data folder. Ctrl-C stops it.'),
  ].join('\n')
}

const exposed =
  '  EXPOSED: every machine that reaches this one can use these passwords, which are public. For a container in CI only.'
