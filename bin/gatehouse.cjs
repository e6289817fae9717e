#!/usr/bin/env node
'use strict'
const runtime = require('./runtime.cjs')

runtime.run(runtime.commandEntry(), process.argv.slice(2))
