import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first of these programs that PATH leads to. */
export function onPath(programs: string[], more: string[] = []): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...more]
  for (const program of programs)
    for (const folder of folders) {
      const file = join(folder, program)
      if (runnable(file)) return file
    }
  return undefined
}

/** Installs system packages on Debian or Ubuntu when we are root; false where that cannot be done or failed. */
export function aptInstall(packages: string[]): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version') || !onPath(['apt-get'])) return false
  console.log(`Installing ${packages.join(', ')} with apt-get …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args: string[]) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env })
  apt('update', '-qq')
  return apt('install', '-y', '-qq', '--no-install-recommends', ...packages).status === 0
}

export function runnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
