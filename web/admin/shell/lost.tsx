import { Button } from '@fluentui/react-components'
import { useRouteError } from 'react-router'
import { PageButton } from '../../kit/ui/links.tsx'
import { Page } from '../../kit/ui/page.tsx'
import { Empty, Failed } from '../../kit/ui/states.tsx'
import { texts } from '../../texts/en/kit.ts'
import { paths } from '../paths.ts'

/** An address that no page has. */
export function NotFound() {
  return (
    <Page title={texts.notFoundTitle}>
      <Empty
        title={texts.notFoundTitle}
        says={texts.notFoundSays}
        action={<PageButton to={paths.overview()}>{texts.home}</PageButton>}
      />
    </Page>
  )
}

/** A page that threw, or whose code could not be loaded (the server was updated meanwhile). */
export function Crashed() {
  const error = useRouteError()
  return (
    <Page
      title={texts.crashed}
      says={texts.crashedHint}
      commands={<Button onClick={() => location.reload()}>{texts.reload}</Button>}
    >
      <Failed error={error} />
    </Page>
  )
}
