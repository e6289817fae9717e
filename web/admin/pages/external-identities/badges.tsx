import { Badge, Tooltip } from '@fluentui/react-components'
import { crossTenant, texts } from '../../../texts/en/external-identities.ts'

/** For settings that are kept and given back, while nothing acts on them. */
export function StoredBadge() {
  return (
    <Tooltip content={texts.storedSays} relationship="description">
      <Badge appearance="outline" color="informative" tabIndex={0}>
        {texts.stored}
      </Badge>
    </Tooltip>
  )
}

export function InheritedBadge({ inherited }: { inherited: boolean }) {
  return (
    <Badge appearance="tint" color={inherited ? 'subtle' : 'brand'}>
      {inherited ? crossTenant.badgeInherited : crossTenant.badgeCustom}
    </Badge>
  )
}
