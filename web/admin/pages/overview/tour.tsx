import {
  Body1,
  Button,
  Caption1,
  makeStyles,
  mergeClasses,
  ProgressBar,
  Subtitle2,
  tokens,
} from '@fluentui/react-components'
import { CheckmarkCircleFilled, CircleRegular, DismissRegular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'
import { config } from '../../../kit/config.ts'
import { query } from '../../../kit/graph/client.ts'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { PageButton } from '../../../kit/ui/links.tsx'
import { texts } from '../../../texts/en/tour.ts'
import { paths } from '../../paths.ts'
import { Tile } from './tile.tsx'
import {
  markWhyRead,
  type TourCast,
  type TourState,
  type TourStep,
  tourSteps,
  useTourCast,
  useTourState,
} from './tour-steps.ts'

const hiddenKey = 'gatehouse.tour.hidden'

const useStyles = makeStyles({
  title: { margin: 0 },
  steps: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  step: { display: 'grid', gridTemplateColumns: '1.5rem minmax(0, 1fr)', gap: tokens.spacingHorizontalS },
  icon: { fontSize: '1.25rem', lineHeight: 1, color: tokens.colorNeutralForeground3 },
  doneIcon: { color: tokens.colorStatusSuccessForeground1 },
  body: { display: 'grid', gap: tokens.spacingVerticalS, justifyItems: 'start' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  soft: { color: tokens.colorNeutralForeground2 },
})

/** The demo's guided tour. Nothing outside of the demo's own Contoso. */
export function Tour() {
  const [hidden, setHidden] = useState(localStorage.getItem(hiddenKey) !== null)
  const cast = useTourCast()
  if (!config.demo || !cast.data) return null
  const hide = (now: boolean) => {
    if (now) localStorage.setItem(hiddenKey, 'yes')
    else localStorage.removeItem(hiddenKey)
    setHidden(now)
  }
  return hidden ? (
    <div>
      <Button size="small" onClick={() => hide(false)}>
        {texts.show}
      </Button>
    </div>
  ) : (
    <OpenTour cast={cast.data} onHide={() => hide(true)} />
  )
}

function OpenTour({ cast, onHide }: { cast: TourCast; onHide(): void }) {
  const styles = useStyles()
  const { data: state } = useTourState(cast)
  const done = state?.done ?? new Set<TourStep>()
  const next = tourSteps.find((step) => !done.has(step))
  return (
    <Tile
      title={texts.title}
      aside={<Button appearance="subtle" icon={<DismissRegular />} aria-label={texts.hide} onClick={onHide} />}
    >
      <Body1>{texts.says}</Body1>
      <ProgressBar aria-label={texts.title} value={done.size / tourSteps.length} />
      <Caption1 className={styles.soft} role="status">
        {texts.progress(done.size, tourSteps.length)}
      </Caption1>
      <ol className={styles.steps}>
        {tourSteps.map((step) => (
          <li key={step} className={styles.step} aria-current={step === next ? 'step' : undefined}>
            {done.has(step) ? (
              <CheckmarkCircleFilled
                className={mergeClasses(styles.icon, styles.doneIcon)}
                aria-label={texts.done}
                role="img"
              />
            ) : (
              <CircleRegular className={styles.icon} aria-label={step === next ? texts.next : texts.later} role="img" />
            )}
            <div className={styles.body}>
              <Subtitle2 as="h3" className={styles.title}>
                {texts[step]}
              </Subtitle2>
              {step === next && <Step step={step} cast={cast} state={state} />}
            </div>
          </li>
        ))}
      </ol>
      {!next && (
        <div className={styles.body}>
          <Subtitle2 as="h3" className={styles.title}>
            {texts.finished}
          </Subtitle2>
          <Body1>{texts.finishedSays}</Body1>
          <div className={styles.actions}>
            <PageButton appearance="primary" to={paths.newApplication()}>
              {texts.finishedApp}
            </PageButton>
            <PageButton to={paths.audit()}>{texts.finishedAudit}</PageButton>
          </div>
        </div>
      )}
    </Tile>
  )
}

/** What to do now. */
function Step({ step, cast, state }: { step: TourStep; cast: TourCast; state: TourState | undefined }): ReactNode {
  const { guest, partner, portal } = cast
  const portalButton = portal.url && (
    <Button as="a" href={portal.url} target="_blank" rel="noreferrer" appearance="primary">
      {texts.appAction(portal.displayName)}
    </Button>
  )
  switch (step) {
    case 'invite':
      return (
        <>
          <Body1>{texts.inviteSays(guest.displayName, guest.mail, partner.displayName)}</Body1>
          <PageButton
            appearance="primary"
            to={`${paths.users()}${query({ pane: 'invite', address: guest.mail, name: guest.displayName, redirect: portal.url })}`}
          >
            {texts.inviteAction}
          </PageButton>
        </>
      )
    case 'accept':
      return (
        <>
          <Body1>{texts.acceptSays(guest.displayName)}</Body1>
          <Facts
            facts={[
              [texts.userName, <Copyable key="name" value={guest.mail} what="the name" />],
              [texts.password, <Copyable key="password" value={guest.password} what="the password" />],
            ]}
          />
          <PageButton appearance="primary" to={paths.outbox()}>
            {texts.acceptAction}
          </PageButton>
          <Caption1>{texts.acceptHint}</Caption1>
        </>
      )
    case 'app':
      return (
        <>
          <Body1>{texts.appSays(guest.displayName, portal.displayName)}</Body1>
          {portalButton}
        </>
      )
    case 'block':
      return (
        <>
          <Body1>{texts.blockSays(partner.displayName)}</Body1>
          <PageButton appearance="primary" to={paths.organization(partner.tenantId)}>
            {texts.blockAction(partner.displayName)}
          </PageButton>
        </>
      )
    case 'refused':
      return (
        <>
          <Body1>{texts.refusedSays(portal.displayName)}</Body1>
          {portalButton}
        </>
      )
    case 'why':
    case 'fix':
      return (
        <>
          <Body1>{step === 'why' ? texts.whySays : texts.fixSays}</Body1>
          {state?.refusedSignIn && (
            <span onClickCapture={markWhyRead}>
              <PageButton appearance="primary" to={paths.signInWhy(state.refusedSignIn)}>
                {texts.whyAction}
              </PageButton>
            </span>
          )}
        </>
      )
  }
}
