'use strict'
// `require('gatehouse/testing')`: for Jest, whose modules are CommonJS and cannot import. The package carries the same
// code in that form; a checkout has TypeScript only, which Node reads from 22.18 on.
const fs = require('fs')
const path = require('path')

const source = path.join(__dirname, '..', 'src', 'testing', 'index.ts')

module.exports.startGatehouse = fs.existsSync(source)
  ? require(source).startGatehouse
  : require('../dist/src/testing/index.cjs').startGatehouse
