import {
  Button,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { texts } from '../../texts/en/kit.ts'
import { NoticePlace } from './notice-places.tsx'
import { useNarrow } from './theme.tsx'
import { OverlayContent, useOverlay } from './until-closed.tsx'

const useStyles = makeStyles({
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    paddingBottom: tokens.spacingVerticalXXL,
  },
  // Between what can be scrolled and the buttons: they stay where they are, and nothing lies over them.
  notices: {
    flexShrink: 0,
    alignSelf: 'stretch',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXXL}`,
    ':empty': { display: 'none' },
  },
  footer: { borderTop: `1px solid ${tokens.colorNeutralStroke2}`, flexWrap: 'wrap' },
})

/**
 * A pane at the side for adding and editing; fills a phone's screen. Its state is the address (`usePane`). One that is in
 * the page only while it is open belongs in `UntilClosed`.
 */
export function Pane({
  title,
  open = true,
  onClose,
  footer,
  wide = false,
  children,
}: {
  title: string
  open?: boolean
  onClose(): void
  /** Buttons; the main one first. */
  footer?: ReactNode
  wide?: boolean
  children: ReactNode
}) {
  const styles = useStyles()
  const narrow = useNarrow()
  const overlay = useOverlay(open)
  return (
    <OverlayDrawer
      position="end"
      size={narrow ? 'full' : wide ? 'large' : 'medium'}
      open={overlay.open}
      {...overlay.surface}
      onOpenChange={(_, data) => {
        if (!data.open) onClose()
      }}
    >
      <OverlayContent onGone={overlay.onGone}>
        <DrawerHeader>
          <DrawerHeaderTitle
            action={<Button appearance="subtle" aria-label={texts.close} icon={<DismissRegular />} onClick={onClose} />}
          >
            {title}
          </DrawerHeaderTitle>
        </DrawerHeader>
        <DrawerBody>
          <div className={styles.body}>{children}</div>
        </DrawerBody>
        {overlay.open && <NoticePlace over className={styles.notices} />}
        {footer && <DrawerFooter className={styles.footer}>{footer}</DrawerFooter>}
      </OverlayContent>
    </OverlayDrawer>
  )
}
