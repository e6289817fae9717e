import { MessageBar, MessageBarBody, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useParams } from 'react-router'
import { isMissing } from '../../../kit/graph/error.ts'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { Facts } from '../../../kit/ui/facts.tsx'
import { PageButton, PageLink } from '../../../kit/ui/links.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Answer, Empty } from '../../../kit/ui/states.tsx'
import { texts } from '../../../texts/en/monitoring.ts'
import { paths } from '../../paths.ts'

type ErrorReference = {
  code: number | null
  /** The number in sign-in logs of what has none on the wire. */
  logged: number | null
  name: string
  status: number
  oauth: string | null
  graph: string | null
  says: string
  cause: string
  fix: string
  note: string | null
  seeAlso: { code: number; name: string; why: string }[]
}

const useStyles = makeStyles({
  part: { display: 'grid', gap: tokens.spacingVerticalXS, maxWidth: '56rem' },
  text: { margin: 0 },
})

/** What one error means: where a code pasted into the search leads. */
export function ErrorCode() {
  const { code = '' } = useParams()
  const answer = useGraphGet<ErrorReference>(`/gatehouse/v1/errors/${encodeURIComponent(code)}`)
  const { data } = answer
  const title = data?.code ? texts.codeTitle(data.code) : (data?.name ?? texts.codeTitle(code))
  return (
    <Page title={title} crumbs={[{ label: texts.signIns, to: paths.signIns() }]}>
      {isMissing(answer.error) ? (
        <Empty
          title={texts.unknownCode}
          says={texts.unknownCodeSays}
          action={<PageButton to={paths.signIns()}>{texts.signIns}</PageButton>}
        />
      ) : (
        <Answer of={answer} lines={8}>
          {(reference) => <Reference reference={reference} />}
        </Answer>
      )}
    </Page>
  )
}

function Reference({
  reference: { code, logged, name, says, cause, fix, note, seeAlso, oauth, graph, status },
}: {
  reference: ErrorReference
}) {
  const styles = useStyles()
  const inLogs = code ?? logged
  const sections = [
    [texts.meaning, says],
    [texts.cause, cause],
    [texts.howToFix, fix],
  ] as const
  return (
    <>
      {sections.map(([heading, text]) => (
        <section key={heading} className={styles.part}>
          <Subtitle2 as="h2">{heading}</Subtitle2>
          <p className={styles.text}>{text}</p>
        </section>
      ))}
      {note && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{note}</MessageBarBody>
        </MessageBar>
      )}
      {inLogs !== null && (
        <div>
          <PageButton to={paths.signInsWithCode(String(inLogs))}>{texts.signInsWith(inLogs)}</PageButton>
        </div>
      )}
      {seeAlso.length > 0 && (
        <section className={styles.part}>
          <Subtitle2 as="h2">{texts.seeAlso}</Subtitle2>
          <ul>
            {seeAlso.map((other) => (
              <li key={other.code}>
                <PageLink to={paths.errorCode(String(other.code))}>{texts.codeTitle(other.code)}</PageLink> {other.why}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className={styles.part}>
        <Subtitle2 as="h2">{texts.forPrograms}</Subtitle2>
        <Facts
          facts={[
            [texts.errorName, name],
            [texts.numberInLogs, logged],
            [texts.httpStatus, status],
            [texts.oauthError, oauth],
            [texts.graphError, graph],
          ]}
        />
      </section>
    </>
  )
}
