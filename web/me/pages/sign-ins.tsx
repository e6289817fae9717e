import { Badge, Body1, Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { showDateTime } from '../../kit/format.ts'
import { isDenied } from '../../kit/graph/error.ts'
import { useGraphList } from '../../kit/graph/hooks.tsx'
import { type Column, List } from '../../kit/ui/list.tsx'
import { Page } from '../../kit/ui/page.tsx'
import { Empty } from '../../kit/ui/states.tsx'
import { texts } from '../../texts/en/me.ts'
import { describeBrowser } from '../browser-name.ts'
import { read, type SignIn, usePlace } from '../person.ts'

const useStyles = makeStyles({
  why: { display: 'grid', gap: tokens.spacingVerticalXXS, minWidth: 0 },
  soft: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
})

const colors = { allow: 'success', deny: 'danger', require: 'warning' } as const

const columns: Column<SignIn>[] = [
  { id: 'when', label: texts.when, width: '12rem', show: (one) => showDateTime(one.createdDateTime) },
  { id: 'app', label: texts.app, show: (one) => one.appDisplayName },
  { id: 'organization', label: texts.organization, show: (one) => one.organization ?? '–' },
  {
    id: 'result',
    label: texts.result,
    width: '9rem',
    show: (one) => (
      <Badge appearance="tint" color={colors[one.outcome]}>
        {texts.outcomes[one.outcome]}
      </Badge>
    ),
  },
  { id: 'from', label: texts.from, show: (one) => `${describeBrowser(one.userAgent)}, ${one.ipAddress ?? '–'}` },
  { id: 'why', label: texts.why, width: '40%', show: (one) => <Why signIn={one} /> },
]

/** What happened lately in this organization, and in plain words why something was refused. */
export function SignIns() {
  const list = useGraphList<SignIn>(read.signIns)
  const { here } = usePlace()
  return (
    <Page title={texts.signIns} says={texts.signInsSays(here?.displayName ?? texts.organization)}>
      {isDenied(list.error) ? (
        <Empty title={texts.signInEnded} says={list.error?.message} />
      ) : (
        <List
          label={texts.signInsLabel}
          columns={columns}
          list={list}
          id={(one) => one.id}
          name={(one) => `${one.appDisplayName}, ${showDateTime(one.createdDateTime)}`}
          empty={<Empty title={texts.noSignIns} says={texts.noSignInsSays} />}
        />
      )}
    </Page>
  )
}

function Why({ signIn: { why, outcome, id, correlationId } }: { signIn: SignIn }) {
  const styles = useStyles()
  if (!why) return <Body1>{outcome === 'require' ? texts.asked : texts.fine}</Body1>
  return (
    <div className={styles.why}>
      <Body1>{why.happened}</Body1>
      <Body1>{texts.decidedBy(why.organization)}</Body1>
      <Body1>{why.ask}</Body1>
      <Caption1 className={styles.soft}>
        {texts.details}: {why.code === null ? '' : `AADSTS${why.code}, `}
        request id {id}, correlation id {correlationId}
      </Caption1>
    </div>
  )
}
