/**
 * The pure rules of cross-tenant access settings, which are the server's own: what is inherited, what refuses everybody,
 * what is probably not meant. One source, so that the page never says other than what is done. Data comes from Graph only.
 */
export { type Direction, effective, listsOf } from '../../../../src/cross-tenant-access/effective.ts'
export { refusesEverybody } from '../../../../src/cross-tenant-access/evaluate.ts'
export type {
  AccessType,
  DefaultConfiguration,
  Half,
  InboundTrust,
  PartnerConfiguration,
  RedemptionOrder,
  Setting,
  SettingName,
  Target,
  WholeSetting,
} from '../../../../src/cross-tenant-access/settings.ts'
export { type SettingWarning, warningsOf } from '../../../../src/cross-tenant-access/warnings.ts'
