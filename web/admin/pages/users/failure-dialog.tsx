import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components'
import { sayError } from '../../../kit/graph/error.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import type { Outcome } from './use-user-actions.ts'

/** After a change of many: for whom it failed, and why. One failure alone was told when it happened. */
export function FailureDialog({
  outcome,
  onClose,
  onOutcome,
}: {
  outcome: Outcome
  onClose(): void
  onOutcome(next: Outcome): void
}) {
  if (!outcome || outcome.total < 2 || outcome.failures.length === 0) return null
  const { failures, total, again } = outcome
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{texts.failuresTitle(failures.length, total)}</DialogTitle>
          <DialogContent>
            <p>{texts.failuresSays}</p>
            <Table size="small" aria-label={texts.failuresTitle(failures.length, total)}>
              <TableHeader>
                <TableRow>
                  <TableHeaderCell>{texts.failuresWho}</TableHeaderCell>
                  <TableHeaderCell>{texts.failuresWhy}</TableHeaderCell>
                </TableRow>
              </TableHeader>
              <TableBody>
                {failures.map(({ user, error }) => (
                  <TableRow key={user.id}>
                    <TableCell>{user.displayName}</TableCell>
                    <TableCell style={{ overflowWrap: 'anywhere' }}>{sayError(error)}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </DialogContent>
          <DialogActions>
            <Button
              appearance="primary"
              onClick={() => {
                onClose()
                void again().then(onOutcome)
              }}
            >
              {texts.tryThese}
            </Button>
            <Button onClick={onClose}>{kit.close}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
