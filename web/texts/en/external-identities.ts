/** Words of External Identities: external collaboration settings and cross-tenant access settings. */
type Direction = 'inbound' | 'outbound'
type List = 'users' | 'applications'

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

export const texts = {
  section: 'External Identities',
  stored: 'Stored, not enforced yet',
  storedSays: 'Gatehouse keeps this setting and gives it back, and nothing acts on it yet.',
  youAreSentHere: 'You were sent here: this is the part that decides.',
  saved: (what: string) => `${what} saved`,
  add: 'Add',
  yes: 'Yes',
  no: 'No',
  tooMany: (most: number) => `At most ${most} at once.`,
  unsaved: 'You have changes that are not saved.',
} as const

/** External collaboration settings. */
export const collaboration = {
  title: 'External collaboration settings',
  says: 'Who may invite guests, and what guests can see here. Changes count from the next request on.',
  guestAccess: 'Guest user access',
  guestAccessLabel: 'Guest user access restrictions',
  guestLevels: {
    'a0b1b346-4d3e-4e8b-98f8-753987be4970': 'Guest users have the same access as members (most inclusive)',
    '10dae51f-b6af-4016-8d66-8c2a99b929b3':
      'Guest users have limited access to properties and memberships of directory objects',
    '2af84b1e-32c8-42b7-82bc-daa82404023b':
      'Guest user access is restricted to properties and memberships of their own directory objects (most restrictive)',
  } as Record<string, string>,
  invites: 'Guest invite settings',
  invitesLabel: 'Guest invite restrictions',
  inviters: {
    everyone: 'Anyone in the organization can invite guest users including guests and non-admins (most inclusive)',
    adminsGuestInvitersAndAllMembers:
      'Member users and users assigned to specific admin roles can invite guest users including guests with member permissions',
    adminsAndGuestInviters: 'Only users assigned to specific admin roles can invite guest users',
    none: 'No one in the organization can invite guest users including admins (most restrictive)',
  } as Record<string, string>,
  linkDays: 'How long invitation links work',
  linkDaysHint: 'Counts for links that are made from now on. A resent invitation is a new link, and ends the old one.',
  linkChoices: { '7': '7 days', '14': '14 days', '30': '30 days', '90': '90 days', never: 'For ever' } as Record<
    string,
    string
  >,
  selfService: 'Guest self-service sign up',
  selfServiceLabel: 'Enable guest self-service sign up via user flows',
  leave: 'External user leave settings',
  leaveLabel: 'Allow external users to remove themselves from your organization (recommended)',
  leaveNeedsContact:
    'Whoever cannot leave must be told whom to ask. To choose No, first enter a privacy contact and a privacy statement in the properties of this organization.',
  properties: 'Properties of the organization',
  domains: 'Collaboration restrictions',
  domainsSays:
    'Looked at when somebody is invited and again when she accepts; not after that. Cross-tenant access settings must allow her too.',
  domainsLabel: 'Which domains may be invited',
  restrictions: {
    any: 'Allow invitations to be sent to any domain (most inclusive)',
    deny: 'Deny invitations to the specified domains',
    allow: 'Allow invitations only to the specified domains (most restrictive)',
  } as Record<string, string>,
  targetDomains: 'Target domains',
  noDomains: 'No domains yet.',
  needDomains: 'Name at least one domain, or allow any.',
  addDomains: 'Add domains',
  addDomainsHint: 'One or many, pasted as a list. Subdomains are domains of their own.',
  notDomains: (which: string, more: number) =>
    `${which}${more > 0 ? ` and ${more} more` : ''}: not a domain name. Domain names look like fabrikam.com.`,
  nothingTyped: 'Type or paste at least one domain.',
  removeDomain: (domain: string) => `Remove ${domain}`,
  crossTenant: 'Cross-tenant access settings',
  crossTenantSays:
    'These settings count for every organization. To allow or block certain organizations, people and apps, use the cross-tenant access settings.',
  settingOf: {
    guestUserRoleId: 'Guest user access',
    allowInvitesFrom: 'Guest invite settings',
    allowExternalIdentitiesToLeave: 'External user leave settings',
    selfServiceSignUp: 'Guest self-service sign up',
    restrictions: 'Collaboration restrictions',
    redemptionLinkDays: 'How long invitation links work',
  } as Record<string, string>,
} as const

