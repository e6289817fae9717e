import type { Answer, Ask, Operations, ProcessorTime } from '../contestant.ts'

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

function processorTime(): ProcessorTime {
  const sum = ({ user, system }: NodeJS.CpuUsage) => user + system
  return { all: sum(process.cpuUsage()), main: sum(process.threadCpuUsage()) }
}
