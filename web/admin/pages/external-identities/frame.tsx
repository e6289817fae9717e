import type { ReactNode } from 'react'
import { Page } from '../../../kit/ui/page.tsx'
import { PageTabs } from '../../../kit/ui/tabs.tsx'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { paths } from '../../paths.ts'

const tabs = [
  { to: paths.crossTenant(), label: crossTenant.defaultTab },
  { to: paths.organizations(), label: crossTenant.organizationsTab },
  { to: paths.microsoftClouds(), label: crossTenant.cloudsTab },
]

/** The three tabs of cross-tenant access settings. */
export function CrossTenantFrame({ commands, children }: { commands?: ReactNode; children: ReactNode }) {
  return (
    <Page title={crossTenant.title} says={crossTenant.says}>
      <PageTabs label={crossTenant.tabs} tabs={tabs} />
      {commands && <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem' }}>{commands}</div>}
      {children}
    </Page>
  )
}
