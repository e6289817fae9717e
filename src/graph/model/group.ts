import type { Group } from '../../directory/group.ts'
import { property, type Resource } from './resource.ts'
import { dateTime, securityIdentifier } from './values.ts'

const absent = (name: string) => property<Group>(name, 'string', '-', 'D', { read: () => null, column: null })
const absentList = (name: string) => property<Group>(name, 'strings', '-', 'D', { read: () => [], column: null })

/** The table of graph.md 2.4. */
export const groupResource: Resource<Group> = {
  type: 'group',
  label: 'Group',
  set: 'groups',
  open: false,
  directory: true,
  defaultTop: 100,
  maxTop: 999,
  properties: [
    property('id', 'guid', '-', 'D', { filter: 'eq in | ne not' }),
    property('deletedDateTime', 'dateTime', '-', 'D', {
      column: 'deletedAt',
      filter: 'eq ge le gt lt | ne not in',
      order: 'advanced',
      read: (group) => dateTime(group.deletedAt),
    }),
    absent('classification'),
    // No filter: graph.md 2.4 names it as the example of a property without one.
    property('createdDateTime', 'dateTime', '-', 'D', { column: null, read: (group) => dateTime(group.createdAt) }),
    absentList('creationOptions'),
    property('description', 'string', 'CU', 'D', { filter: 'eq ge le sw | ne not null', max: 1024, search: 'words' }),
    property('displayName', 'string', 'C!U', 'D', {
      filter: 'eq ge le in sw | ne not null',
      max: 256,
      order: 'plain',
      search: 'words',
      notNull: true,
    }),
    absent('expirationDateTime'),
    property('groupTypes', 'strings', 'C', 'D', { filter: 'any eq | not' }),
    property('isAssignableToRole', 'boolean', 'C', 'D', {
      filter: 'eq | ne not',
      read: (group) => group.isAssignableToRole || null,
    }),
    property('mail', 'string', '-', 'D', { filter: 'eq ge le in sw | ne not null endsWith', search: 'prefix' }),
    property('mailEnabled', 'boolean', 'C!U', 'D', { filter: 'eq | ne not', notNull: true }),
    property('mailNickname', 'string', 'C!U', 'D', {
      filter: 'eq ge le in sw | ne not null',
      max: 64,
      search: 'prefix',
      notNull: true,
    }),
    absent('membershipRule'),
    absent('membershipRuleProcessingState'),
    absent('onPremisesDomainName'),
    absent('onPremisesLastSyncDateTime'),
    absent('onPremisesNetBiosName'),
    absentList('onPremisesProvisioningErrors'),
    absent('onPremisesSamAccountName'),
    absent('onPremisesSecurityIdentifier'),
    absent('onPremisesSyncEnabled'),
    absent('preferredDataLocation'),
    absent('preferredLanguage'),
    absentList('proxyAddresses'),
    property('renewedDateTime', 'dateTime', '-', 'D', { column: null, read: (group) => dateTime(group.createdAt) }),
    absentList('resourceBehaviorOptions'),
    absentList('resourceProvisioningOptions'),
    property('securityEnabled', 'boolean', 'C!U', 'D', { filter: 'eq in | ne not', notNull: true }),
    property('securityIdentifier', 'string', '-', 'D', { column: null, read: (group) => securityIdentifier(group.id) }),
    absent('theme'),
    absent('uniqueName'),
    property('visibility', 'string', 'CU', 'D', {
      column: null,
      values: ['Public', 'Private', 'HiddenMembership'],
      read: (group) => group.visibility,
    }),
  ],
}
