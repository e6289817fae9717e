/**
 * Gatehouse as a test double: `import { startGatehouse } from 'gatehouse/testing'`. Runs in the reader's own test
 * runner, on any Node from 20: it needs nothing but Node's modules, and starts the server as a process of its own.
 * Owns no server code: what it can do is the demo's API (src/demo/test-double.ts), spoken over HTTPS.
 */
export type { AppClients, DemoApp, DemoGuest, DemoPerson, DemoTenant, DemoWorld } from '../demo/world.ts'
export type { WorldFile } from '../demo/world-file.ts'
export type {
  BrowserState,
  DefaultWorld,
  Gatehouse,
  InWorld,
  Letter,
  LogLine,
  Minted,
  Snapshot,
  StartOptions,
  WorldOf,
} from './gatehouse.ts'
export { connectGatehouse, startGatehouse } from './start.ts'
