import {
  Caption1,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { texts } from '../../texts/en/shell.ts'
import { useSession } from '../auth/session.tsx'
import type { MenuAction } from './menu-action.ts'
import { type ThemeChoice, useTheme } from './theme.tsx'

const useStyles = makeStyles({
  who: { display: 'grid', padding: tokens.spacingHorizontalM, overflowWrap: 'anywhere', maxWidth: '20rem' },
})

const themes = Object.entries(texts.themes) as [ThemeChoice, string][]

/** Who is signed in, other accounts, directories, how it looks, and the way out. Open from the start: it is loaded by the first click. */
export function OpenAccountMenu({ trigger, actions }: { trigger: ReactElement; actions: readonly MenuAction[] }) {
  const styles = useStyles()
  const session = useSession()
  const { choice, choose } = useTheme()
  const { account } = session
  const name = account.name ?? account.username
  const others = session.accounts.filter((one) => one.homeAccountId !== account.homeAccountId)
  return (
    <Menu
      defaultOpen
      checkedValues={{ theme: [choice] }}
      onCheckedValueChange={(_, { checkedItems }) => choose((checkedItems[0] as ThemeChoice | undefined) ?? 'system')}
    >
      <MenuTrigger disableButtonEnhancement>{trigger}</MenuTrigger>
      <MenuPopover>
        <div className={styles.who}>
          <Caption1>{texts.signedInAs}</Caption1>
          <Text weight="semibold">{name}</Text>
          <Caption1>{account.username}</Caption1>
        </div>
        <MenuList>
          {others.length > 0 && (
            <MenuGroup>
              <MenuGroupHeader>{texts.otherAccounts}</MenuGroupHeader>
              {others.map((one) => (
                <MenuItem key={one.homeAccountId} onClick={() => void session.switchAccount(one)}>
                  {one.username}
                </MenuItem>
              ))}
            </MenuGroup>
          )}
          {actions.map(({ label, run }) => (
            <MenuItem key={label} onClick={run}>
              {label}
            </MenuItem>
          ))}
          <MenuItem onClick={() => void session.addAccount()}>{texts.addAccount}</MenuItem>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{texts.theme}</MenuGroupHeader>
            {themes.map(([value, label]) => (
              <MenuItemRadio key={value} name="theme" value={value}>
                {label}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuItem onClick={() => void session.signOut()}>{texts.signOut}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
