import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Value from 'typebox/value'
import type { AnyWorld, DemoTenant } from '../demo/world.ts'
import { demoWorldSchema } from '../demo/world-schema.ts'
import { CommandFailure, exitCodes } from './failure.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Undefined when the data folder holds no demo. Fails when its file is not what a demo writes. */
export function readDemoFile(environment: Environment): AnyWorld | undefined {
  const file = join(environment.GATEHOUSE_DATA?.trim() || 'data', 'demo.json')
  if (!existsSync(file)) return undefined
  const broken = (what: string) =>
    new CommandFailure(`${file} ${what}.`, {
      fix: 'Start the demo again: it writes the file at every start.',
      exitCode: exitCodes.usage,
    })
  let read: unknown
  try {
    read = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw broken('cannot be read as JSON')
  }
  if (!Value.Check(demoWorldSchema, read)) {
    const [first] = Value.Errors(demoWorldSchema, read)
    throw broken(`is not a demo world (${first?.instancePath || '/'} ${first?.message ?? ''})`)
  }
  return read
}

/** Contoso, or in a world of somebody's own the first one. */
export const usualTenant = ({ tenants }: AnyWorld): DemoTenant | undefined =>
  tenants.contoso ?? Object.values(tenants)[0]

/** By its key, its id or its domain. */
export function demoTenant(world: AnyWorld, wanted: string): DemoTenant | undefined {
  const text = wanted.toLowerCase()
  return Object.entries(world.tenants).find(
    ([key, { id, domain }]) => key === text || id.toLowerCase() === text || domain.toLowerCase() === text,
  )?.[1]
}
