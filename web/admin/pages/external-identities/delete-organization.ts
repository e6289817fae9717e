import { useGraph, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { partnerPath, partnersPath, policyPath } from './policy.ts'
import type { PartnerConfiguration } from './rules.ts'

/** What the server alone sets. */
const readOnly = ['@odata.context', 'isInMultiTenantOrganization']

/** Deletes an organization's settings after asking; undo puts the same content back. */
export function useDeleteOrganization() {
  const graph = useGraph()
  const refresh = useRefresh()
  const confirm = useConfirm()
  const notify = useNotify()
  return async ({ tenantId, name, value }: { tenantId: string; name: string; value: PartnerConfiguration }) => {
    const question = {
      title: crossTenant.deleteTitle(name),
      says: crossTenant.deleteSays,
      action: crossTenant.delete,
    }
    if (!(await confirm(question))) return false
    const content = Object.fromEntries(Object.entries(value).filter(([property]) => !readOnly.includes(property)))
    const undo = async () => {
      try {
        await graph.post(partnersPath, content)
        await refresh([policyPath])
      } catch (error) {
        notify.error(crossTenant.addOrganization, error)
      }
    }
    try {
      await graph.delete(partnerPath(tenantId))
      notify.success(crossTenant.deleted(name), { undo: () => void undo() })
      return true
    } catch (error) {
      notify.error(crossTenant.delete, error)
      return false
    } finally {
      await refresh([policyPath])
    }
  }
}
