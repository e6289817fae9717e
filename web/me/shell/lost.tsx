import { Button } from '@fluentui/react-components'
import { useRouteError } from 'react-router'
import { Page } from '../../kit/ui/page.tsx'
import { Empty, Failed } from '../../kit/ui/states.tsx'
import { texts as kit } from '../../texts/en/kit.ts'
import { texts } from '../../texts/en/me.ts'
import { bases } from '../paths.ts'

/** An address that no page has. */
export function NotFound() {
  return (
    <Page title={texts.notFound}>
      <Empty
        title={texts.notFound}
        says={texts.notFoundSays}
        action={
          <Button as="a" href={bases.apps}>
            {texts.apps}
          </Button>
        }
      />
    </Page>
  )
}

/** A page that threw, or whose code could not be loaded (the server was updated meanwhile). */
export function Crashed() {
  const error = useRouteError()
  return (
    <Page
      title={kit.crashed}
      says={kit.crashedHint}
      commands={<Button onClick={() => location.reload()}>{kit.reload}</Button>}
    >
      <Failed error={error} />
    </Page>
  )
}
