import { Button } from '@fluentui/react-components'
import { FilterRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { query } from '../../../kit/graph/client.ts'
import { Empty } from '../../../kit/ui/states.tsx'
import { PageTabs } from '../../../kit/ui/tabs.tsx'
import { texts } from '../../../texts/en/monitoring.ts'
import { paths } from '../../paths.ts'
import { LogPage, useLogFilters } from './log-page.tsx'
import type { SignIn, SignInKind } from './sign-in.ts'
import { signInColumns, usualColumns } from './sign-in-columns.tsx'
import { codeIn, signInFilter, signInFilterBar, signInFilterNames } from './sign-in-filters.ts'
import { SignInPane } from './sign-in-pane.tsx'

const tabs = [
  { to: paths.signIns(), label: texts.all },
  { to: paths.signIns('interactive'), label: texts.kindTabs.interactiveUser },
  { to: paths.signIns('non-interactive'), label: texts.kindTabs.nonInteractiveUser },
  { to: paths.signIns('service-principals'), label: texts.kindTabs.servicePrincipal },
]

/** The sign-in log. `kind` null: every kind, which is where an id or a code leads. */
export function SignIns({ kind }: { kind: SignInKind | null }) {
  const asked = useLogFilters(signInFilterNames)
  const { filters, now } = asked
  const ofPeople = kind !== 'servicePrincipal'
  const bar = signInFilterBar(filters, ofPeople)
  const [wantsMore, setWantsMore] = useState(false)
  const showsMore = wantsMore || bar.more.some(({ name }) => name in filters)
  const wrongCode = filters.code !== undefined && codeIn(filters.code) === null
  return (
    <LogPage<SignIn>
      id="sign-ins"
      title={texts.signIns}
      says={texts.signInsSays}
      file={texts.signInsFile}
      path={`/beta/auditLogs/signIns${query({ $filter: signInFilter(kind, filters, now) })}`}
      asked={asked}
      columns={signInColumns}
      usual={usualColumns}
      name={({ id }) => id}
      empty={<Empty title={texts.noSignIns} says={texts.noSignInsSays} />}
      commands={
        <Button
          appearance="subtle"
          icon={<FilterRegular />}
          aria-expanded={showsMore}
          onClick={() => setWantsMore(!showsMore)}
        >
          {texts.moreFilters}
        </Button>
      }
      tabs={<PageTabs label={texts.kind} tabs={tabs} keepQuery />}
      bar={{
        ...(ofPeople ? { searchLabel: texts.userSearch } : {}),
        filters: showsMore ? [...bar.usual, ...bar.more] : bar.usual,
      }}
      hint={wrongCode ? texts.notACode : null}
      pane={<SignInPane />}
    />
  )
}
