import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components'
import { sayError } from '../../../kit/graph/error.ts'
import { Modal } from '../../../kit/ui/modal.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import type { Outcome } from './use-user-actions.ts'

type Wishes = { onClose(): void; onOutcome(next: Outcome): void }

/** After a change of many: for whom it failed, and why. One failure alone was told when it happened. */
export function FailureDialog({ outcome, ...wishes }: Wishes & { outcome: Outcome }) {
  const told = outcome !== null && outcome.total > 1 && outcome.failures.length > 0
  return <UntilClosed>{told && <Failures outcome={outcome} {...wishes} />}</UntilClosed>
}

function Failures({ outcome, onClose, onOutcome }: Wishes & { outcome: NonNullable<Outcome> }) {
  const { failures, total, again } = outcome
  const title = texts.failuresTitle(failures.length, total)
  return (
    <Modal onClose={onClose}>
      <DialogBody>
        <DialogTitle>{title}</DialogTitle>
        <DialogContent>
          <p>{texts.failuresSays}</p>
          <Table size="small" aria-label={title}>
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
    </Modal>
  )
}
