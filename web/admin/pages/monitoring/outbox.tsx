import { Badge, Button, Link, makeStyles, Subtitle2, Switch, tokens } from '@fluentui/react-components'
import { ArrowClockwiseRegular, OpenRegular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import { showDateTime } from '../../../kit/format.ts'
import { literal, query } from '../../../kit/graph/client.ts'
import { useGraphList } from '../../../kit/graph/hooks.tsx'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { FilterBar, useFilters } from '../../../kit/ui/filters.tsx'
import { PageButton } from '../../../kit/ui/links.tsx'
import { List } from '../../../kit/ui/list.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { useUrlState } from '../../../kit/ui/url-state.ts'
import { texts as kitTexts } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/monitoring.ts'
import { paths } from '../../paths.ts'
import { RowLink } from './row-link.tsx'

type Mail = {
  id: string
  to: string
  from: string | null
  cc: string | null
  replyTo: string | null
  subject: string | null
  text: string | null
  links: string[]
  code: string | null
  state: string
  createdDateTime: string
  lastError: string | null
}

const every = 3_000

const columns = [
  {
    id: 'subject',
    label: texts.subject,
    width: '40%',
    show: (mail: Mail) => (
      <RowLink name="mail" value={mail.id}>
        {mail.subject ?? texts.wiped}
      </RowLink>
    ),
  },
  { id: 'to', label: texts.mailTo, show: (mail: Mail) => mail.to },
  { id: 'date', label: texts.date, show: (mail: Mail) => showDateTime(mail.createdDateTime) },
  {
    id: 'state',
    label: texts.status,
    show: (mail: Mail) => <Badge appearance="tint">{texts.mailStates[mail.state] ?? mail.state}</Badge>,
  },
]

/** The mail that the demo has sent instead of sending it: newest first, looked at again every few seconds. */
export function Outbox() {
  const { q } = useFilters()
  const list = useGraphList<Mail>(
    `/gatehouse/v1/demo/outbox${query({ $top: 50, $filter: q ? `startswith(to, '${literal(q)}')` : null })}`,
  )
  const [id, setId] = useUrlState('mail')
  const [live, setLive] = useState(true)
  const { refetch } = list
  useEffect(() => {
    if (!live) return
    const timer = setInterval(() => {
      if (!document.hidden) void refetch()
    }, every)
    return () => clearInterval(timer)
  }, [live, refetch])
  return (
    <Page
      title={texts.outbox}
      says={texts.outboxSays}
      commands={
        <>
          <Button appearance="subtle" icon={<ArrowClockwiseRegular />} onClick={() => void refetch()}>
            {kitTexts.reload}
          </Button>
          <Switch label={texts.live} checked={live} onChange={(_, { checked }) => setLive(checked)} />
        </>
      }
    >
      <FilterBar searchLabel={texts.searchAddress} />
      <List
        label={texts.outbox}
        columns={columns}
        list={list}
        id={({ id }) => id}
        name={({ subject, to }) => subject ?? to}
        filtered={q !== undefined}
        empty={
          <Empty
            title={texts.noMail}
            says={texts.noMailSays}
            action={<PageButton to={paths.inviteUser()}>{texts.invite}</PageButton>}
          />
        }
      />
      <UntilClosed>
        {id !== null && !list.isPending && (
          <MailPane mail={list.items.find((mail) => mail.id === id)} onClose={() => setId(null, { push: true })} />
        )}
      </UntilClosed>
    </Page>
  )
}

const useStyles = makeStyles({
  text: {
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyBase,
    margin: 0,
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  links: { display: 'grid', gap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyleType: 'none' },
  address: { overflowWrap: 'anywhere' },
})

/**
 * One letter: `?mail=…`. Its text and its links, not its HTML: what a letter says is written by whoever invites, and is
 * not to be rendered inside of the admin center.
 */
function MailPane({ mail, onClose }: { mail: Mail | undefined; onClose(): void }) {
  const styles = useStyles()
  return (
    <Pane title={mail?.subject ?? texts.mail} wide onClose={onClose}>
      {!mail ? (
        <Empty title={kitTexts.missingTitle} says={texts.mailGone} />
      ) : (
        <>
          <Facts
            facts={[
              [texts.mailFrom, mail.from],
              [texts.mailTo, mail.to],
              [texts.mailCc, mail.cc],
              [texts.mailReplyTo, mail.replyTo],
              [texts.date, showDateTime(mail.createdDateTime)],
              ...(mail.code === null
                ? []
                : ([[texts.code, <Copyable key="code" value={mail.code} what={texts.code} />]] as const)),
              ...(mail.lastError === null ? [] : ([[texts.mailError, mail.lastError]] as const)),
            ]}
          />
          {mail.links.length > 0 && (
            <section aria-label={texts.links}>
              <Subtitle2 as="h3">{texts.links}</Subtitle2>
              <ul className={styles.links}>
                {mail.links.map((link, index) => (
                  <li key={link}>
                    {index === 0 && isWeb(link) ? (
                      <Button
                        as="a"
                        appearance="primary"
                        icon={<OpenRegular />}
                        href={link}
                        target="_blank"
                        rel="noreferrer"
                      >
                        {texts.openLink}
                      </Button>
                    ) : (
                      isWeb(link) && (
                        <Link href={link} target="_blank" rel="noreferrer" className={styles.address}>
                          {link}
                        </Link>
                      )
                    )}
                  </li>
                ))}
              </ul>
              <p>{texts.linkHint}</p>
            </section>
          )}
          <pre className={styles.text}>{mail.text ?? texts.wiped}</pre>
        </>
      )}
    </Pane>
  )
}

/** A link in a letter may be anything that the inviter wrote; only these are followed. */
const isWeb = (link: string): boolean => /^https?:\/\//i.test(link)
