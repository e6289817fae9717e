import {
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItemLink,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { useSession } from '../../kit/auth/session.tsx'
import { texts } from '../../texts/en/me.ts'
import { accountOf, paths } from '../paths.ts'
import { useOrganizations } from '../person.ts'

/** Loaded by the first click, so open from the start. */
export function OpenOrganizationMenu({ trigger }: { trigger: ReactElement }) {
  const session = useSession()
  const { data } = useOrganizations()
  const all = data?.value ?? []
  const here = all.find((one) => one.isCurrent)?.tenantId ?? ''
  return (
    <Menu
      defaultOpen
      checkedValues={{ organization: [here] }}
      onCheckedValueChange={(_, { checkedItems: [next] }) => {
        if (next && next !== here) void session.switchTenant(next)
      }}
    >
      <MenuTrigger disableButtonEnhancement>{trigger}</MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{texts.switchOrganization}</MenuGroupHeader>
            {all.map((one) => (
              <MenuItemRadio
                key={one.tenantId}
                name="organization"
                value={one.tenantId}
                secondaryContent={one.isHome ? texts.home : texts.guest}
              >
                {one.displayName}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuItemLink href={accountOf(null, paths.organizations())}>{texts.allOrganizations}</MenuItemLink>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
