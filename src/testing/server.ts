// The server's own process. Told what to serve by a message, it serves until the channel to the test's process closes.
import { rmSync } from 'node:fs'
import { BadWorld } from '../demo/world-file.ts'
import { startDemo } from '../main.ts'
import type { FromServer, ToServer } from './server-process.ts'

const tell = (message: FromServer): void => {
  if (process.connected) process.send?.(message)
}
const line = (level: 'info' | 'warn' | 'error') => (facts: Record<string, unknown>, message: string) =>
  tell({ kind: 'log', level, message, facts })

const left = new Promise<void>((resolve) => process.once('disconnect', () => resolve()))
// A Ctrl-C at the keyboard reaches this process too; the test's process decides when it is over.
process.on('SIGINT', () => undefined)

process.once('message', async ({ world, expose, portal, removes }: ToServer) => {
  try {
    const log = { info: line('info'), warn: line('warn'), error: line('error') }
    const running = await startDemo({ world, expose, portal, log })
    tell({ kind: 'ready', world: running.demo, demoFile: running.demoFile, portalUrl: running.portalUrl })
    await left
    await running.stop()
  } catch (error) {
    const { message } = error as Error
    tell({ kind: 'failed', message, ...(error instanceof BadWorld ? { problems: error.problems } : {}) })
    process.exitCode = 1
  }
  if (removes !== null) rmSync(removes, { recursive: true, force: true, maxRetries: 3 })
  if (process.connected) process.disconnect?.()
})
