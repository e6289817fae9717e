import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { ArrowClockwiseRegular, ArrowResetRegular, EditRegular } from '@fluentui/react-icons'
import { useGraphChange, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useTakeBack } from '../../../kit/graph/take-back.ts'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { Facts } from '../../../kit/ui/facts.tsx'
import { PageButton } from '../../../kit/ui/links.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { paths } from '../../paths.ts'
import { blockNames, type Feature, settingName } from './access.ts'
import { Part } from './anchored.tsx'
import { StoredBadge } from './badges.tsx'
import { CrossTenantFrame } from './frame.tsx'
import { pathOf, policyPath, useDefaults } from './policy.ts'
import type { DefaultConfiguration, Direction } from './rules.ts'
import { restrictionSummary, sayBlock, sayHalf, sayTrust, summary } from './words.ts'

const useStyles = makeStyles({
  kept: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  boxes: { display: 'grid', gap: tokens.spacingVerticalL, maxWidth: '64rem' },
})

/** What holds for every organization that has no settings of its own. */
export function DefaultSettings() {
  const styles = useStyles()
  const answer = useDefaults()
  const refresh = useRefresh()
  const commands = (
    <>
      <Reset current={answer.data?.value} />
      <Button
        appearance="subtle"
        icon={answer.isFetching ? <Spinner size="tiny" /> : <ArrowClockwiseRegular />}
        onClick={() => void refresh([policyPath])}
      >
        {kit.refresh}
      </Button>
    </>
  )
  return (
    <CrossTenantFrame commands={commands}>
      <p style={{ margin: 0 }}>{crossTenant.defaultSays}</p>
      <Answer of={answer} lines={12}>
        {({ value }) => (
          <div className={styles.boxes}>
            <Box direction="inbound" value={value} />
            <Box direction="outbound" value={value} />
            <TenantRestrictions value={value} />
          </div>
        )}
      </Answer>
    </CrossTenantFrame>
  )
}

function Box({ direction, value }: { direction: Direction; value: DefaultConfiguration }) {
  const styles = useStyles()
  const kept = (says: string) => (
    <span className={styles.kept}>
      {says} <StoredBadge />
    </span>
  )
  const lists = (feature: Feature, part: 'collaboration' | 'directConnect') =>
    (['users', 'applications'] as const).map((list) => {
      const half = value[settingName(feature, direction)][list === 'users' ? 'usersAndGroups' : 'applications']
      const says = sayHalf(half, list)
      const label = `${crossTenant.part[part]}: ${crossTenant.blocks[direction][list]}`
      return [label, part === 'directConnect' ? kept(says) : says] as const
    })
  const order = 'invitationRedemptionIdentityProviderConfiguration'
  return (
    <Part
      title={crossTenant[direction]}
      says={summary(direction, { kind: 'default' }, { default: value, partner: null })}
    >
      <Facts
        facts={[
          ...lists('b2bCollaboration', 'collaboration'),
          ...lists('b2bDirectConnect', 'directConnect'),
          ...(direction === 'inbound'
            ? [
                [crossTenant.part.trust, kept(sayTrust(value.inboundTrust))] as const,
                [crossTenant.order, kept(sayBlock(order, value, value))] as const,
              ]
            : []),
        ]}
      />
      <div>
        <PageButton to={paths.crossTenantDefault(direction)} icon={<EditRegular />}>
          {crossTenant.editDefaults[direction]}
        </PageButton>
      </div>
    </Part>
  )
}

function TenantRestrictions({ value }: { value: DefaultConfiguration }) {
  const { tenantRestrictions } = value
  return (
    <Part
      title={crossTenant.tenantRestrictions}
      says={restrictionSummary({ kind: 'default' }, { default: value, partner: null })}
      badges={<StoredBadge />}
    >
      <Facts
        facts={[
          [crossTenant.blocks.inbound.users, sayHalf(tenantRestrictions.usersAndGroups, 'users')],
          [crossTenant.blocks.outbound.applications, sayHalf(tenantRestrictions.applications, 'applications')],
        ]}
      />
      <div>
        <PageButton to={paths.crossTenantDefault('restrictions')} icon={<EditRegular />}>
          {crossTenant.editDefaults.restrictions}
        </PageButton>
      </div>
    </Part>
  )
}

function Reset({ current }: { current: DefaultConfiguration | undefined }) {
  const confirm = useConfirm()
  const notify = useNotify()
  const takeBack = useTakeBack()
  const path = pathOf(null)
  const put = useGraphChange(
    async (graph) => {
      await graph.post<void>(`${path}/resetToSystemDefault`)
      return graph.getTagged<DefaultConfiguration>(path)
    },
    [policyPath],
  )
  const reset = async () => {
    if (!current) return
    const question = { title: crossTenant.resetTitle, says: crossTenant.resetSays, action: crossTenant.resetAction }
    if (!(await confirm(question))) return
    // Automatic redemption is read-only in the default.
    const before = Object.fromEntries(
      blockNames.filter((name) => name !== 'automaticUserConsentSettings').map((name) => [name, current[name]]),
    )
    try {
      const after = await put.mutateAsync()
      const undo = () => void takeBack({ path, before, after, whole: true, stale: [policyPath] })
      // Otherwise somebody has set something already: what is there is theirs.
      notify.success(crossTenant.resetDone, after.value.isServiceDefault ? { undo } : {})
    } catch (error) {
      notify.error(crossTenant.reset, error)
    }
  }
  return (
    <Button
      appearance="subtle"
      icon={<ArrowResetRegular />}
      disabled={!current || current.isServiceDefault || put.isPending}
      onClick={() => void reset()}
    >
      {crossTenant.reset}
    </Button>
  )
}
