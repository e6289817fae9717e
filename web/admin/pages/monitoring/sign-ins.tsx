import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { ArrowClockwiseRegular, FilterRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { query } from '../../../kit/graph/client.ts'
import { useGraphList } from '../../../kit/graph/hooks.tsx'
import { ColumnPicker, useColumns } from '../../../kit/ui/columns.tsx'
import { FilterBar, useFilters } from '../../../kit/ui/filters.tsx'
import { List } from '../../../kit/ui/list.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { PageTabs } from '../../../kit/ui/tabs.tsx'
import { texts as kitTexts } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/monitoring.ts'
import { paths } from '../../paths.ts'
import { ExportCsv } from './export-csv.tsx'
import type { SignIn, SignInKind } from './sign-in.ts'
import { signInColumns, usualColumns } from './sign-in-columns.tsx'
import { codeIn, signInFilter, signInFilterBar, signInFilterNames } from './sign-in-filters.ts'
import { SignInPane } from './sign-in-pane.tsx'
import { isBackwards } from './time-range.ts'

const tabs = [
  { to: paths.signIns(), label: texts.all },
  { to: paths.signIns('interactive'), label: texts.kindTabs.interactiveUser },
  { to: paths.signIns('non-interactive'), label: texts.kindTabs.nonInteractiveUser },
  { to: paths.signIns('service-principals'), label: texts.kindTabs.servicePrincipal },
]

/** The sign-in log. `kind` null: every kind, which is where an id or a code leads. */
export function SignIns({ kind }: { kind: SignInKind | null }) {
  const filters = useFilters(...signInFilterNames)
  // Fixed until Refresh, so that a page and its next page ask about the same time.
  const [now, setNow] = useState(() => Date.now())
  const ofPeople = kind !== 'servicePrincipal'
  const bar = signInFilterBar(filters, ofPeople)
  const [wantsMore, setWantsMore] = useState(false)
  const showsMore = wantsMore || bar.more.some(({ name }) => name in filters)
  const path = `/beta/auditLogs/signIns${query({ $filter: signInFilter(kind, filters, now) })}`
  const list = useGraphList<SignIn>(`${path}&$top=50`)
  const columns = useColumns('sign-ins', signInColumns, usualColumns)
  const wrongCode = filters.code !== undefined && codeIn(filters.code) === null
  return (
    <Page
      title={texts.signIns}
      says={texts.signInsSays}
      commands={
        <>
          <Button
            appearance="subtle"
            icon={<ArrowClockwiseRegular />}
            onClick={() => {
              setNow(Date.now())
              void list.refetch()
            }}
          >
            {kitTexts.refresh}
          </Button>
          <ExportCsv path={path} columns={signInColumns} file={texts.signInsFile} />
          <ColumnPicker all={signInColumns} ids={columns.ids} onChange={columns.set} />
          <Button
            appearance="subtle"
            icon={<FilterRegular />}
            aria-expanded={showsMore}
            onClick={() => setWantsMore(!showsMore)}
          >
            {texts.moreFilters}
          </Button>
        </>
      }
    >
      <PageTabs label={texts.kind} tabs={tabs} keepQuery />
      <FilterBar
        {...(ofPeople ? { searchLabel: texts.userSearch } : {})}
        filters={showsMore ? [...bar.usual, ...bar.more] : bar.usual}
      />
      {wrongCode && <Hint>{texts.notACode}</Hint>}
      {isBackwards(filters) && <Hint>{texts.backwards}</Hint>}
      <List
        label={texts.signIns}
        columns={columns.shown}
        list={list}
        id={({ id }) => id}
        name={({ id }) => id}
        filtered={Object.keys(filters).length > 0}
        empty={<Empty title={texts.noSignIns} says={texts.noSignInsSays} />}
      />
      <SignInPane />
    </Page>
  )
}

function Hint({ children }: { children: string }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{children}</MessageBarBody>
    </MessageBar>
  )
}
