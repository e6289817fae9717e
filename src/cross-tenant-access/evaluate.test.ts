import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TenantId } from '../ids.ts'
import {
  effective,
  evaluate,
  inheritingPartner,
  refusesEverybody,
  settingThatAdmits,
  systemDefault,
  warningsOf,
} from './index.ts'
import type { ApplicationTarget, Half, Setting, UserTarget, WholeSetting } from './settings.ts'

const partner = '22222222-2222-4222-8222-222222222222' as TenantId
const u1 = { id: 'u1', groupIds: ['g1'] }
const u2 = { id: 'u2', groupIds: [] }
type Spec = 'A' | 'B' | `${'A' | 'B'}{${string}}`
const access = (spec: Spec) => (spec[0] === 'A' ? 'allowed' : 'blocked')
const listed = (spec: Spec, all: string) => /\{(.*)\}/.exec(spec)?.[1]?.split(',') ?? [all]
const usersHalf = (spec: Spec): Half<UserTarget> => ({
  accessType: access(spec),
  targets: listed(spec, 'AllUsers').map((target) => ({
    target,
    targetType: target.startsWith('g') ? 'group' : 'user',
  })),
})
const applicationsHalf = (spec: Spec): Half<ApplicationTarget> => ({
  accessType: access(spec),
  targets: listed(spec, 'AllApplications').map((target) => ({ target, targetType: 'application' })),
})
const whole = (users: Spec, applications: Spec): WholeSetting => ({
  usersAndGroups: usersHalf(users),
  applications: applicationsHalf(applications),
})
const between = (setting: Setting | null, general: WholeSetting = systemDefault.b2bCollaborationInbound) =>
  effective('b2bCollaboration', 'inbound', {
    default: { ...systemDefault, b2bCollaborationInbound: general },
    partner: { ...inheritingPartner(partner), b2bCollaborationInbound: setting },
  })

/** Who passes where, for two people and two applications: `u1:a1 u1:a2 u2:a1 u2:a2`. */
const admitted = (setting: Setting) =>
  [u1, u2]
    .flatMap((person) =>
      ['a1', 'a2'].map((app) => (evaluate(between(setting), person, [app]).passes ? `${person.id}:${app}` : '-')),
    )
    .join(' ')

const combinations: [Spec, Spec, string][] = [
  ['A{u1}', 'A{a1}', 'u1:a1 - - -'],
  ['A{g1}', 'A{a1}', 'u1:a1 - - -'],
  ['A{u1}', 'B{a1}', '- u1:a2 - -'],
  ['B{u1}', 'A{a1}', '- - u2:a1 -'],
  ['B{u1}', 'B{a1}', '- u1:a2 u2:a1 u2:a2'],
  ['A{g1}', 'A', 'u1:a1 u1:a2 - -'],
  ['B{g1}', 'B', '- - u2:a1 u2:a2'],
  ['B', 'B{a1}', '- u1:a2 - u2:a2'],
  ['A', 'A', 'u1:a1 u1:a2 u2:a1 u2:a2'],
  ['B', 'B', '- - - -'],
  ['B', 'A', '- - - -'],
  ['A', 'B', '- - - -'],
]
for (const [users, applications, then] of combinations)
  test(`users ${users} beside applications ${applications} admit ${then}`, () =>
    assert.equal(admitted(whole(users, applications)), then))

/** The one that counts stands at `at` of a list of `length`; the others are nobody. */
const among = (length: number, at: number, one: UserTarget): Half<UserTarget> => ({
  accessType: 'allowed',
  targets: Array.from({ length }, (_, index) =>
    index === at ? one : { target: `x${index}`, targetType: index % 2 ? ('group' as const) : ('user' as const) },
  ),
})
for (const length of [16, 17, 350])
  for (const at of [0, 8, length - 1])
    test(`a list of ${length} is read whole: whoever stands at ${at} is on it, and nobody else`, () => {
      const passes = (one: UserTarget, person = u1, application = 'a1') =>
        evaluate(
          between({
            usersAndGroups: among(length, at, one),
            applications: {
              accessType: 'allowed',
              targets: Array.from({ length }, (_, index) => ({
                target: index === at ? 'a1' : `y${index}`,
                targetType: 'application' as const,
              })),
            },
          }),
          person,
          ['client', application],
        ).passes
      assert.equal(passes({ target: 'u1', targetType: 'user' }), true)
      assert.equal(passes({ target: 'g1', targetType: 'group' }), true)
      assert.equal(passes({ target: 'g1', targetType: 'group' }, u2), false)
      assert.equal(passes({ target: 'u1', targetType: 'user' }, u2), false)
      assert.equal(passes({ target: 'u1', targetType: 'user' }, u1, 'a2'), false)
      // An id counts as what it is listed as.
      assert.equal(passes({ target: 'u1', targetType: 'group' }), false)
      assert.equal(passes({ target: 'g1', targetType: 'user' }), false)
    })

test('a list that replaces another is read anew', () => {
  const general = whole('A', 'A')
  const list = (one: string) => among(40, 20, { target: one, targetType: 'user' })
  const at = (users: Half<UserTarget>) => evaluate(between({ ...general, usersAndGroups: users }), u1, ['a1']).passes
  const before = list('u1')
  assert.deepEqual([at(before), at(list('u2')), at(before)], [true, false, true])
})

