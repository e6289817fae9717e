import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Tab,
  TabList,
} from '@fluentui/react-components'
import { lazy, Suspense } from 'react'
import { showDateTime } from '../../../kit/format.ts'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { Answer, Empty, Loading } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { useUrlState } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/monitoring.ts'
import { paths } from '../../paths.ts'
import { reasonOf, type SignIn, statusOf, whoOf } from './sign-in.ts'
import { conditionalAccessOf, crossTenantOf, requirementOf } from './sign-in-columns.tsx'
import { StatusBadge } from './status-badge.tsx'

const Why = lazy(async () => ({ default: (await import('./why.tsx')).Why }))

const parts = ['basic', 'location', 'authentication', 'conditional-access', 'why'] as const
type Part = (typeof parts)[number]

/** One sign-in, over the list: `?signIn=…`, and which of its tabs, `part=…`. */
export function SignInPane() {
  const [id, setId] = useUrlState('signIn')
  return (
    <UntilClosed>
      {id !== null && (
        <Pane title={texts.signIn} wide onClose={() => setId(null, { push: true })}>
          <Opened key={id} id={id} />
        </Pane>
      )}
    </UntilClosed>
  )
}

function Opened({ id }: { id: string }) {
  const answer = useGraphGet<SignIn>(`/beta/auditLogs/signIns/${encodeURIComponent(id)}`)
  return <Answer of={answer}>{(row) => <Details row={row} />}</Answer>
}

function Details({ row }: { row: SignIn }) {
  const [said, setPart] = useUrlState('part')
  const part = parts.find((one) => one === said) ?? 'basic'
  const status = statusOf(row)
  return (
    <>
      {status !== 'success' && (
        <MessageBar intent={status === 'failure' ? 'error' : 'warning'} layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{texts.endedWith(texts.statuses[status], row.status.errorCode)}</MessageBarTitle>
            {reasonOf(row)}
          </MessageBarBody>
          {part !== 'why' && (
            <MessageBarActions>
              <Button onClick={() => setPart('why')}>{texts.askWhy}</Button>
            </MessageBarActions>
          )}
        </MessageBar>
      )}
      <TabList
        selectedValue={part}
        onTabSelect={(_, { value }) => setPart(value === 'basic' ? null : String(value))}
        aria-label={texts.parts}
        style={{ flexWrap: 'wrap' }}
      >
        {parts.map((one) => (
          <Tab key={one} value={one} id={`tab-${one}`} aria-controls="sign-in-part">
            {texts.partNames[one]}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" id="sign-in-part" aria-labelledby={`tab-${part}`}>
        <PartOf part={part} row={row} />
      </div>
    </>
  )
}

function PartOf({ part, row }: { part: Part; row: SignIn }) {
  switch (part) {
    case 'basic':
      return <Basic row={row} />
    case 'location':
      return <Location row={row} />
    case 'authentication':
      return <Authentication row={row} />
    case 'conditional-access':
      return <Empty title={texts.noPolicies} says={texts.noPoliciesSays} />
    case 'why':
      return (
        <Suspense fallback={<Loading lines={8} />}>
          <Why signIn={row.id} />
        </Suspense>
      )
  }
}

function Basic({ row }: { row: SignIn }) {
  const { errorCode } = row.status
  return (
    <Facts
      facts={[
        [texts.date, showDateTime(row.createdDateTime)],
        [texts.requestId, <Copyable key="request" value={row.id} what={texts.requestId} />],
        [texts.correlationId, <Copyable key="correlation" value={row.correlationId} what={texts.correlationId} />],
        [
          texts.sameCorrelation,
          <PageLink key="related" to={paths.signInsCorrelated(row.correlationId)}>
            {texts.sameCorrelationLink}
          </PageLink>,
        ],
        [texts.status, <StatusBadge key="status" status={statusOf(row)} />],
        [
          texts.errorCode,
          errorCode === 0 ? null : (
            <PageLink key="code" to={paths.errorCode(String(errorCode))}>
              {errorCode}
            </PageLink>
          ),
        ],
        [texts.failureReason, reasonOf(row)],
        [
          texts.user,
          row.userId === null ? (
            whoOf(row)
          ) : (
            <PageLink key="user" to={paths.user(row.userId)}>
              {whoOf(row)}
            </PageLink>
          ),
        ],
        [texts.username, row.userPrincipalName],
        [texts.userType, texts.userTypes[row.userType ?? '']],
        [texts.kind, texts.kinds[row.signInEventTypes[0] ?? '']],
        [texts.crossTenant, crossTenantOf(row)],
        [texts.application, row.appDisplayName],
        [texts.appId, <Copyable key="app" value={row.appId} what={texts.appId} />],
        [texts.resource, row.resourceDisplayName],
        [texts.resourceId, row.resourceId],
        [texts.homeTenant, row.homeTenantId],
        [texts.resourceTenant, row.resourceTenantId],
        [texts.client, row.clientAppUsed],
        [texts.userAgent, row.userAgent],
        [texts.tokenType, texts.tokenTypes[row.incomingTokenType] ?? row.incomingTokenType],
      ]}
    />
  )
}

function Location({ row }: { row: SignIn }) {
  const { city, state, countryOrRegion } = row.location
  return (
    <>
      <Facts
        facts={[
          [texts.ip, row.ipAddress],
          [texts.city, city],
          [texts.state, state],
          [texts.country, countryOrRegion],
        ]}
      />
      {!city && !countryOrRegion && <p>{texts.noLocation}</p>}
    </>
  )
}

function Authentication({ row }: { row: SignIn }) {
  return (
    <>
      <Facts
        facts={[
          [texts.requirement, requirementOf(row)],
          [texts.protocol, texts.protocols[row.authenticationProtocol] ?? row.authenticationProtocol],
          [texts.tokenType, texts.tokenTypes[row.incomingTokenType] ?? row.incomingTokenType],
          [texts.conditionalAccess, conditionalAccessOf(row)],
        ]}
      />
      {row.authenticationDetails.length === 0 && <p>{texts.noSteps}</p>}
    </>
  )
}
