import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useGraph, useRefresh } from '../../../kit/graph/hooks.tsx'
import type { Names } from '../../../kit/graph/names.ts'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { Failed } from '../../../kit/ui/states.tsx'
import { texts } from '../../../texts/en/monitoring.ts'
import { Differences } from './differences.tsx'
import { type CallableFix, type FixPlan, planFix, type Undo } from './fix-plan.ts'

const useStyles = makeStyles({
  preview: { display: 'grid', gap: tokens.spacingVerticalM },
  request: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    margin: 0,
  },
})

type Applied = 'unchanged' | 'declined' | 'undone' | { undo: Undo | null }

/** Shows what the fix changes, asks, does it, and can take it back for as long as the pane is open. */
export function ApplyFix({ fix, names }: { fix: CallableFix; names: Names }) {
  const graph = useGraph()
  const confirm = useConfirm()
  const refresh = useRefresh()
  const [applied, setApplied] = useState<Applied | null>(null)
  // All that a fix can touch is below these.
  const stale = () => refresh(['/v1.0/policies', '/v1.0/users', '/v1.0/servicePrincipals', '/v1.0/directory'])
  const apply = useMutation({
    mutationFn: async (): Promise<Applied> => {
      const plan = await planFix(graph, fix, names)
      if (plan.done) return 'unchanged'
      const agreed = await confirm({ title: fix.text, says: <Preview plan={plan} />, action: texts.applyYes })
      if (!agreed) return 'declined'
      const undo = await plan.apply()
      return { undo }
    },
    onSuccess: setApplied,
    onSettled: stale,
  })
  const undo = useMutation({
    mutationFn: async (takeBack: Undo) => {
      await takeBack()
      setApplied('undone')
    },
    onSettled: stale,
  })
  const error = apply.error ?? undo.error
  const busy = apply.isPending || undo.isPending
  const done = applied !== null && typeof applied === 'object' ? applied : null
  const takeBack = done?.undo ?? null
  const start = () => {
    undo.reset()
    apply.mutate()
  }
  return (
    <>
      {done && (
        <MessageBar intent="success" layout="multiline" role="status">
          <MessageBarBody>
            <MessageBarTitle>{texts.fixApplied}</MessageBarTitle>
            {texts.fixAppliedSays} {done.undo === null && texts.fixStays}
          </MessageBarBody>
        </MessageBar>
      )}
      {(applied === 'unchanged' || applied === 'undone') && (
        <MessageBar intent="info" layout="multiline" role="status">
          <MessageBarBody>{applied === 'unchanged' ? texts.fixUnchanged : texts.fixUndone}</MessageBarBody>
        </MessageBar>
      )}
      <div>
        {/* One button with two meanings, so that the focus stays where it is. */}
        <Button
          appearance={takeBack ? 'secondary' : 'primary'}
          disabledFocusable={busy || (done !== null && takeBack === null)}
          icon={busy ? <Spinner size="tiny" /> : null}
          onClick={() => (takeBack ? undo.mutate(takeBack) : start())}
        >
          {takeBack ? texts.undoFix : texts.applyFix}
        </Button>
      </div>
      {error && <Failed error={error} />}
    </>
  )
}

function Preview({ plan: { changes, method, url, body } }: { plan: FixPlan }) {
  const styles = useStyles()
  return (
    <div className={styles.preview}>
      {changes.length > 0 && (
        <Differences
          label={texts.fixChanges}
          columns={[texts.setting, texts.valueNow, texts.valueAfter]}
          rows={changes.map(({ what, now, after }) => [what, now, after])}
        />
      )}
      <details>
        <summary>{texts.fixRequest}</summary>
        <pre className={styles.request}>
          {method} {url}
          {body === null || body === undefined ? '' : `\n${JSON.stringify(body, null, 2)}`}
        </pre>
      </details>
    </div>
  )
}
