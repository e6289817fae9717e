import type { Store } from '../store.ts'
import type { Database } from './database.ts'
import { applicationStore, consentStore, servicePrincipalStore } from './stores/applications.ts'
import { groupStore, roleStore, userStore } from './stores/directory.ts'
import { auditStore, outboxStore, signInStore } from './stores/logs.ts'
import { reportStore } from './stores/reports.ts'
import {
  codeStore,
  flowStore,
  oneTimeCodeStore,
  passwordStore,
  refreshStore,
  replayStore,
  sessionStore,
} from './stores/sign-in.ts'
import { crossTenantAccessStore, invitationStore, limitStore, policyStore, tenantStore } from './stores/tenants.ts'

type Parts = Omit<Store, 'at' | 'write' | 'across' | 'close' | 'signIns' | 'world'> & {
  signIns: Store['signIns'] & { flush(): Promise<void> }
}

/** Every store, over whichever database the door opens. */
export function stores(database: Database): Parts {
  return {
    tenants: tenantStore,
    policies: policyStore,
    limits: limitStore,
    users: userStore,
    groups: groupStore,
    roles: roleStore,
    applications: applicationStore,
    servicePrincipals: servicePrincipalStore,
    consent: consentStore,
    crossTenantAccess: crossTenantAccessStore,
    invitations: invitationStore,
    passwords: passwordStore,
    oneTimeCodes: oneTimeCodeStore,
    sessions: sessionStore,
    flows: flowStore,
    codes: codeStore,
    refresh: refreshStore,
    replay: replayStore,
    signIns: signInStore(database),
    audit: auditStore,
    outbox: outboxStore,
    reports: reportStore,
  }
}
