/** The access decision by itself. */
import type { Figure } from '../figure.ts'
import type { InProcess } from '../processes/in-process.ts'
import type { Run } from '../world.ts'

const partners = 1000
/** 100 groups and 100 applications on the list of each side. */
const targets = 100

export async function decisionFigures(run: Run): Promise<Figure[]> {
  if (!run.wants('decision')) return []
  run.say('Decisions')
  const inProcess = await run.start<InProcess>('in-process.ts')
  const micros = await inProcess.call('decision', { partners, targets, seconds: run.seconds })
  const plain = await inProcess.call('decision', { partners: 1, targets: 1, seconds: run.seconds })
  await inProcess.stop()
  return [
    {
      name: 'decision',
      title: 'Access decision, 1,000 partners',
      value: micros,
      unit: 'µs',
      goal: { kind: 'below', bound: 20 },
      note: "A guest's sign-in, decided over 1,000 partners in turn; each side's entry lists 100 groups and 100 applications, of which the last ones admit. The goal also names 200 conditional access policies: there are none in Gatehouse yet, so they are not in this figure.",
    },
    { name: 'decision', title: 'Access decision, one partner, short lists', value: plain, unit: 'µs' },
  ]
}
