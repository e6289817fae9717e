import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { ArrowClockwiseRegular } from '@fluentui/react-icons'
import { texts } from '../../texts/en/kit.ts'
import { GraphError, isMissing, sayError } from '../graph/error.ts'

/** What went wrong, as `Failed` shows it. */
export function FailedBar({ error, retry, title }: { error: unknown; retry?: () => void; title?: string }) {
  const known = error instanceof GraphError ? error : undefined
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{title ?? (isMissing(error) ? texts.missingTitle : texts.failedTitle)}</MessageBarTitle>
        {sayError(error)}
        {known && (
          <>
            {' '}
            ({known.code}
            {known.requestId && `, ${texts.requestId} ${known.requestId}`})
          </>
        )}
      </MessageBarBody>
      {retry && (
        <MessageBarActions>
          <Button icon={<ArrowClockwiseRegular />} onClick={retry}>
            {texts.retry}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}
