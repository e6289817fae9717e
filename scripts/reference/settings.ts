import { parseConfig, settingNames } from '../../src/config.ts'
import { systemDefault } from '../../src/cross-tenant-access/settings.ts'
import { defaultAuthenticationFlowsPolicy } from '../../src/tenants/authentication-flows-policy.ts'
import { type AuthorizationPolicy, defaultAuthorizationPolicy } from '../../src/tenants/authorization-policy.ts'
import { code, page, table } from './page.ts'

/** What an operator sets by the environment, and what an administrator sets for a tenant, with what each does here. */
export function settingsPage(): string {
  return page(
    'Settings',
    'src/config.ts and the policies of a fresh tenant',
    [],
    [
      '## Of the server',
      `Read from the environment by \`demo\`, \`serve\`, \`init\` and \`migrate\`. An unknown or bad setting stops the start and is named.
[Those of the clients](cli.md) are beside their flags.`,
      table(['variable', 'default', 'meaning'], environmentRows()),
      '## Of a tenant: authorizationPolicy',
      `\`PATCH /v1.0/policies/authorizationPolicy\`. Settings marked *kept* are stored and given back, and nothing acts on them yet.`,
      table(['property', 'in a new tenant', 'effect'], authorizationRows()),
      '## Of a tenant: crossTenantAccessPolicy',
      `\`PATCH /v1.0/policies/crossTenantAccessPolicy/default\` and \`…/partners/{tenantId}\`; a partner inherits what is null. All of it in one
object may take 25 KB.`,
      table(['property', 'in a new tenant', 'effect'], crossTenantRows()),
      '## Of a tenant: externalIdentitiesPolicy',
      '`PATCH /beta/policies/externalIdentitiesPolicy`. Saying no needs `contactEmail` and `statementUrl` in the organization’s `privacyProfile`: whoever cannot leave is told whom to ask.',
      table(
        ['property', 'in a new tenant', 'effect'],
        [
          [
            code('allowExternalIdentitiesToLeave'),
            code('true'),
            'guests, and members from other organizations, may leave by themselves in My Account',
          ],
          [
            code('allowDeletedIdentitiesDataRemoval'),
            code('false'),
            'reserved, as in the public product: cannot be set',
          ],
        ],
      ),
      '## Of a tenant: authenticationFlowsPolicy',
      '`PATCH /v1.0/policies/authenticationFlowsPolicy`.',
      table(
        ['property', 'in a new tenant', 'effect'],
        rows({ selfServiceSignUp: defaultAuthenticationFlowsPolicy.selfServiceSignUp }, { selfServiceSignUp: kept }),
      ),
      '## Of a tenant: redemption',
      '`PATCH /gatehouse/v1/policies/redemption`, on our own API since Graph has no such setting.',
      table(
        ['property', 'in a new tenant', 'effect'],
        [
          [
            code('redemptionLinkDays'),
            code('30'),
            'days that a redemption link works: 7, 14, 30, 90, or null for ever',
          ],
        ],
      ),
    ],
  )
}

const meanings: Record<(typeof settingNames)[number], { unset: string; meaning: string }> = {
  GATEHOUSE_ORIGIN: {
    unset: `${code('https://localhost:<port>')}`,
    meaning: 'public URL: issuer, links in mail, redirect URIs of our own apps',
  },
  PORT: { unset: code(String(unset('serve').port)), meaning: '0: any free port' },
  HOST: {
    unset: `${code(unset('serve').host)}; ${code(unset('demo').host)} in the demo`,
    meaning:
      'address to listen on; a demo takes none that other machines may reach unless it is started with `--expose`',
  },
  GATEHOUSE_HOSTS: {
    unset: '',
    meaning: 'further host names that are served and put on the certificate, separated by commas',
  },
  GATEHOUSE_TRUSTED_PROXIES: { unset: '', meaning: 'addresses of proxies whose forwarded addresses are believed' },
  GATEHOUSE_DATA: { unset: code(unset('serve').dataFolder), meaning: 'folder of the database, keys and certificates' },
  DATABASE_URL: { unset: 'SQLite in the data folder', meaning: '`sqlite:<path>` or `postgres://…`' },
  GATEHOUSE_SECRET: {
    unset: 'made and kept in the data folder',
    meaning: 'at least 32 random bytes in base64 that encrypt keys and secrets; required with PostgreSQL',
  },
  SMTP_URL: {
    unset: '',
    meaning:
      '`smtp://user:password@host:587` or `smtps://…`; with `?requireTLS=true` nothing is sent in the clear; without it mail waits in the outbox',
  },
  GATEHOUSE_TLS: {
    unset: code(unset('serve').tls.kind),
    meaning: '`auto` (local authority), `off` (a proxy ends TLS), or `certificate.pem,key.pem`',
  },
  GATEHOUSE_DOMAIN_SUFFIX: {
    unset: code(unset('serve').domainSuffix),
    meaning: 'what the first domains of new tenants end in',
  },
  GATEHOUSE_DNS: { unset: "the system's", meaning: 'resolvers for domain verification, separated by commas' },
}

