'use strict'
// node scripts/run.cjs <script.ts> [arguments]: one of the repository's own scripts on the runtime that it needs.
const path = require('path')
const runtime = require('../bin/runtime.cjs')

runtime.run(path.resolve(process.argv[2]), process.argv.slice(3))
