import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { PageLink } from '../../../kit/ui/links.tsx'

/** Where the cause of a refusal can be put right. */
export function Remedy({ label, to }: { label: string; to: string }) {
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        <PageLink to={to}>{label}</PageLink>
      </MessageBarBody>
    </MessageBar>
  )
}
