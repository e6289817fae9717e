import { Button, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components'
import { SaveRegular } from '@fluentui/react-icons'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { useGraph, useGraphTagged, useRefresh } from '../../../kit/graph/hooks.tsx'
import { Conflict } from '../../../kit/ui/conflict.tsx'
import { UnsavedGuard } from '../../../kit/ui/form.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Answer, Failed } from '../../../kit/ui/states.tsx'
import { collaboration, texts } from '../../../texts/en/external-identities.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { paths } from '../../paths.ts'
import { Part } from './anchored.tsx'
import { type Parts, sameParts, saveParts, useTakeBack, type Version } from './versioned.ts'

type Policies = {
  authorization: Version<{ allowInvitesFrom: string; guestUserRoleId: string }>
  redemption: Version<{ redemptionLinkDays: number | null }>
}
type Source = keyof Policies
const places: Record<Source, string> = {
  authorization: '/v1.0/policies/authorizationPolicy',
  redemption: '/gatehouse/v1/policies/redemption',
}

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '60rem' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  bar: {
    position: 'sticky',
    bottom: 0,
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

/** Who may invite, what guests may see, how long their links work. */
export function ExternalCollaboration() {
  const authorization = useGraphTagged<Policies['authorization']['value']>(places.authorization)
  const redemption = useGraphTagged<Policies['redemption']['value']>(places.redemption)
  return (
    <Page title={collaboration.title} says={collaboration.says}>
      <Answer of={together({ authorization, redemption })} lines={16}>
        {(policies) => <Settings policies={policies} />}
      </Answer>
    </Page>
  )
}

/** Several answers as one: there when all are, failed when one has. */
function together(answers: { [Name in Source]: UseQueryResult<Policies[Name]> }): UseQueryResult<Policies> {
  const all = Object.values(answers)
  const failed = all.find(({ error }) => error)
  const data = all.every((one) => one.data !== undefined)
    ? Object.fromEntries(Object.entries(answers).map(([name, { data }]) => [name, data]))
    : undefined
  const first = failed ?? answers.authorization
  return { ...first, data, refetch: () => Promise.all(all.map((one) => one.refetch())) } as never
}

type Draft = { base: Policies; parts: Partial<Record<Source, Parts>> }
type Clash = { source: Source; theirs: Version; parts: Parts }

function Settings({ policies }: { policies: Policies }) {
  const styles = useStyles()
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const takeBack = useTakeBack()
  const [draft, setDraft] = useState<Draft | null>(null)
  const [state, setState] = useState<{ busy?: boolean; error?: unknown; clash?: Clash }>({})
  const base = draft?.base ?? policies
  const parts = changedOnly(draft)
  const dirty = Object.keys(parts).length > 0
  const values = { ...valuesOf(base), ...draft?.parts.authorization, ...draft?.parts.redemption }

  const set = (source: Source, name: string, value: unknown) => {
    setDraft({ base, parts: { ...draft?.parts, [source]: { ...draft?.parts[source], [name]: value } } })
    setState({})
  }
  const discard = () => {
    setDraft(null)
    setState({})
  }
  const save = async (versions: Record<Source, Version>) => {
    setState({ busy: true })
    const done: { path: string; saved: Parts; before: Parts }[] = []
    const told = () => {
      if (done.length === 0) return
      const undo = () => {
        for (const { path, saved, before } of done) void takeBack(path, saved, before)
      }
      notify.success(texts.saved(collaboration.title), { undo })
    }
    try {
      for (const [source, changed] of Object.entries(parts) as [Source, Parts][]) {
        const path = places[source]
        const from = versions[source]
        const theirs = await saveParts(graph, path, from, changed)
        if (theirs) {
          told()
          return setState({ clash: { source, theirs, parts: changed } })
        }
        done.push({ path, saved: changed, before: sameParts(changed, from.value) })
        await refresh([path])
      }
      told()
      discard()
    } catch (error) {
      told()
      setState({ error })
    }
  }

  return (
    <div className={styles.all}>
      <UnsavedGuard when={dirty} />
      <Part id="guests" title={collaboration.guestAccess}>
        <Choice
          label={collaboration.guestAccessLabel}
          options={collaboration.guestLevels}
          value={String(values.guestUserRoleId)}
          onChange={(value) => set('authorization', 'guestUserRoleId', value)}
        />
      </Part>
      <Part id="invites" title={collaboration.invites}>
        <Choice
          label={collaboration.invitesLabel}
          options={collaboration.inviters}
          value={String(values.allowInvitesFrom)}
          onChange={(value) => set('authorization', 'allowInvitesFrom', value)}
        />
      </Part>
      <Part id="links" title={collaboration.linkDays} says={collaboration.linkDaysHint}>
        <Choice
          label={collaboration.linkDays}
          options={collaboration.linkChoices}
          value={values.redemptionLinkDays === null ? 'never' : String(values.redemptionLinkDays)}
          onChange={(value) => set('redemption', 'redemptionLinkDays', value === 'never' ? null : Number(value))}
        />
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
        onOverwrite={() => {
          if (state.clash) void save({ ...base, [state.clash.source]: state.clash.theirs })
        }}
        onTake={discard}
      />
    </div>
  )
}

const valuesOf = (policies: Policies): Parts => ({ ...policies.authorization.value, ...policies.redemption.value })

/** What differs from where the draft began: a choice that was changed and changed back is none. */
function changedOnly(draft: Draft | null): Partial<Record<Source, Parts>> {
  if (!draft) return {}
  return Object.fromEntries(
    Object.entries(draft.parts)
      .map(([source, parts]) => {
        const before = draft.base[source as Source].value as Parts
        return [source, Object.fromEntries(Object.entries(parts).filter(([name, value]) => before[name] !== value))]
      })
      .filter(([, parts]) => Object.keys(parts as Parts).length > 0),
  )
}

const differences = ({ theirs, parts }: Clash) =>
  Object.entries(parts).map(([name, value]) => ({
    label: collaboration.settingOf[name] ?? name,
    theirs: sayValue((theirs.value as Parts)[name]),
    yours: sayValue(value),
  }))

const sayValue = (value: unknown): string => {
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
