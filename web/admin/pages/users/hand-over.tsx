import { Body1, Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { texts } from '../../../texts/en/users.ts'
import { Arrival } from './arrival.tsx'

/** After a password was set: what the person needs to sign in, shown this once. */
export function HandOver({
  title,
  says,
  displayName,
  userPrincipalName,
  password,
  wide = false,
  more,
  onClose,
  children,
}: {
  title: string
  says: string
  displayName?: string
  userPrincipalName: string
  password: string
  wide?: boolean
  /** A button beside "Done". */
  more?: ReactNode
  onClose(): void
  children?: ReactNode
}) {
  return (
    <Pane
      wide={wide}
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button appearance="primary" onClick={onClose}>
            {texts.done}
          </Button>
          {more}
        </>
      }
    >
      <Arrival>
        <Body1>{says}</Body1>
      </Arrival>
      <Facts
        facts={[
          ...(displayName === undefined ? [] : [[texts.name, displayName] as const]),
          [texts.userPrincipalName, <Copyable key="name" value={userPrincipalName} what={texts.userPrincipalName} />],
          [texts.password, <Copyable key="password" value={password} what={texts.thePassword} />],
        ]}
      />
      {children}
    </Pane>
  )
}
