import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

type Entry = { resolved?: string; engines?: unknown; optionalDependencies?: Record<string, string> }
const { packages }: { packages: Record<string, Entry> } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const told = 'run: node scripts/run.cjs scripts/complete-lock.ts'

test('the lock file names no registry', () => {
  const named = Object.entries(packages).filter(([, { resolved }]) => resolved?.startsWith('http'))
  assert.deepEqual(named, [])
})

test('the lock file lets npm of any age install everything: what runs is the Node that comes as a package', () => {
  const picky = Object.entries(packages).filter(([, { engines }]) => engines !== undefined)
  assert.deepEqual(
    picky.map(([name]) => name),
    [],
    told,
  )
})

test('the lock file has the packages of every platform', () => {
  const missing = Object.entries(packages).flatMap(([parent, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies).flatMap(([name, version]) =>
      /^\d/.test(version) && !packages[`node_modules/${name}`] && !packages[`${parent}/node_modules/${name}`]
        ? [`${name}@${version}`]
        : [],
    ),
  )
  assert.deepEqual(missing, [], told)
})
