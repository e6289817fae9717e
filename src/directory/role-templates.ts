/**
 * The directory roles by their real template ids: the same in every tenant, in `wids`, in `/directoryRoles` and in
 * `/roleManagement` (graph.md 2.1).
 */
export type RoleTemplate = {
  id: string
  displayName: string
  description: string
  /**
   * What the role lets its holder read of the directory, whatever the guest access level: all of it, users only, or
   * nothing that the person could not read already.
   */
  reads: 'directory' | 'users' | 'nothing'
}

const template = (
  id: string,
  displayName: string,
  reads: RoleTemplate['reads'],
  description: string,
): RoleTemplate => ({
  id,
  displayName,
  description,
  reads,
})

/** Named ids, so that no GUID is typed into a rule. */
export const role = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  globalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  privilegedRoleAdministrator: 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  privilegedAuthenticationAdministrator: '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  guestInviter: '95e79109-95c0-4d8e-aee3-d01accf2d47b',
  helpdeskAdministrator: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  passwordAdministrator: '966707d0-3269-4727-9be2-8c3a10f19b9d',
  authenticationAdministrator: 'c4e39bd9-1100-46d3-8c65-fb160da0071f',
  authenticationPolicyAdministrator: '0526716b-113d-4c15-b2c8-68e3c22b9f80',
  authenticationExtensibilityAdministrator: '25a516ed-2fa0-40ea-a2d0-12923a21473a',
  securityAdministrator: '194ae4cb-b126-40b2-bd5b-6091b380977d',
  securityOperator: '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f',
  securityReader: '5d6b6bb7-de71-4623-b4af-96380a352509',
  conditionalAccessAdministrator: 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
  externalIdentityProviderAdministrator: 'be2f45a1-457d-42af-a067-6ec1fa63bc45',
  userFlowAdministrator: '6e591065-9bad-43ed-90f3-e9424366d2f0',
  userFlowAttributeAdministrator: '0f971eea-41eb-4569-a71e-57bb8a3eff1e',
  applicationAdministrator: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  cloudApplicationAdministrator: '158c047a-c907-4556-b7ef-446551a6b5f7',
  applicationDeveloper: 'cf1c38e5-3621-4004-a7cb-879624dced7c',
  groupsAdministrator: 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  directoryReaders: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  directoryWriters: '9360feb5-f418-4baa-8175-e2a00bac4301',
  reportsReader: '4a5d8f65-41da-4de4-8968-e035b65339cf',
  identityGovernanceAdministrator: '45d8d3c5-c802-45c6-b32a-1d70b5e1e86e',
  domainNameAdministrator: '8329153b-31d0-4727-b945-745eb3bc5f31',
  organizationalBrandingAdministrator: '92ed04bf-c94a-4b82-9729-b799a7a4c178',
  licenseAdministrator: '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  teamsAdministrator: '69091246-20e8-4a56-aa4d-066075b2a7a8',
  hybridIdentityAdministrator: '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2',
  billingAdministrator: 'b0f54661-2d74-4c50-afa3-1ec803f12efe',
  attributeAssignmentAdministrator: '58a13ea3-c632-46ae-9ee0-9c0d43cd7f3d',
  attributeAssignmentReader: 'ffd52fa5-98dc-465c-991d-fc073eb59f8f',
  attributeDefinitionAdministrator: '8424c6f0-a189-499e-bbd0-26c1753c96d4',
  lifecycleWorkflowsAdministrator: '59d46f88-662b-457b-bceb-5c3809e5908f',
  tenantCreator: '112ca1a2-15ad-4102-995e-45b0bc479a6a',
  messageCenterReader: '790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b',
  usageSummaryReportsReader: '75934031-6c7e-415a-99d7-48dbd49e875e',
  iefKeysetAdministrator: 'aaf43236-0c0d-4d5f-883a-6955382ac081',
  iefPolicyAdministrator: '3edaf663-341e-4475-9f94-5c398ef6c070',
} as const

/**
 * `wids` of people without a role: a member, a guest. Neither can be assigned and neither gives any authority.
 * Known from tokens of live tenants (graph.md 2.1); the guest's is doubtful.
 */
export const widsWithoutRole = {
  member: 'b79fbf4d-3ef9-4689-8143-76b194e85509',
  guest: '13bd1c72-6f4a-4dcf-985f-18d3b80f208a',
} as const

