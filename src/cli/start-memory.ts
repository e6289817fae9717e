import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Milliseconds after the start, when what it needed is garbage. */
const settled = 2_000

/**
 * A start compiles and seeds, and leaves the heap grown by some 35 MB that V8 keeps until somebody allocates again: a
 * server that nobody asks for anything would hold it for good. One collection, of a tenth of a second, gives it back
 * (`npm run bench -- --only memory`).
 */
export function giveBackStartMemory(): void {
  setTimeout(() => {
    setFlagsFromString('--expose-gc')
    const collect: unknown = runInNewContext('gc')
    if (typeof collect === 'function') collect({ type: 'major', flavor: 'last-resort' })
  }, settled).unref()
}
