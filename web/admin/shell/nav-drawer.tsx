import { Button, DrawerBody, DrawerHeader, DrawerHeaderTitle, OverlayDrawer } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { OverlayContent, useOverlay } from '../../kit/ui/until-closed.tsx'
import { texts } from '../../texts/en/shell.ts'

/** The navigation on a phone: over the page, until a page is chosen. */
export function NavDrawer({ close, children }: { close(): void; children: ReactNode }) {
  const { open, onGone, surface } = useOverlay()
  return (
    <OverlayDrawer position="start" open={open} onOpenChange={(_, data) => !data.open && close()} {...surface}>
      <OverlayContent onGone={onGone}>
        <DrawerHeader>
          <DrawerHeaderTitle
            action={
              <Button
                appearance="subtle"
                aria-label={texts.closeNavigation}
                icon={<DismissRegular />}
                onClick={close}
              />
            }
          >
            {texts.product}
          </DrawerHeaderTitle>
        </DrawerHeader>
        <DrawerBody>
          <nav aria-label={texts.navigation}>{children}</nav>
        </DrawerBody>
      </OverlayContent>
    </OverlayDrawer>
  )
}
