import type { Answer, Ask, Operations } from '../contestant.ts'

/** Answers what the bench asks, until it disconnects; then `end` runs and the process is over. */
export function takePart(operations: Operations, end: () => Promise<void> = async () => undefined): void {
  process.on('message', async ({ id, name, argument }: Ask) => {
    const send = (answer: Omit<Answer, 'id'>) => process.send?.({ id, ...answer })
    try {
      const operation = name === 'cpu' ? processorTime : operations[name]
      if (!operation) throw new Error(`there is no operation ${name}`)
      send({ result: await operation(argument as never) })
    } catch (error) {
      send({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.on('disconnect', async () => {
    await end()
    process.exit(0)
  })
}

function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
