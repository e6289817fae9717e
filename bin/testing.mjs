// `import … from 'gatehouse/testing'`: TypeScript from a checkout, what `prepack` emitted from an installed package.
import { existsSync } from 'node:fs'

const source = new URL('../src/testing/index.ts', import.meta.url)
const emitted = new URL('../dist/src/testing/index.js', import.meta.url)

export const { connectGatehouse, startGatehouse } = await import((existsSync(source) ? source : emitted).href)
