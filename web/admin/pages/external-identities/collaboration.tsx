import { Button, Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components'
import { SaveRegular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'
import type { Body as Parts } from '../../../kit/graph/merge.ts'
import { Conflict } from '../../../kit/ui/conflict.tsx'
import { UnsavedGuard } from '../../../kit/ui/form.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Failed, Loading } from '../../../kit/ui/states.tsx'
import { collaboration, texts } from '../../../texts/en/external-identities.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { paths } from '../../paths.ts'
import { useTenant } from '../../tenant.tsx'
import { Part } from './anchored.tsx'
import { StoredBadge } from './badges.tsx'
import {
  type Clash,
  type Policies,
  type Source,
  useCollaborationPolicies,
  useSaveCollaboration,
  type Values,
} from './collaboration-policies.ts'
import { DomainList } from './domain-list.tsx'
import type { Restrictions } from './restrictions.ts'

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '60rem' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  bar: {
    position: 'sticky',
    bottom: 'var(--notices, 0px)',
    zIndex: 1,
    display: 'grid',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow16,
  },
})

/** Who may invite whom, what guests may see, whether they may leave, how long their links work. */
export function ExternalCollaboration() {
  const { isPending, policies, errors, retry } = useCollaborationPolicies()
  const nothing = Object.values(policies).every((one) => one === null)
  return (
    <Page title={collaboration.title} says={collaboration.says}>
      {isPending ? (
        <Loading lines={16} />
      ) : nothing ? (
        <Failed error={errors.authorization} retry={retry} />
      ) : (
        <Settings policies={policies} errors={errors} retry={retry} />
      )}
    </Page>
  )
}

/** Only a policy that is being changed is held as it was; the others follow what is saved. */
type Draft = { base: Partial<Policies>; parts: Partial<Record<Source, Parts>> }

function Settings({
  policies,
  errors,
  retry,
}: {
  policies: Policies
  errors: Record<Source, Error | null>
  retry(): void
}) {
  const styles = useStyles()
  const { organization } = useTenant()
  const saveAll = useSaveCollaboration()
  const [draft, setDraft] = useState<Draft | null>(null)
  const [state, setState] = useState<{ busy?: boolean; error?: unknown; clash?: Clash; tried?: boolean }>({})
  const base: Policies = { ...policies, ...draft?.base }
  const parts = changedOnly(draft)
  const dirty = Object.keys(parts).length > 0
  const wished = parts.restrictions?.restrictions as Restrictions | undefined
  const needsDomains = wished !== undefined && wished.kind !== 'any' && wished.domains.length === 0

  const set = (source: Source, part: Parts) => {
    setDraft({
      base: { [source]: base[source], ...draft?.base },
      parts: { ...draft?.parts, [source]: { ...draft?.parts[source], ...part } },
    })
    setState({})
  }
  const discard = () => {
    setDraft(null)
    setState({})
  }
  const save = async (from: Policies) => {
    if (needsDomains) return setState({ tried: true })
    setState({ busy: true })
    const { saved, clash, error } = await saveAll(from, trimmed(parts), texts.saved(collaboration.title))
    setDraft((now) => now && { base: without(now.base, saved), parts: without(now.parts, saved) })
    setState({ clash, error })
  }
  /** A part of the page on one policy, as it is being changed. */
  const on = <Name extends Source>(source: Name, show: (values: Values[Name]) => ReactNode) => {
    const version = base[source]
    if (version === null) return <Failed error={errors[source]} retry={retry} />
    return show({ ...version.value, ...draft?.parts[source] })
  }
  const canForbidLeaving = Boolean(
    organization?.privacyProfile?.contactEmail && organization.privacyProfile.statementUrl,
  )

  return (
    <div className={styles.all}>
      <UnsavedGuard when={dirty} />
      <Part id="guests" title={collaboration.guestAccess}>
        {on('authorization', ({ guestUserRoleId }) => (
          <Choice
            label={collaboration.guestAccessLabel}
            options={collaboration.guestLevels}
            value={guestUserRoleId}
            onChange={(value) => set('authorization', { guestUserRoleId: value })}
          />
        ))}
      </Part>
      <Part id="invites" title={collaboration.invites}>
        {on('authorization', ({ allowInvitesFrom }) => (
          <Choice
            label={collaboration.invitesLabel}
            options={collaboration.inviters}
            value={allowInvitesFrom}
            onChange={(value) => set('authorization', { allowInvitesFrom: value })}
          />
        ))}
      </Part>
      <Part id="self-service" title={collaboration.selfService} badges={<StoredBadge />}>
        {on('flows', ({ selfServiceSignUp: { isEnabled } }) => (
          <YesNo
            label={collaboration.selfServiceLabel}
            value={isEnabled}
            onChange={(value) => set('flows', { selfServiceSignUp: { isEnabled: value } })}
          />
        ))}
      </Part>
      <Part id="leave" title={collaboration.leave}>
        {on('leave', ({ allowExternalIdentitiesToLeave: may }) => (
          <YesNo
            label={collaboration.leaveLabel}
            value={may}
            onChange={(value) => set('leave', { allowExternalIdentitiesToLeave: value })}
            noNeeds={may && !canForbidLeaving ? collaboration.leaveNeedsContact : null}
          />
        ))}
        {!canForbidLeaving && <PageLink to={paths.properties()}>{collaboration.properties}</PageLink>}
      </Part>
      <Part id="domains" title={collaboration.domains} says={collaboration.domainsSays}>
        {on('restrictions', ({ restrictions }) => (
          <DomainList
            value={restrictions}
            problem={state.tried && needsDomains ? collaboration.needDomains : null}
            onChange={(value) => set('restrictions', { restrictions: value })}
          />
        ))}
      </Part>
      <Part id="links" title={collaboration.linkDays} says={collaboration.linkDaysHint}>
        {on('redemption', ({ redemptionLinkDays: days }) => (
          <Choice
            label={collaboration.linkDays}
            options={collaboration.linkChoices}
            value={days === null ? 'never' : String(days)}
            onChange={(value) => set('redemption', { redemptionLinkDays: value === 'never' ? null : Number(value) })}
          />
        ))}
      </Part>
      <Part id="cross-tenant" title={collaboration.crossTenant} says={collaboration.crossTenantSays}>
        <PageLink to={paths.crossTenant()}>{collaboration.crossTenant}</PageLink>
      </Part>
      {dirty && (
        <section className={styles.bar} aria-label={texts.unsaved}>
          <span>{texts.unsaved}</span>
          {state.error !== undefined && <Failed error={state.error} />}
          <div className={styles.actions}>
            <Button
              appearance="primary"
              icon={<SaveRegular />}
              disabled={state.busy === true}
              onClick={() => void save(base)}
            >
              {state.busy ? kit.saving : kit.save}
            </Button>
            <Button onClick={discard}>{kit.discard}</Button>
          </div>
        </section>
      )}
      <Conflict
        differences={state.clash ? differences(state.clash) : null}
        onOverwrite={() => state.clash && void save({ ...policies, [state.clash.source]: state.clash.theirs })}
        onTake={discard}
      />
    </div>
  )
}

