import type { GraphPermissionName } from './graph-permissions.ts'

/** What a consent page and the permission lists say about a permission: a short title and a sentence. In our own words. */
export type PermissionText = { title: string; says: string }

const written: Partial<Record<GraphPermissionName, PermissionText>> = {
  openid: { title: 'Sign you in', says: 'Lets the app sign you in and know that you are you.' },
  profile: { title: 'See your name and picture', says: 'Lets the app see your name, user name and picture.' },
  email: { title: 'See your email address', says: 'Lets the app see your main email address.' },
  offline_access: {
    title: 'Keep the access you gave it',
    says: 'Lets the app go on using what you allowed, also while you are not using the app.',
  },
  'User.Read': { title: 'Sign you in and read your profile', says: 'Lets the app read your profile and sign you in.' },
  'User.ReadWrite': { title: 'Read and change your profile', says: 'Lets the app read and change your profile.' },
  'User.ReadBasic.All': {
    title: 'Read basic profiles of all people',
    says: 'Lets the app read name, picture and email address of everybody in the organization.',
  },
  'User.Read.All': {
    title: 'Read full profiles of all people',
    says: 'Lets the app read every property of everybody in the organization.',
  },
  'User.ReadWrite.All': {
    title: 'Read and change full profiles of all people',
    says: 'Lets the app create, change and delete people of the organization, but not reset their passwords.',
  },
  'User.Invite.All': {
    title: 'Invite guests to the organization',
    says: 'Lets the app invite people from outside.',
  },
  'User.EnableDisableAccount.All': {
    title: 'Enable and disable accounts',
    says: 'Lets the app switch accounts of people on and off.',
  },
  'User.RevokeSessions.All': {
    title: 'End all sessions of a person',
    says: 'Lets the app sign people out everywhere.',
  },
  'Directory.Read.All': {
    title: 'Read everything in the directory',
    says: 'Lets the app read people, groups, apps and roles of the organization.',
  },
  'Directory.ReadWrite.All': {
    title: 'Read and change the directory',
    says: 'Lets the app read and change people, groups and apps, but neither delete people nor reset passwords.',
  },
  'Directory.AccessAsUser.All': {
    title: 'Use the directory as you',
    says: 'Lets the app do in the directory whatever you may do yourself.',
  },
  'AuditLog.Read.All': {
    title: 'Read sign-in and audit logs',
    says: 'Lets the app read who signed in and who changed what.',
  },
  'Policy.ReadWrite.CrossTenantAccess': {
    title: 'Read and change cross-tenant access settings',
    says: 'Lets the app decide which other organizations may be worked with, and how.',
  },
  'Policy.ReadWrite.Authorization': {
    title: 'Read and change who may invite and what guests may see',
    says: 'Lets the app read and change the authorization policy of the organization.',
  },
  'AppRoleAssignment.ReadWrite.All': {
    title: 'Manage permissions of apps and assignments to apps',
    says: 'Lets the app grant application permissions, to any app and for any API, and assign people to apps.',
  },
  'DelegatedPermissionGrant.ReadWrite.All': {
    title: 'Manage delegated permissions of apps',
    says: 'Lets the app grant delegated permissions, to any app and for any API.',
  },
  'RoleManagement.ReadWrite.Directory': {
    title: 'Read and change who holds which directory role',
    says: 'Lets the app make anybody an administrator.',
  },
  'Application.ReadWrite.OwnedBy': {
    title: 'Manage the apps that it owns',
    says: 'Lets the app create other apps and manage those that it created. It can read all apps.',
  },
}

const verbs: Record<string, string> = {
  Read: 'Read',
  ReadBasic: 'Read basic facts of',
  ReadWrite: 'Read and change',
  Create: 'Create',
  Receive: 'Receive requests for',
  AccessAsUser: 'Use',
  Invite: 'Invite',
  ManageIdentities: 'Manage identities of',
  DeleteRestore: 'Delete and restore',
}

/** The written text, or one made of the parts of the name: `Group.ReadWrite.All` is "Read and change all: group". */
export function permissionText(name: GraphPermissionName): PermissionText {
  const known = written[name]
  if (known) return known
  const [subject = name, verb = 'Read', ...rest] = name.split('.')
  const limits = rest.filter((word) => word !== 'All').map(words)
  const title = [verbs[verb] ?? verb, 'all:', words(subject), ...limits.map((limit) => `(${limit})`)].join(' ')
  return { title, says: `Lets the app do what the permission ${name} covers.` }
}

/** `CustomSecAttributeAssignment` → `custom sec attribute assignment`. */
const words = (name: string): string =>
  name
    .replaceAll(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
    .replaceAll('-', ', ')
    .toLowerCase()
