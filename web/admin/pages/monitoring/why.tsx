import { Body1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { useNames } from '../../../kit/graph/names.ts'
import { PageLink } from '../../../kit/ui/links.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { texts } from '../../../texts/en/monitoring.ts'
import { paths } from '../../paths.ts'
import { type Explanation, explanationPath } from './explanation.ts'
import { idsOf } from './why-ids.ts'
import { WhyStep } from './why-step.tsx'

const useStyles = makeStyles({
  all: { display: 'grid', gap: tokens.spacingVerticalL },
  steps: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS },
  further: { display: 'grid', gap: tokens.spacingVerticalS },
  text: { margin: 0 },
})

/** Every check of one sign-in in the order in which they spoke, and what to change where one of them refused. */
export function Why({ signIn }: { signIn: string }) {
  const answer = useGraphGet<Explanation>(explanationPath(signIn))
  return (
    <Answer of={answer} lines={8}>
      {(explanation) => <Explained explanation={explanation} />}
    </Answer>
  )
}

function Explained({ explanation }: { explanation: Explanation }) {
  const styles = useStyles()
  const furtherTitle = useId()
  const { error, outcome, trace, further = [], related, signIn } = explanation
  const names = useNames(idsOf([...trace, ...further]))
  return (
    <div className={styles.all}>
      <div>
        <Subtitle2 as="h3">{texts.outcomes[outcome]}</Subtitle2>
        {error && (
          <>
            <p className={styles.text}>{error.cause || error.says}</p>
            {!trace.some(({ fix }) => fix) && error.fix && (
              <p className={styles.text}>
                <b>{texts.fix}</b> {error.fix}
              </p>
            )}
            {error.note && <p className={styles.text}>{error.note}</p>}
            {error.code !== null && (
              <p className={styles.text}>
                <PageLink to={paths.errorCode(String(error.code))}>{texts.aboutCode(error.code)}</PageLink>
              </p>
            )}
          </>
        )}
      </div>
      {trace.length === 0 ? (
        <Body1>{texts.noTrace}</Body1>
      ) : (
        <ol className={styles.steps} aria-label={texts.checksInOrder}>
          {trace.map((finding) => (
            <WhyStep key={`${finding.check}-${finding.side}`} finding={finding} names={names} />
          ))}
        </ol>
      )}
      {further.length > 0 && (
        <section className={styles.further} aria-labelledby={furtherTitle}>
          <Subtitle2 as="h3" id={furtherTitle} className={styles.text}>
            {texts.further}
          </Subtitle2>
          <p className={styles.text}>{texts.furtherSays(further.length)}</p>
          <ol className={styles.steps} aria-labelledby={furtherTitle}>
            {further.map((finding) => (
              <WhyStep key={`${finding.check}-${finding.side}`} finding={finding} names={names} next />
            ))}
          </ol>
        </section>
      )}
      {related.length > 0 && (
        <p className={styles.text}>
          <PageLink to={paths.signInsCorrelated(signIn.correlationId)}>{texts.related(related.length)}</PageLink>
        </p>
      )}
    </div>
  )
}