/** What differs from where the draft began: a choice that was changed and changed back is none. */
function changedOnly(draft: Draft | null): Partial<Record<Source, Parts>> {
  if (!draft) return {}
  return Object.fromEntries(
    Object.entries(draft.parts)
      .map(([source, parts]) => {
        const before = (draft.base[source as Source]?.value ?? {}) as Parts
        const differs = ([name, value]: [string, unknown]) => JSON.stringify(before[name]) !== JSON.stringify(value)
        return [source, Object.fromEntries(Object.entries(parts).filter(differs))]
      })
      .filter(([, parts]) => Object.keys(parts as Parts).length > 0),
  )
}

const without = <T extends object>(object: T, names: readonly string[]): T =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name))) as T

/** "Any domain" has no list; the form keeps one for whoever changes her mind. */
const trimmed = (parts: Partial<Record<Source, Parts>>): Partial<Record<Source, Parts>> =>
  (parts.restrictions?.restrictions as Restrictions | undefined)?.kind === 'any'
    ? { ...parts, restrictions: { restrictions: { kind: 'any', domains: [] } satisfies Restrictions } }
    : parts

const differences = ({ theirs, parts }: Clash) =>
  Object.entries(parts).map(([name, value]) => ({
    label: collaboration.settingOf[name] ?? name,
    theirs: sayValue((theirs.value as Parts)[name]),
    yours: sayValue(value),
  }))

function sayValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  if (typeof value === 'object' && value !== null) {
    if ('isEnabled' in value) return sayValue(value.isEnabled)
    const { kind, domains } = value as Restrictions
    return [collaboration.restrictions[kind], domains.join(', ')].filter(Boolean).join(': ')
  }
  const text = value === null ? 'never' : String(value)
  return collaboration.guestLevels[text] ?? collaboration.inviters[text] ?? collaboration.linkChoices[text] ?? text
}

function Choice({
  label,
  options,
  value,
  onChange,
}: {
  label: string
  options: Record<string, string>
  value: string
  onChange(value: string): void
}) {
  return (
    <RadioGroup aria-label={label} value={value} onChange={(_, data) => onChange(data.value)}>
      {Object.entries(options).map(([id, text]) => (
        <Radio key={id} value={id} label={text} />
      ))}
    </RadioGroup>
  )
}

function YesNo({
  label,
  value,
  onChange,
  noNeeds = null,
}: {
  label: string
  value: boolean
  onChange(value: boolean): void
  /** What must be done before "No" can be chosen. */
  noNeeds?: string | null
}) {
  return (
    <Field label={label} {...(noNeeds ? { hint: noNeeds } : {})}>
      <RadioGroup
        layout="horizontal"
        value={value ? 'yes' : 'no'}
        onChange={(_, data) => onChange(data.value === 'yes')}
      >
        <Radio value="yes" label={texts.yes} />
        <Radio value="no" label={texts.no} disabled={noNeeds !== null} />
      </RadioGroup>
    </Field>
  )
}
