'use strict'
// `require('gatehouse/testing')`: for Jest, whose modules are CommonJS and cannot import. The package carries the same
// code in that form; a checkout has TypeScript only, which Node reads from 22.18 on.
const fs = require('fs')
const path = require('path')

const source = path.join(__dirname, '..', 'src', 'testing', 'index.ts')

const testing = fs.existsSync(source) ? require(source) : require('../dist/src/testing/index.cjs')

module.exports = { connectGatehouse: testing.connectGatehouse, startGatehouse: testing.startGatehouse }