function unset(mode: 'demo' | 'serve') {
  return parseConfig(mode, {})
}

const environmentRows = (): string[][] =>
  settingNames.map((name) => [code(name), meanings[name].unset, meanings[name].meaning])

const kept = '*kept*'

type MemberPermissions = AuthorizationPolicy['defaultUserRolePermissions']
const authorizationEffects: Record<Exclude<keyof AuthorizationPolicy, 'defaultUserRolePermissions'>, string> = {
  allowInvitesFrom:
    'who may invite: `everyone`, `adminsGuestInvitersAndAllMembers`, `adminsAndGuestInviters` or `none`; guests at the restricted level never',
  guestUserRoleId:
    'what guests may read: `a0b1b346-…` as members, `10dae51f-…` limited, `2af84b1e-…` themselves only (restricted)',
  allowedToSignUpEmailBasedSubscriptions: kept,
  allowedToUseSSPR: kept,
  allowEmailVerifiedUsersToJoinOrganization: kept,
  allowUserConsentForRiskyApps: kept,
  blockMsolPowerShell: kept,
  description: 'for people',
  displayName: 'for people',
}
const memberEffects: Record<keyof MemberPermissions, string> = {
  allowedToCreateApps: 'members register apps, and own them',
  allowedToCreateSecurityGroups: 'members make security groups',
  allowedToCreateTenants: kept,
  allowedToReadBitlockerKeysForOwnedDevice: kept,
  allowedToReadOtherUsers: 'members read other people',
  permissionGrantPoliciesAssigned:
    'members consent for themselves while a `ManagePermissionGrantsForSelf.…` is in the list; else administrators only',
}

function authorizationRows(): string[][] {
  const { defaultUserRolePermissions, ...settings } = defaultAuthorizationPolicy
  return [
    ...rows(settings, authorizationEffects),
    ...rows(defaultUserRolePermissions, memberEffects, 'defaultUserRolePermissions.'),
  ]
}

const crossTenantEffects: Record<Exclude<keyof typeof systemDefault, 'isServiceDefault'>, string> = {
  b2bCollaborationOutbound: 'who of ours may go out as a guest, and to which apps (500212)',
  b2bCollaborationInbound: 'who of others may come in as a guest, and to which apps (500213)',
  b2bDirectConnectOutbound: kept,
  b2bDirectConnectInbound: kept,
  inboundTrust: kept,
  tenantRestrictions: kept,
  automaticUserConsentSettings: kept,
  invitationRedemptionIdentityProviderConfiguration: kept,
  appServiceConnectInbound: kept,
  m365CollaborationInbound: kept,
  m365CollaborationOutbound: kept,
}

function crossTenantRows(): string[][] {
  return Object.entries(crossTenantEffects).map(([name, effect]) => [
    code(name),
    inWords(systemDefault[name as keyof typeof systemDefault]),
    effect,
  ])
}

const rows = <Settings extends object>(
  settings: Settings,
  effects: Record<keyof Settings, string>,
  prefix = '',
): string[][] =>
  Object.entries(settings).map(([name, value]) => [
    code(`${prefix}${name}`),
    code(JSON.stringify(value)),
    effects[name as keyof Settings],
  ])

/** A block with people and apps is all allowed or all blocked in a new tenant; anything else is shown as it is. */
function inWords(value: unknown): string {
  if (value === undefined) return ''
  const { usersAndGroups } = value as { usersAndGroups?: { accessType: string } }
  return usersAndGroups ? `everybody and every app ${usersAndGroups.accessType}` : code(JSON.stringify(value))
}
