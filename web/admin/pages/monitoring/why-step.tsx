import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import {
  CheckmarkCircleRegular,
  DismissCircleFilled,
  SubtractCircleRegular,
  WarningFilled,
} from '@fluentui/react-icons'
import { useSession } from '../../../kit/auth/session.tsx'
import type { Names } from '../../../kit/graph/names.ts'
import { Facts } from '../../../kit/ui/facts.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { texts } from '../../../texts/en/monitoring.ts'
import { pageOf } from '../../paths.ts'
import { ApplyFix } from './apply-fix.tsx'
import type { Finding } from './explanation.ts'
import { canApply } from './fix-plan.ts'
import { NamedId } from './named-id.tsx'
import { sayValue } from './setting-words.ts'

const useStyles = makeStyles({
  step: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  refused: {
    border: `2px solid ${tokens.colorStatusDangerBorder2}`,
    backgroundColor: tokens.colorStatusDangerBackground1,
    padding: tokens.spacingHorizontalL,
  },
  asked: { border: `2px solid ${tokens.colorStatusWarningBorder2}`, padding: tokens.spacingHorizontalL },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  summary: { cursor: 'pointer' },
  inSummary: { display: 'inline-flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  side: { color: tokens.colorNeutralForeground2 },
  body: { display: 'grid', gap: tokens.spacingVerticalM, marginTop: tokens.spacingVerticalS },
  text: { margin: 0 },
  pass: { color: tokens.colorStatusSuccessForeground1 },
  objection: { color: tokens.colorStatusDangerForeground1 },
  requirement: { color: tokens.colorStatusWarningForeground3 },
  notApplicable: { color: tokens.colorNeutralForeground3 },
})

const icons = {
  pass: CheckmarkCircleRegular,
  objection: DismissCircleFilled,
  requirement: WarningFilled,
  notApplicable: SubtractCircleRegular,
}

/** One check. What was passed is one line to open; what refused or asked for more stands open and framed. */
export function WhyStep({ finding, names, next = false }: { finding: Finding; names: Names; next?: boolean }) {
  const styles = useStyles()
  const head = <Head finding={finding} next={next} />
  const body = <Body finding={finding} names={names} />
  const { result } = finding
  if (result === 'pass' || result === 'notApplicable') {
    return (
      <li className={styles.step}>
        <details>
          <summary className={styles.summary}>
            <span className={styles.inSummary}>{head}</span>
          </summary>
          {body}
        </details>
      </li>
    )
  }
  return (
    <li className={mergeClasses(styles.step, result === 'objection' ? styles.refused : styles.asked)}>
      <div className={styles.head}>{head}</div>
      {body}
    </li>
  )
}

/** `next`: it did not speak, and would. */
function Head({ finding: { check, result, side, tenantId }, next }: { finding: Finding; next: boolean }) {
  const styles = useStyles()
  const own = useSession().tenantId === tenantId
  const Icon = icons[result]
  return (
    <>
      <Icon aria-hidden className={styles[result]} fontSize={20} />
      <b>{next ? texts.wouldRefuse : texts.results[result]}</b>
      <span>{texts.checks[check] ?? check}</span>
      <Text size={200} className={styles.side}>
        {texts.sides(own, side)}
      </Text>
    </>
  )
}

function Body({ finding, names }: { finding: Finding; names: Names }) {
  const styles = useStyles()
  const own = useSession().tenantId === finding.tenantId
  const { rule, says, fix, result } = finding
  const page = rule ? pageOf(rule.href) : null
  return (
    <div className={styles.body}>
      <p className={styles.text}>{says}</p>
      {!own && result !== 'pass' && <p className={styles.text}>{texts.otherSide}</p>}
      {rule && (
        <Facts
          facts={[
            [texts.setting, texts.settings[rule.setting] ?? rule.setting],
            [
              texts.settingOf,
              rule.id === 'default' ? texts.fromDefault : <NamedId key="of" id={rule.id} names={names} />,
            ],
            [texts.settingValue, sayValue(rule.value, names)],
          ]}
        />
      )}
      {rule && page && (
        <p className={styles.text}>
          <PageLink to={page}>{texts.openSetting}</PageLink>
        </p>
      )}
      {fix && (
        <>
          <p className={styles.text}>
            <b>{texts.fix}</b> {fix.text}
          </p>
          {fix.method && fix.url && canApply(fix.method) && (
            <ApplyFix fix={{ ...fix, method: fix.method, url: fix.url }} names={names} />
          )}
        </>
      )}
    </div>
  )
}