export const roleTemplates: readonly RoleTemplate[] = [
  template(
    role.globalAdministrator,
    'Global Administrator',
    'directory',
    'Manages everything in the tenant, other administrators included.',
  ),
  template(role.globalReader, 'Global Reader', 'directory', 'Reads everything that a Global Administrator can read.'),
  template(
    role.privilegedRoleAdministrator,
    'Privileged Role Administrator',
    'directory',
    'Assigns directory roles and sets who may invite and what guests may see.',
  ),
  template(
    role.privilegedAuthenticationAdministrator,
    'Privileged Authentication Administrator',
    'directory',
    'Resets the credentials of anybody, administrators included.',
  ),
  template(
    role.userAdministrator,
    'User Administrator',
    'directory',
    'Manages users and groups, and resets passwords of people without a strong role.',
  ),
  template(
    role.guestInviter,
    'Guest Inviter',
    'users',
    'Invites guests even where members may not, unless nobody may.',
  ),
  template(
    role.helpdeskAdministrator,
    'Helpdesk Administrator',
    'directory',
    'Resets passwords of people without a strong role and resets the redemption of guests.',
  ),
  template(
    role.passwordAdministrator,
    'Password Administrator',
    'directory',
    'Resets passwords of people without a role.',
  ),
  template(
    role.authenticationAdministrator,
    'Authentication Administrator',
    'directory',
    'Manages the authentication methods of people without a strong role.',
  ),
  template(
    role.authenticationPolicyAdministrator,
    'Authentication Policy Administrator',
    'nothing',
    'Decides which authentication methods the tenant offers.',
  ),
  template(
    role.authenticationExtensibilityAdministrator,
    'Authentication Extensibility Administrator',
    'nothing',
    'Manages the extensions that sign-up and sign-in call.',
  ),
  template(
    role.securityAdministrator,
    'Security Administrator',
    'directory',
    'Manages cross-tenant access, conditional access and other security settings, and reads the logs.',
  ),
  template(role.securityOperator, 'Security Operator', 'directory', 'Works on security events and reads the logs.'),
  template(role.securityReader, 'Security Reader', 'directory', 'Reads security settings and the logs.'),
  template(
    role.conditionalAccessAdministrator,
    'Conditional Access Administrator',
    'directory',
    'Manages conditional access, named locations and terms of use.',
  ),
  template(
    role.externalIdentityProviderAdministrator,
    'External Identity Provider Administrator',
    'nothing',
    'Manages identity providers and the collaboration settings.',
  ),
  template(
    role.userFlowAdministrator,
    'External ID User Flow Administrator',
    'nothing',
    'Manages the user flows by which people sign up.',
  ),
  template(
    role.userFlowAttributeAdministrator,
    'External ID User Flow Attribute Administrator',
    'nothing',
    'Manages the attributes that user flows collect.',
  ),
  template(
    role.applicationAdministrator,
    'Application Administrator',
    'directory',
    'Manages app registrations, enterprise apps and their consent.',
  ),
  template(
    role.cloudApplicationAdministrator,
    'Cloud Application Administrator',
    'directory',
    'Manages app registrations and enterprise apps.',
  ),
  template(role.applicationDeveloper, 'Application Developer', 'nothing', 'Registers apps even where members may not.'),
  template(
    role.groupsAdministrator,
    'Groups Administrator',
    'directory',
    'Manages all groups that cannot be given a role.',
  ),
  template(role.directoryReaders, 'Directory Readers', 'directory', 'Reads users, groups, roles and apps.'),
  template(
    role.directoryWriters,
    'Directory Writers',
    'directory',
    'Reads the directory and changes its plain properties. Meant for applications.',
  ),
  template(role.reportsReader, 'Reports Reader', 'nothing', 'Reads the sign-in and audit logs.'),
  template(
    role.identityGovernanceAdministrator,
    'Identity Governance Administrator',
    'directory',
    'Manages access reviews and who is assigned to apps.',
  ),
  template(role.domainNameAdministrator, 'Domain Name Administrator', 'nothing', 'Adds, verifies and removes domains.'),
  template(
    role.organizationalBrandingAdministrator,
    'Organizational Branding Administrator',
    'nothing',
    'Manages how the sign-in pages look.',
  ),
  template(role.licenseAdministrator, 'License Administrator', 'directory', 'Assigns licences.'),
  template(
    role.teamsAdministrator,
    'Teams Administrator',
    'directory',
    'Manages cross-tenant access, except its synchronization.',
  ),
  template(
    role.hybridIdentityAdministrator,
    'Hybrid Identity Administrator',
    'directory',
    'Manages synchronization and federation.',
  ),
  template(role.billingAdministrator, 'Billing Administrator', 'nothing', 'Manages subscriptions and invoices.'),
  template(
    role.attributeAssignmentAdministrator,
    'Attribute Assignment Administrator',
    'nothing',
    'Assigns custom security attributes.',
  ),
  template(
    role.attributeAssignmentReader,
    'Attribute Assignment Reader',
    'nothing',
    'Reads assigned custom security attributes.',
  ),
  template(
    role.attributeDefinitionAdministrator,
    'Attribute Definition Administrator',
    'nothing',
    'Defines custom security attributes.',
  ),
  template(
    role.lifecycleWorkflowsAdministrator,
    'Lifecycle Workflows Administrator',
    'nothing',
    'Manages workflows for people who join, move and leave.',
  ),
  template(role.tenantCreator, 'Tenant Creator', 'nothing', 'Creates tenants.'),
  template(role.messageCenterReader, 'Message Center Reader', 'nothing', 'Reads service messages.'),
  template(
    role.usageSummaryReportsReader,
    'Usage Summary Reports Reader',
    'nothing',
    'Reads sums of usage, never of one person.',
  ),
  template(
    role.iefKeysetAdministrator,
    'B2C IEF Keyset Administrator',
    'nothing',
    'Manages keys of custom sign-in policies.',
  ),
  template(role.iefPolicyAdministrator, 'B2C IEF Policy Administrator', 'nothing', 'Manages custom sign-in policies.'),
]

const byId = new Map(roleTemplates.map((one) => [one.id, one]))

/** Compared without case, as all GUIDs. */
export const roleTemplate = (id: string): RoleTemplate | undefined => byId.get(id.toLowerCase())
