import { Button, makeStyles, Subtitle2, Tab, TabList, tokens } from '@fluentui/react-components'
import { type ReactNode, useId, useState } from 'react'
import { useLocation } from 'react-router'
import type { Version } from '../../../kit/graph/save-over.ts'
import { Conflict, type Difference } from '../../../kit/ui/conflict.tsx'
import { UnsavedGuard } from '../../../kit/ui/form.tsx'
import { Failed } from '../../../kit/ui/states.tsx'
import { useUrlState } from '../../../kit/ui/url-state.ts'
import { crossTenant, texts } from '../../../texts/en/external-identities.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import {
  type BlockName,
  type Configuration,
  changedBlocks,
  emptyLists,
  type Feature,
  type ListName,
  partnerOf,
  type Scope,
  settingName,
  withList,
} from './access.ts'
import { useView, type View } from './direction.tsx'
import { ChangeList, Touched, Warnings } from './impact.tsx'
import { ListEditor } from './list-editor.tsx'
import { useSaveAccess } from './policy.ts'
import {
  type DefaultConfiguration,
  type Direction,
  type Half,
  type PartnerConfiguration,
  type RedemptionOrder,
  type Setting,
  warningsOf,
} from './rules.ts'
import { TenantRestrictionParts } from './tenant-restrictions.tsx'
import { OrderEditor, RedeemEditor, TrustEditor } from './trust-editor.tsx'
import { changes, restrictionSummary, summary } from './words.ts'

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
  parts: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  impact: {
    position: 'sticky',
    bottom: 'var(--notices, 0px)',
    zIndex: 1,
    display: 'grid',
    gridTemplateRows: 'auto minmax(0, 1fr) auto',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow16,
    maxHeight: '60vh',
  },
  details: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    overflowY: 'auto',
    // What does not fit is scrolled to, never squeezed.
    '> *': { flexShrink: 0 },
  },
  title: { margin: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
})

type Part = 'collaboration' | 'directConnect' | 'trust'
const parts: readonly Part[] = ['collaboration', 'directConnect', 'trust']
const features: Record<'collaboration' | 'directConnect', Feature> = {
  collaboration: 'b2bCollaboration',
  directConnect: 'b2bDirectConnect',
}

/** Edits what is said about one organization, or about all others, in both directions: one draft, one save. */
export function AccessEditor({
  scope,
  version,
  general,
  notice,
}: {
  scope: Scope
  version: Version<Configuration>
  general: DefaultConfiguration
  /** Stands in the part that the address points at, else above them; away while something is being changed. */
  notice: ReactNode
}) {
  const styles = useStyles()
  const impactTitle = useId()
  const [view] = useView()
  const [said, say] = useUrlState('part')
  const part = parts.find((one) => one === said) ?? 'collaboration'
  // Begun changes keep the version that they began from, so that a newer one is noticed and not overwritten.
  const [draft, setDraft] = useState<{ base: Version<Configuration>; value: Configuration } | null>(null)
  const [state, setState] = useState<{
    busy?: boolean
    error?: unknown
    theirs?: Version<Configuration>
    tried?: boolean
  }>({})
  const saveAccess = useSaveAccess(scope.kind === 'organization' ? scope.tenantId : null)

  const base = draft?.base ?? version
  const value = draft?.value ?? version.value
  const blocks = changedBlocks(base.value, value)
  const dirty = Object.keys(blocks).length > 0
  const empty = emptyLists(blocks)
  const wrong = state.tried ? empty : []
  const ground = scope.kind === 'default' ? (value as DefaultConfiguration) : general

  const set = (name: BlockName, block: unknown) => {
    setDraft({ base, value: { ...value, [name]: block } as Configuration })
    setState({})
  }
  const discard = () => {
    setDraft(null)
    setState({})
  }
  const save = async (from: Version<Configuration>) => {
    if (empty.length > 0) return setState({ tried: true })
    setState({ busy: true })
    try {
      const { theirs } = await saveAccess(from, blocks, texts.saved(titleOf(scope)))
      if (theirs) setState({ theirs })
      else discard()
    } catch (error) {
      setState({ error })
    }
  }

  return (
    <div className={styles.all}>
      <UnsavedGuard when={dirty} />
      {view !== 'restrictions' && (
        <TabList
          aria-label={crossTenant.parts}
          size="small"
          selectedValue={part}
          onTabSelect={(_, tab) => say(tab.value === 'collaboration' ? null : String(tab.value), { push: true })}
          style={{ flexWrap: 'wrap' }}
        >
          {parts.map((one) => (
            <Tab key={one} value={one}>
              {crossTenant.part[one]}
            </Tab>
          ))}
        </TabList>
      )}
      <div className={styles.parts}>
        {view === 'restrictions' ? (
          <TenantRestrictionParts scope={scope} value={value} general={general} wrong={wrong} set={set} />
        ) : part === 'trust' ? (
          <TrustParts scope={scope} direction={view} value={value} general={general} set={set} />
        ) : (
          <FeatureParts
            scope={scope}
            direction={view}
            part={part}
            value={value}
            general={general}
            wrong={wrong}
            notice={dirty || part !== 'collaboration' ? null : notice}
            set={set}
          />
        )}
      </div>
      {dirty && (
        <section className={styles.impact} aria-labelledby={impactTitle}>
          <Subtitle2 as="h2" id={impactTitle} className={styles.title}>
            {crossTenant.impact}
          </Subtitle2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <div className={styles.details} tabIndex={0}>
            <ChangeList changes={meaningChanges(scope, base.value, value, general)} />
            <Warnings warnings={warningsOf(ground, partnerOf(value)).filter(({ setting }) => setting in blocks)} />
            {directionsOf(blocks).map((one) => (
              <Touched key={one} direction={one} scope={scope} />
            ))}
            {state.error !== undefined && <Failed error={state.error} />}
          </div>
          <div className={styles.actions}>
            <Button appearance="primary" disabled={state.busy === true} onClick={() => void save(base)}>
              {state.busy ? kit.saving : kit.save}
            </Button>
            <Button onClick={discard}>{kit.discard}</Button>
          </div>
        </section>
      )}
      <Conflict
        differences={state.theirs ? differences(state.theirs.value, value, general, Object.keys(blocks)) : null}
        onOverwrite={() => state.theirs && void save(state.theirs)}
        onTake={discard}
      />
    </div>
  )
}

