import { Button, DrawerBody, DrawerHeader, DrawerHeaderTitle, OverlayDrawer } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { texts } from '../../texts/en/shell.ts'

/** The navigation on a phone: over the page, until a page is chosen. */
export function NavDrawer({ close, children }: { close(): void; children: ReactNode }) {
  return (
    <OverlayDrawer position="start" open onOpenChange={(_, { open }) => !open && close()}>
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button appearance="subtle" aria-label={texts.closeNavigation} icon={<DismissRegular />} onClick={close} />
          }
        >
          {texts.product}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <nav aria-label={texts.navigation}>{children}</nav>
      </DrawerBody>
    </OverlayDrawer>
  )
}