/** Cross-tenant access settings: pages and panes. */
export const crossTenant = {
  title: 'Cross-tenant access settings',
  says: 'How people go back and forth between this organization and others. The home organization’s outbound settings are asked first, then the inbound settings of the organization that is visited.',
  tabs: 'Cross-tenant access settings',
  defaultTab: 'Default settings',
  organizationsTab: 'Organizational settings',
  cloudsTab: 'Microsoft cloud settings',
  defaultSays:
    'Default settings apply to all organizations that are not in your organizational settings, and to whatever is inherited there.',
  inbound: 'Inbound access settings',
  outbound: 'Outbound access settings',
  editDefaults: {
    inbound: 'Edit inbound defaults',
    outbound: 'Edit outbound defaults',
    restrictions: 'Edit tenant restrictions defaults',
  },
  defaultTitle: {
    inbound: 'Inbound access settings – Default settings',
    outbound: 'Outbound access settings – Default settings',
    restrictions: 'Tenant restrictions – Default settings',
  },
  type: 'Type',
  appliesTo: 'Applies to',
  status: 'Status',
  reset: 'Reset to system default',
  resetTitle: 'Reset the default settings?',
  resetSays:
    'All default settings become those of a new directory: B2B collaboration allowed, B2B direct connect blocked, nothing trusted. Organizational settings stay.',
  resetAction: 'Reset',
  resetDone: 'Default settings reset',
  /** Organizational settings. */
  organizationsSays: 'Settings of their own for certain organizations. Whatever is not customized follows the default.',
  addOrganization: 'Add organization',
  searchOrganizations: 'Search by name or tenant id',
  name: 'Name',
  meaning: 'What it means',
  inboundAccess: 'Inbound access',
  outboundAccess: 'Outbound access',
  tenantRestrictions: 'Tenant restrictions',
  restrictionsSays: 'Which accounts of other organizations may be used on your networks and devices, and for what.',
  restrictionsStored: 'These settings are stored, not enforced yet',
  restrictionsStoredSays:
    'They are kept and given back over Graph, and no sign-in is checked against them. In Entra they count only for requests that a proxy or device has marked with the header sec-Restrict-Tenant-Access-Policy.',
  inherited: 'Inherited from default',
  stateOf: (state: string, part: string, organization: string) => `${state}: ${part} of ${organization}`,
  configured: 'Configured',
  noOrganizations: 'No organization has settings of its own',
  noOrganizationsSays: 'The default settings apply to everybody. Add an organization to treat it differently.',
  delete: 'Delete',
  deleteNamed: (name: string) => `Delete the settings of ${name}`,
  deleteTitle: (name: string) => `Delete the settings of ${name}?`,
  deleteSays: 'The organization is removed from your organizational settings, and the default settings apply to it.',
  deleted: (name: string) => `Settings of ${name} deleted`,
  unknownName: 'Unknown organization',
  /** Add organization. */
  addSays:
    'Type a verified domain of the organization, or its tenant id. Everything is inherited from the default until you customize it.',
  addField: 'Tenant id or domain name',
  addHint: 'For example fabrikam.com',
  addFind: 'Look up',
  addFound: 'Organization found',
  addTenantId: 'Tenant id',
  addDomain: 'Domain',
  add: 'Add',
  added: (name: string) => `${name} added`,
  addNotOne: 'Type one domain name, such as fabrikam.com, or one tenant id.',
  addNotFound: 'No organization of this server has this tenant id or this domain.',
  addSelf: 'This is your own organization.',
  addTwice: (name: string) => `${name} is in the list already.`,
  open: 'Open its settings',
  notAdded: (name: string) => `${name} has no settings of its own`,
  notAddedSays: 'The default settings apply to it. Add it to your organizational settings to treat it differently.',
  /** Microsoft cloud settings. */
  cloudsSays:
    'Collaborate with organizations in other Microsoft clouds. Each organization must also be added by its tenant id under Organizational settings.',
  cloudsLabel: 'Clouds',
  clouds: {
    commercial: 'Microsoft Azure Commercial',
    government: 'Microsoft Azure Government',
    china: 'Microsoft Azure China (operated by 21Vianet)',
  },
  guestsHere: 'Its guests',
  /** An organization's page, and the editor. */
  organizationOf: {
    inbound: (name: string) => `Inbound access settings – ${name}`,
    outbound: (name: string) => `Outbound access settings – ${name}`,
    restrictions: (name: string) => `Tenant restrictions – ${name}`,
  },
  directions: 'Direction',
  parts: 'Settings',
  part: {
    collaboration: 'B2B collaboration',
    directConnect: 'B2B direct connect',
    trust: 'Trust settings',
  },
  partSays: {
    collaboration: {
      inbound: 'Guests: people of other organizations who are invited to this directory.',
      outbound: 'People of this directory who are guests in other organizations.',
    },
    directConnect: {
      inbound: 'People of other organizations who reach shared resources without a guest account here.',
      outbound: 'People of this directory who reach shared resources elsewhere without a guest account there.',
    },
  },
  blocks: {
    inbound: { users: 'External users and groups', applications: 'Applications' },
    outbound: { users: 'Users and groups', applications: 'External applications' },
  } satisfies Record<Direction, Record<List, string>>,
  mode: 'Settings',
  modeInherit: 'Default settings (inherit from default)',
  modeCustom: 'Customize settings',
  badgeInherited: 'Inherited from default',
  badgeCustom: 'Customized',
  badgeDefault: 'Default',
  nowSays: 'The default says:',
  access: 'Access status',
  allowAccess: 'Allow access',
  blockAccess: 'Block access',
  applies: 'Applies to',
  all: {
    inbound: { users: 'All external users and groups', applications: 'All applications' },
    outbound: { users: 'All users of your organization', applications: 'All external applications' },
  },
  select: {
    inbound: { users: 'Select external users and groups', applications: 'Select applications' },
    outbound: { users: 'Select users and groups', applications: 'Select external applications' },
  },
  onlyAll:
    'The default can name all external users only. Name people and groups in the settings of their organization.',
  chosen: 'Chosen',
  noneChosen: 'Nothing chosen yet.',
  chooseOne: 'Choose at least one, or let it apply to all.',
  remove: (name: string) => `Remove ${name}`,
  targetType: { user: 'User', group: 'Group', application: 'Application' },
  addUsers: 'Add external users and groups',
  addUsersHint:
    'Object ids in the other organization, which its administrator can give you; one or many, pasted as a list.',
  addUsersKind: 'These are',
  addOwn: 'Add users and groups',
  addApplications: 'Add applications',
  addOther: 'Add other applications',
  addOtherHint: 'Application (client) ids, one or many, pasted as a list. For apps that this directory does not have.',
  users: 'Users',
  groups: 'Groups',
  notGuids: (which: string, more: number) =>
    `${which}${more > 0 ? ` and ${more} more` : ''}: not an id. Ids look like 2a1b3c4d-0000-0000-0000-1234567890ab.`,
  nothingTyped: 'Type or paste at least one id.',
  keywords: {
    Office365: 'Office 365',
    MicrosoftAdminPortals: 'Microsoft Admin Portals',
    AllUsers: 'All users',
    AllApplications: 'All applications',
  } as Record<string, string>,
  suites: 'App suites',
  guestPages: 'Include the pages that guests need (My Apps, profile, security info, terms of use)',
  guestPagesHint: 'With a list of allowed applications everything else is blocked, the landing page of guests too.',
  guestPageNames: {
    '2793995e-0a7d-40d7-bd35-6968ba142197': 'My Apps',
    '0000000c-0000-0000-c000-000000000000': 'App Access Panel',
    '8c59ead7-d703-4a27-9e55-c96a0054c8d2': 'My Profile',
    '19db86c3-b2b9-44cc-b339-36da233a3be2': 'My Sign-ins',
    'd52792f4-ba38-424d-8140-ada5b883f293': 'Terms of Use',
  } as Record<string, string>,
  trust: {
    isMfaAccepted: 'Trust multifactor authentication from Microsoft Entra tenants',
    isCompliantDeviceAccepted: 'Trust compliant devices',
    isHybridAzureADJoinedDeviceAccepted: 'Trust Microsoft Entra hybrid joined devices',
  },
  trustSays: 'Whether proofs that guests gave at home satisfy this organization’s conditions.',
  redeem: 'Automatic redemption',
  redeemLabel: {
    inbound: (name: string) => `Automatically redeem invitations with ${name}`,
    outbound: (name: string) => `Automatically redeem invitations with ${name}`,
  },
  redeemSays: {
    inbound: 'Guests see no consent page here if the other organization allows it on its outbound side too.',
    outbound: 'Your people see no consent page there if the other organization allows it on its inbound side too.',
  },
  order: 'Redemption order',
  orderSays: 'Which identity provider is tried first when a guest redeems an invitation.',
  providers: {
    azureActiveDirectory: 'Microsoft Entra ID',
    externalFederation: 'SAML/WS-Fed identity provider federation',
    socialIdentityProviders: 'Social identity providers',
  } as Record<string, string>,
  fallback: 'Fallback identity provider',
  fallbacks: {
    defaultConfiguredIdp: 'Default configured identity provider',
    emailOneTimePasscode: 'Email one-time passcode',
    microsoftAccount: 'Microsoft account',
  } as Record<string, string>,
  moveUp: (name: string) => `Move ${name} up`,
  moveDown: (name: string) => `Move ${name} down`,
  /** Quick actions. */
  block: 'Block access',
  blockTitle: (name: string) => `Block access for ${name}?`,
  blockDone: (name: string) => `Access blocked for ${name}`,
  allow: 'Allow access',
  allowDone: (name: string) => `Access allowed for ${name}`,
  nobody: {
    inbound: (name: string) => `Nobody from ${name} can come in`,
    outbound: (name: string) => `Nobody can go out to ${name}`,
  },
  nobodySays: 'Invitations, sign-ins and refreshed tokens are refused from the next request on.',
  allowInherit: 'Allow access goes back to the default, which lets them.',
  allowAll: 'Allow access lets all people reach all applications.',
  everyOrganization: 'other organizations',
  changedMeanwhile: 'Somebody else changed this meanwhile',
  changedMeanwhileSays: 'Nothing was saved. What they saved is shown now.',
  /** What a save will change. */
  meaningOf: {
    inbound: 'Who can come in',
    outbound: 'Who can go out',
    restrictions: 'Whose accounts can be used here',
  },
  noOutboundTrust:
    'Trust settings are about people who come in. Outbound, only automatic redemption exists, per organization.',
  impact: 'What will change',
  impactSetting: 'Setting',
  before: 'Before',
  after: 'After',
  warnings: 'This is probably not what you mean',
  warningOf: (setting: string) => `${setting}: `,
  settingNames: {
    b2bCollaborationInbound: 'Inbound, B2B collaboration',
    b2bCollaborationOutbound: 'Outbound, B2B collaboration',
    b2bDirectConnectInbound: 'Inbound, B2B direct connect',
    b2bDirectConnectOutbound: 'Outbound, B2B direct connect',
    tenantRestrictions: 'Tenant restrictions',
    inboundTrust: 'Trust settings',
    automaticUserConsentSettings: 'Automatic redemption',
    invitationRedemptionIdentityProviderConfiguration: 'Redemption order',
  } as Record<string, string>,
  touched: 'Whom it touches',
  guestCount: (count: string, organization: string | null) =>
    organization === null ? `${count} in this directory.` : `${count} of ${organization} in this directory.`,
  guests: (count: number) => many(count, 'guest', 'guests'),
  recent: {
    inbound: (people: number, atLeast: boolean) =>
      people === 0
        ? 'None of them signed in during the last 30 days.'
        : `${atLeast ? 'At least ' : ''}${many(people, 'guest', 'guests')} signed in during the last 30 days.`,
    outbound: (people: number, atLeast: boolean) =>
      people === 0
        ? 'Nobody of this directory signed in there during the last 30 days.'
        : `${atLeast ? 'At least ' : ''}${many(people, 'person', 'people')} of this directory signed in there during the last 30 days.`,
  },
  unknownGuests: 'How many guests there are cannot be told with your roles.',
  unknownRecent:
    'Who signed in recently cannot be told: that needs a role that reads sign-in logs, such as Reports Reader.',
  counting: 'Counting…',
} as const

