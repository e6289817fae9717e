import type { Page } from '../kit/graph/client.ts'
import { useGraphGet } from '../kit/graph/hooks.tsx'

export type Organization = {
  id: string
  displayName: string
  /** `AAD` a workforce directory, `CIAM` one of customers. */
  tenantType: string | null
  verifiedDomains: { name: string; isDefault: boolean; isInitial: boolean }[]
  countryLetterCode: string | null
  preferredLanguage: string | null
  technicalNotificationMails: string[]
  privacyProfile: { contactEmail: string | null; statementUrl: string | null } | null
  createdDateTime: string | null
}

/** The directory that is being managed. */
export function useTenant() {
  const answer = useGraphGet<Page<Organization>>('/v1.0/organization')
  const organization = answer.data?.value[0]
  return {
    ...answer,
    organization,
    kind:
      organization === undefined
        ? undefined
        : organization.tenantType === 'CIAM'
          ? ('external' as const)
          : ('workforce' as const),
    defaultDomain: organization?.verifiedDomains.find((one) => one.isDefault)?.name,
  }
}
