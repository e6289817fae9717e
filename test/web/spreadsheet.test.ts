import assert from 'node:assert/strict'
import { test } from 'node:test'
import papaparse from 'papaparse'
import { formulae } from '../../web/kit/formulae.ts'

const cases = [
  { given: 'a formula', cell: '=1+1', written: `"'=1+1"` },
  { given: 'a formula of two lines', cell: '=1+1\nEve', written: `"'=1+1\nEve"` },
  { given: 'a command', cell: '@SUM(A1)', written: `"'@SUM(A1)"` },
  { given: 'a name with a hyphen in it', cell: 'Ana-Maria', written: 'Ana-Maria' },
  { given: 'a formula that is not at the beginning', cell: 'Eve =1+1', written: 'Eve =1+1' },
]
for (const { given, cell, written } of cases) {
  test(`a downloaded list holds ${given} as text`, () =>
    assert.equal(papaparse.unparse([[cell]], { escapeFormulae: formulae }), written))
}