/** Sentences about what settings mean. `words.ts` decides which of them hold. */
export const meaning = {
  people: (count: number) => many(count, 'person', 'people'),
  groups: (count: number) => many(count, 'group', 'groups'),
  apps: (count: number) => many(count, 'app', 'apps'),
  and: (parts: readonly string[]) =>
    parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`,
  allAllowed: { users: 'Allowed for all', applications: 'All allowed' },
  allBlocked: { users: 'Blocked for all', applications: 'All blocked' },
  onlyAllowed: (which: string) => `Allowed for ${which} only`,
  onlyBlocked: (which: string) => `Blocked for ${which}, allowed for the rest`,
  nothing: 'nothing chosen',
  guestPages: 'the pages that guests need',
  inheritedAs: (says: string) => `Inherited: ${says}`,
  both: (users: string, applications: string) => `Users: ${users}. Apps: ${applications}.`,
  inboundNobody: (name: string) => `Nobody from ${name} can be invited or sign in`,
  inboundNobodyDefault: 'Nobody from other organizations can be invited or sign in',
  inboundAll: (name: string) => `${possessive(name)} people can be invited and can reach`,
  inboundAllDefault: 'People of all organizations can be invited and can reach',
  inboundOnly: (who: string, name: string) => `Only ${who} of ${name} can come in, and can reach`,
  inboundOnlyDefault: (who: string) => `Only ${who} of other organizations can come in, and can reach`,
  inboundBut: (who: string, name: string) => `${possessive(name)} people but for ${who} can be invited and can reach`,
  inboundButDefault: (who: string) => `People of all organizations but for ${who} can be invited and can reach`,
  outboundNobody: (name: string) => `None of your people can be guests at ${name}`,
  outboundAll: (name: string) => `Your people can be guests at ${name} and can reach`,
  outboundOnly: (who: string, name: string) => `Only ${who} of yours can be guests at ${name}, and can reach`,
  outboundBut: (who: string, name: string) => `Your people but for ${who} can be guests at ${name} and can reach`,
  otherOrganizations: 'other organizations',
  notEnforced: (says: string) => `${says}; this is not enforced yet.`,
  accountsNone: (name: string) => `Accounts of ${name} cannot be used on your networks and devices`,
  accountsAll: (name: string, apps: string) =>
    `Accounts of ${name} can be used on your networks and devices, for ${apps}`,
  accountsOnly: (who: string, name: string, apps: string) =>
    `Only accounts of ${who} of ${name} can be used on your networks and devices, for ${apps}`,
  accountsBut: (who: string, name: string, apps: string) =>
    `Accounts of ${name} but for ${who} can be used on your networks and devices, for ${apps}`,
  allApps: 'all apps',
  allAppsBut: (apps: string) => `all apps but ${apps}`,
  someButApps: (who: string, apps: string) => `all apps, where ${who} cannot use ${apps}`,
  trustNone: 'their MFA is not trusted',
  trust: (what: string) => `their ${what} ${what.includes(' and ') || what.endsWith('s') ? 'are' : 'is'} trusted`,
  trusted: {
    isMfaAccepted: 'MFA',
    isCompliantDeviceAccepted: 'compliant devices',
    isHybridAzureADJoinedDeviceAccepted: 'hybrid joined devices',
  },
  trustSetting: (what: string) => `${what} trusted`,
  trustSettingNone: 'Nothing trusted',
  on: 'On',
  off: 'Off',
} as const

const possessive = (name: string) => (name.endsWith('s') ? `${name}’` : `${name}’s`)