const titleOf = (scope: Scope) => (scope.kind === 'default' ? crossTenant.defaultTab : scope.name)

type PartProps = {
  scope: Scope
  direction: Direction
  value: Configuration
  general: DefaultConfiguration
  set(name: BlockName, block: unknown): void
}

function FeatureParts({
  scope,
  direction,
  part,
  value,
  general,
  wrong,
  notice,
  set,
}: PartProps & {
  part: 'collaboration' | 'directConnect'
  wrong: ReturnType<typeof emptyLists>
  notice: ReactNode
}) {
  const { hash } = useLocation()
  const pointsAt = hash === '#users' || hash === '#applications' ? hash.slice(1) : null
  const name = settingName(features[part], direction)
  const setting = value[name] as Setting | null
  const editor = (list: 'users' | 'applications') => {
    const key: ListName = list === 'users' ? 'usersAndGroups' : 'applications'
    const problem = wrong.some((one) => one.setting === name && one.list === key) ? crossTenant.chooseOne : null
    return (
      <ListEditor
        key={`${name}.${list}`}
        {...(part === 'collaboration' ? { id: list } : {})}
        direction={direction}
        list={list}
        value={(setting?.[key] ?? null) as Half | null}
        inherited={scope.kind === 'default' ? null : (general[name][key] as Half)}
        stored={part === 'directConnect'}
        canSelect={list === 'applications' || scope.kind === 'organization' || direction === 'outbound'}
        problem={problem}
        notice={pointsAt === list ? notice : null}
        onChange={(half) => set(name, withList(setting, key, half))}
      />
    )
  }
  return (
    <>
      {pointsAt === null && notice}
      {editor('users')}
      {editor('applications')}
    </>
  )
}

function TrustParts({ scope, direction, value, general, set }: PartProps) {
  const partner = partnerOf(value)
  return (
    <>
      {direction === 'inbound' && (
        <TrustEditor
          value={value.inboundTrust}
          inherited={partner ? general.inboundTrust : null}
          onChange={(trust) => set('inboundTrust', trust)}
        />
      )}
      {partner && scope.kind === 'organization' ? (
        <RedeemEditor
          direction={direction}
          name={scope.name}
          value={partner.automaticUserConsentSettings}
          onChange={(flags) => set('automaticUserConsentSettings', flags)}
        />
      ) : (
        direction === 'inbound' && (
          <OrderEditor
            value={(value as DefaultConfiguration).invitationRedemptionIdentityProviderConfiguration}
            onChange={(order: RedemptionOrder) => set('invitationRedemptionIdentityProviderConfiguration', order)}
          />
        )
      )}
      {!partner && direction === 'outbound' && <p>{crossTenant.noOutboundTrust}</p>}
    </>
  )
}

/** The summary of a direction, or of tenant restrictions, before and after, where it changes; then setting by setting. */
function meaningChanges(scope: Scope, before: Configuration, after: Configuration, general: DefaultConfiguration) {
  const sentence = (view: View, configuration: Configuration) => {
    const configured = {
      default: scope.kind === 'default' ? (configuration as DefaultConfiguration) : general,
      partner: partnerOf(configuration) as PartnerConfiguration | null,
    }
    return view === 'restrictions' ? restrictionSummary(scope, configured) : summary(view, scope, configured)
  }
  const meant = (['inbound', 'outbound', 'restrictions'] as const)
    .map((view) => ({
      label: crossTenant.meaningOf[view],
      before: sentence(view, before),
      after: sentence(view, after),
    }))
    .filter((one) => one.before !== one.after)
  return [...meant, ...changes(before, after, general)]
}

function differences(
  theirs: Configuration,
  mine: Configuration,
  general: DefaultConfiguration,
  names: string[],
): Difference[] {
  return changes(theirs, mine, general)
    .filter(({ name }) => names.includes(name))
    .map(({ label, before, after }) => ({ label, theirs: before, yours: after }))
}

const directionsOf = (blocks: object): Direction[] =>
  (['inbound', 'outbound'] as const).filter((direction) => settingName('b2bCollaboration', direction) in blocks)
