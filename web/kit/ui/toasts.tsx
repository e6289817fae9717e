import {
  Link,
  Toast,
  ToastBody,
  Toaster,
  ToastFooter,
  ToastTitle,
  useId,
  useToastController,
} from '@fluentui/react-components'
import { useEffect } from 'react'
import { texts } from '../../texts/en/kit.ts'
import type { Notice } from './notice.ts'

/** A notice that passes by. */
export type Passing = Pick<Notice, 'intent' | 'title' | 'says'> & { undo: (() => void) | undefined }

/** Where notices pass by, and through `onReady` the way to show one. Loaded once somebody begins to do something. */
export function Toasts({ onReady }: { onReady(show: (passing: Passing) => void): void }) {
  const toaster = useId('toaster')
  const { dispatchToast } = useToastController(toaster)
  useEffect(() => {
    onReady(({ intent, title, says, undo }) =>
      dispatchToast(
        <Toast>
          <ToastTitle>{title}</ToastTitle>
          {says && <ToastBody>{says}</ToastBody>}
          {undo && (
            <ToastFooter>
              <Link as="button" onClick={undo}>
                {texts.undo}
              </Link>
            </ToastFooter>
          )}
        </Toast>,
        { intent, timeout: intent === 'error' || undo ? 10_000 : 4_000, pauseOnHover: true },
      ),
    )
  }, [onReady, dispatchToast])
  return <Toaster toasterId={toaster} position="bottom-end" limit={3} />
}
