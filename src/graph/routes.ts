import { appRoleAssignmentRoutes } from './app-role-assignments.ts'
import { applicationCredentialRoutes } from './application-credentials.ts'
import { applicationOwnerRoutes } from './application-owners.ts'
import { applicationRoutes } from './applications.ts'
import { auditLogRoutes } from './audit-logs.ts'
import { authenticationFlowsPolicyRoutes } from './authentication-flows-policy.ts'
import { authenticationMethodRoutes } from './authentication-methods.ts'
import { authorizationPolicyRoutes } from './authorization-policy.ts'
import { b2bManagementPolicyRoutes } from './b2b-management-policy.ts'
import { convertUserRoutes } from './convert-user.ts'
import { crossTenantPolicyRoutes } from './cross-tenant-policy.ts'
import { deletedItemRoutes } from './deleted-items.ts'
import { directoryObjectRoutes } from './directory-objects.ts'
import { domainRoutes } from './domains.ts'
import { explanationRoutes } from './explanation.ts'
import { externalIdentitiesPolicyRoutes } from './external-identities-policy.ts'
import { groupMemberRoutes } from './group-members.ts'
import { groupRoutes } from './groups.ts'
import { guestReportRoutes } from './guest-report.ts'
import { invitationRoutes } from './invitations.ts'
import { membershipRoutes } from './memberships.ts'
import { myAccountRoutes } from './my-account.ts'
import { mySignInRoutes } from './my-sign-ins.ts'
import { organizationRoutes } from './organization.ts'
import { ownedObjectRoutes } from './owned-objects.ts'
import { permissionGrantRoutes } from './permission-grants.ts'
import { recommendationRoutes } from './recommendations.ts'
import { redemptionSettingsRoutes } from './redemption-settings.ts'
import { roleRoutes } from './roles.ts'
import type { GraphRoute } from './route.ts'
import { servicePrincipalRoutes } from './service-principals.ts'
import { signInReportRoutes } from './sign-in-report.ts'
import { sponsorRoutes } from './sponsors.ts'
import { summaryRoutes } from './summary.ts'
import { tenantInformationRoutes } from './tenant-information.ts'
import { userRoutes } from './users.ts'

/** All that is served, of every part. */
export const routes: readonly GraphRoute[] = [
  ...userRoutes,
  ...authenticationMethodRoutes,
  ...convertUserRoutes,
  ...membershipRoutes,
  ...sponsorRoutes,
  ...groupRoutes,
  ...groupMemberRoutes,
  ...directoryObjectRoutes,
  ...deletedItemRoutes,
  ...roleRoutes,
  ...invitationRoutes,
  ...applicationRoutes,
  ...applicationCredentialRoutes,
  ...applicationOwnerRoutes,
  ...ownedObjectRoutes,
  ...servicePrincipalRoutes,
  ...appRoleAssignmentRoutes,
  ...permissionGrantRoutes,
  ...organizationRoutes,
  ...domainRoutes,
  ...authorizationPolicyRoutes,
  ...authenticationFlowsPolicyRoutes,
  ...externalIdentitiesPolicyRoutes,
  ...b2bManagementPolicyRoutes,
  ...crossTenantPolicyRoutes,
  ...redemptionSettingsRoutes,
  ...tenantInformationRoutes,
  ...auditLogRoutes,
  ...summaryRoutes,
  ...guestReportRoutes,
  ...signInReportRoutes,
  ...recommendationRoutes,
  ...explanationRoutes,
  ...myAccountRoutes,
  ...mySignInRoutes,
]