test('either name of an application hits', () => {
  assert.equal(evaluate(between(whole('A', 'A{api}')), u1, ['client', 'api']).passes, true)
})

test('a refusal says which half spoke and whether everybody is meant', () => {
  const verdict = (users: Spec, applications: Spec) => evaluate(between(whole(users, applications)), u1, ['a1'])
  assert.deepEqual(verdict('B', 'B'), { passes: false, spoke: 'both', reason: 'tenant' })
  assert.deepEqual(verdict('B', 'A'), { passes: false, spoke: 'usersAndGroups', reason: 'tenant' })
  assert.deepEqual(verdict('A', 'B'), { passes: false, spoke: 'applications', reason: 'tenant' })
  assert.deepEqual(verdict('A{u2}', 'A'), { passes: false, spoke: 'usersAndGroups', reason: 'user' })
  assert.deepEqual(verdict('A', 'B{a1}'), { passes: false, spoke: 'applications', reason: 'application' })
  assert.deepEqual(verdict('B', 'B{a1}'), { passes: false, spoke: 'both', reason: 'application' })
  assert.deepEqual(verdict('B{u1}', 'B'), { passes: false, spoke: 'both', reason: 'user' })
})

test('the acceptance page stands on no list of applications', () => {
  const at = (users: Spec, applications: Spec) =>
    evaluate(between(whole(users, applications)), u1, 'acceptancePage').passes
  assert.equal(at('A', 'A{a9}'), true)
  assert.equal(at('A', 'B{a1}'), true)
  assert.equal(at('A', 'B'), false)
  assert.equal(at('B', 'B{a1}'), true)
  assert.equal(at('B{u1}', 'B'), false)
  assert.equal(at('A{u2}', 'A{a9}'), false)
})

test('a null setting inherits the default, a null half inherits that half, and a whole one replaces it', () => {
  const general = whole('B{u1}', 'A{a1}')
  assert.deepEqual(
    effective('b2bCollaboration', 'inbound', {
      default: { ...systemDefault, b2bCollaborationInbound: general },
      partner: null,
    }),
    {
      name: 'b2bCollaborationInbound',
      partner: null,
      users: { half: general.usersAndGroups, from: 'default' },
      applications: { half: general.applications, from: 'default' },
    },
  )
  assert.equal(between(null, general).partner, null)
  const half = between({ usersAndGroups: usersHalf('A'), applications: null }, general)
  assert.deepEqual([half.users.from, half.applications.from, half.partner], ['partner', 'default', partner])
  assert.equal(evaluate(half, u1, ['a1']).passes, true)
  assert.equal(evaluate(half, u1, ['a2']).passes, false)
})

const specs: Spec[] = ['A', 'B', 'A{u1}', 'B{u1}', 'A{u2}', 'B{u2}', 'A{g1}', 'B{g1}', 'B{u1,g1}', 'B{u1,u2}']
const appSpecs: Spec[] = ['A', 'B', 'A{a1}', 'B{a1}', 'A{a2}', 'B{a2}', 'B{a1,a2}']
for (const users of specs)
  for (const applications of appSpecs)
    test(`what inherits, what is refused and what would help agree for ${users}/${applications}`, () => {
      const general = whole(users, applications)
      const inherited = between(null, general)
      const halves: Setting[] = [
        general,
        { usersAndGroups: general.usersAndGroups, applications: null },
        { usersAndGroups: null, applications: general.applications },
        { usersAndGroups: null, applications: null },
      ]
      for (const person of [u1, u2])
        for (const app of ['a1', 'a2']) {
          const verdict = evaluate(inherited, person, [app])
          for (const setting of halves) assert.deepEqual(evaluate(between(setting, general), person, [app]), verdict)
          const fixed = settingThatAdmits(inherited, person, { names: [app], preferred: app })
          assert.equal(evaluate(between(fixed), person, [app]).passes, true, JSON.stringify(fixed))
          if (refusesEverybody(inherited)) assert.equal(verdict.passes, false)
          if (refusesEverybody(inherited)) assert.equal(!verdict.passes && verdict.reason, 'tenant')
        }
      assert.equal(refusesEverybody(between(settingThatAdmits(inherited, null, null))), false)
    })

test('rows 92 and 93 of the save rules are warnings', () => {
  const saved = (name: 'b2bCollaborationInbound' | 'b2bCollaborationOutbound', users: Spec, applications: Spec) =>
    warningsOf(systemDefault, { ...inheritingPartner(partner), [name]: whole(users, applications) }).map(
      ({ setting }) => setting,
    )
  assert.deepEqual(saved('b2bCollaborationInbound', 'B', 'A'), ['b2bCollaborationInbound'], 'row 92')
  assert.deepEqual(saved('b2bCollaborationOutbound', 'A{u1}', 'B'), ['b2bCollaborationOutbound'], 'row 93')
  assert.deepEqual(saved('b2bCollaborationInbound', 'B', 'B'), [])
  assert.deepEqual(saved('b2bCollaborationInbound', 'B{u1}', 'B'), ['b2bCollaborationInbound'])
  assert.deepEqual(warningsOf(systemDefault, null), [])
})
