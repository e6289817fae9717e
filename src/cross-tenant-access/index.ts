/**
 * Cross-tenant access settings: what a tenant says about other tenants, and how a block is read. Pure. Does not decide a
 * sign-in (access/ does), does not store, owns no routes (graph/ serves them).
 */
export {
  type Configurations,
  type Direction,
  type EffectiveHalf,
  type EffectiveSetting,
  effective,
  type Feature,
} from './effective.ts'
export { type ApplicationSubject, evaluate, type PersonSubject, refusesEverybody, type Verdict } from './evaluate.ts'
export { parseDefaultPatch, parseNewPartner, parsePartnerPatch, parsePolicyPatch } from './parse.ts'
export * from './settings.ts'
export { settingThatAdmits } from './suggest.ts'
export { type SettingWarning, warningsOf } from './warnings.ts'
