import { Button } from '@fluentui/react-components'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useSession } from '../../kit/auth/session.tsx'
import { isDenied, sayError } from '../../kit/graph/error.ts'
import { Answer, Empty } from '../../kit/ui/states.tsx'
import { texts } from '../../texts/en/me.ts'

/** As `Answer`: but a refusal here means that the sign-in has ended, since everybody may see what is their own. */
export function Mine<T>({
  of,
  lines,
  children,
}: {
  of: UseQueryResult<T>
  lines?: number
  children: (data: T) => ReactNode
}) {
  if (of.data === undefined && isDenied(of.error)) return <SignInEnded error={of.error} />
  return (
    <Answer of={of} {...(lines === undefined ? {} : { lines })}>
      {children}
    </Answer>
  )
}

function SignInEnded({ error }: { error: unknown }) {
  const session = useSession()
  return (
    <div role="alert">
      <Empty
        title={texts.signInEnded}
        says={sayError(error)}
        action={
          <Button appearance="primary" onClick={() => void session.startOver()}>
            {texts.signInAgain}
          </Button>
        }
      />
    </div>
  )
}
