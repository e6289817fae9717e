import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components'
import { texts } from '../../texts/en/kit.ts'
import { Modal } from './modal.tsx'
import { UntilClosed } from './until-closed.tsx'

/** One setting that two people changed: as it is saved now, and as this person wants it. */
export type Difference = { label: string; theirs: string; yours: string }

type Choice = { onOverwrite(): void; onTake(): void }

/** After a 412: both versions side by side. Nothing is saved until one is chosen. `differences` null: no conflict. */
export function Conflict({ differences, ...choice }: Choice & { differences: readonly Difference[] | null }) {
  return <UntilClosed>{differences && <Comparison differences={differences} {...choice} />}</UntilClosed>
}

// Addresses and ids have nowhere to break.
const useStyles = makeStyles({ cell: { overflowWrap: 'anywhere', verticalAlign: 'top' } })

function Comparison({ differences, onOverwrite, onTake }: Choice & { differences: readonly Difference[] }) {
  const styles = useStyles()
  return (
    <Modal alert>
      <DialogBody>
        <DialogTitle>{texts.conflictTitle}</DialogTitle>
        <DialogContent>
          <p>{texts.conflictSays}</p>
          <Table aria-label={texts.conflictTitle} size="small">
            <TableHeader>
              <TableRow>
                <TableHeaderCell>{texts.conflictField}</TableHeaderCell>
                <TableHeaderCell>{texts.conflictTheirs}</TableHeaderCell>
                <TableHeaderCell>{texts.conflictYours}</TableHeaderCell>
              </TableRow>
            </TableHeader>
            <TableBody>
              {differences.map((one) => (
                <TableRow key={one.label}>
                  <TableCell className={styles.cell}>{one.label}</TableCell>
                  <TableCell className={styles.cell}>{one.theirs}</TableCell>
                  <TableCell className={styles.cell}>{one.yours}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </DialogContent>
        <DialogActions>
          <Button appearance="primary" onClick={onOverwrite}>
            {texts.conflictOverwrite}
          </Button>
          <Button onClick={onTake}>{texts.conflictTake}</Button>
        </DialogActions>
      </DialogBody>
    </Modal>
  )
}
