import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decideLeave, type LeaveFacts } from './decide-leave.ts'

const guest: LeaveFacts = { isHome: false, isAllowed: true, isEnabled: true, isLastAdministrator: false }

const cases: [given: string, facts: Partial<LeaveFacts>, verdict: string][] = [
  ['nothing stands against it', {}, 'allow'],
  ['it is the home organization', { isHome: true }, 'deny homeOrganization'],
  ['the setting says no', { isAllowed: false }, 'deny leavingNotAllowed'],
  ['the guest is disabled', { isEnabled: false }, 'deny accountDisabled'],
  ['the guest is disabled and the setting says no', { isEnabled: false, isAllowed: false }, 'deny accountDisabled'],
  ['nobody else could administer it', { isLastAdministrator: true }, 'deny lastAdministrator'],
  [
    'it is home and everything else stands against it too',
    { isHome: true, isAllowed: false, isEnabled: false, isLastAdministrator: true },
    'deny homeOrganization',
  ],
]

for (const [given, facts, wanted] of cases)
  test(`leaving an organization when ${given}`, () => {
    const verdict = decideLeave({ ...guest, ...facts })
    assert.equal(verdict.result === 'allow' ? 'allow' : `deny ${verdict.rule}`, wanted)
  })
