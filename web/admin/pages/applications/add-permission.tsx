import {
  Body1,
  Caption1,
  Checkbox,
  Field,
  makeStyles,
  Radio,
  RadioGroup,
  SearchBox,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { FormPane } from '../../../kit/ui/form-pane.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { texts } from '../../../texts/en/applications.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { CheckList } from './check-list.tsx'
import type { Api, Kind } from './grants.ts'
import { graphAppId, type RequiredAccess } from './model.ts'
import { usePaneChange } from './use-change-application.ts'

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gap: tokens.spacingVerticalXS,
    maxHeight: '24rem',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    padding: tokens.spacingHorizontalS,
    margin: 0,
  },
  one: { display: 'grid' },
  soft: { color: tokens.colorNeutralForeground2, paddingInlineStart: '2rem' },
})
const words = texts.permissions.pane
type Choice = { id: string; value: string; name: string; admin: boolean }

const choicesOf = (api: Api, kind: Kind): Choice[] =>
  (kind === 'Scope'
    ? api.oauth2PermissionScopes
        .filter(({ isEnabled }) => isEnabled)
        .map(({ id, value, adminConsentDisplayName, type }) => ({
          id,
          value,
          name: adminConsentDisplayName,
          admin: type === 'Admin',
        }))
    : api.appRoles
        .filter(({ isEnabled, allowedMemberTypes }) => isEnabled && allowedMemberTypes.includes('Application'))
        .map(({ id, value, displayName }) => ({ id, value: value ?? displayName, name: displayName, admin: true }))
  ).toSorted((a, b) => (a.value < b.value ? -1 : 1))

/** Chooses an API, the way in which the app calls it, and what it asks for. */
export function AddPermission({ onClose }: { onClose(): void }) {
  const notify = useNotify()
  const { app, ...change } = usePaneChange(onClose)
  const [which, setWhich] = useState<'graph' | 'other'>('graph')
  const [picked, setPicked] = useState<Picked[]>([])
  const [kind, setKind] = useState<Kind>('Scope')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const appId = which === 'graph' ? graphAppId : picked[0]?.appId
  const api = useGraphGet<Api>(appId ? `/v1.0/servicePrincipals(appId='${appId}')` : null)
  const choose = (ids: readonly string[]) => {
    setChosen(ids)
    setProblem(null)
  }
  const submit = async () => {
    if (!appId || chosen.length === 0) return setProblem(words.choose)
    const requiredResourceAccess = withAccess(app.requiredResourceAccess, appId, kind, chosen)
    if (!(await change.save({ requiredResourceAccess }))) return
    notify.success(words.added(chosen.length))
    onClose()
  }
  const asked = app.requiredResourceAccess.find(({ resourceAppId }) => resourceAppId === appId)?.resourceAccess ?? []
  return (
    <>
      <FormPane
        title={words.title}
        action={words.submit}
        busy={change.busy}
        error={change.error}
        wide
        onSubmit={submit}
        onClose={onClose}
      >
        <Field label={words.which}>
          <RadioGroup
            value={which}
            onChange={(_, { value }) => {
              setWhich(value === 'other' ? 'other' : 'graph')
              choose([])
            }}
          >
            <Radio value="graph" label={words.graph} />
            <Radio value="other" label={words.other} />
          </RadioGroup>
        </Field>
        {which === 'other' && (
          <Picker
            label={words.otherLabel}
            hint={words.otherHint}
            kinds={['application']}
            single
            picked={picked}
            accept={(one) => one.appId !== graphAppId}
            onChange={(next) => {
              setPicked(next)
              choose([])
            }}
          />
        )}
        <Field label={words.kind}>
          <RadioGroup
            value={kind}
            onChange={(_, { value }) => {
              setKind(value === 'Role' ? 'Role' : 'Scope')
              choose([])
            }}
          >
            <Radio value="Scope" label={words.delegated} />
            <Radio value="Role" label={words.application} />
          </RadioGroup>
        </Field>
        {appId && (
          <Answer of={api} lines={8}>
            {(found) => (
              <Choices
                key={`${appId} ${kind}`}
                choices={choicesOf(found, kind)}
                asked={asked.filter(({ type }) => type === kind).map(({ id }) => id)}
                chosen={chosen}
                onChange={choose}
                problem={problem}
              />
            )}
          </Answer>
        )}
        {!appId && problem && <Body1 role="alert">{problem}</Body1>}
      </FormPane>
      {change.conflict}
    </>
  )
}

function Choices({
  choices,
  asked,
  chosen,
  onChange,
  problem,
}: {
  choices: readonly Choice[]
  /** Configured already. */
  asked: readonly string[]
  chosen: readonly string[]
  onChange(ids: readonly string[]): void
  problem: string | null
}) {
  const styles = useStyles()
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const shown = choices.filter(
    ({ value, name }) => value.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted),
  )
  if (choices.length === 0) return <Body1>{words.none}</Body1>
  return (
    <>
      <SearchBox
        aria-label={words.search}
        placeholder={words.search}
        maxLength={100}
        value={text}
        onChange={(_, { value }) => setText(value)}
      />
      <CheckList label={words.list} problem={problem}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <div className={styles.list} tabIndex={0}>
          {shown.map(({ id, value, name, admin }) => (
            <div key={id} className={styles.one}>
              <Checkbox
                label={value}
                checked={asked.includes(id) || chosen.includes(id)}
                disabled={asked.includes(id)}
                onChange={(_, { checked }) =>
                  onChange(checked === true ? [...chosen, id] : chosen.filter((one) => one !== id))
                }
              />
              <Caption1 className={styles.soft}>
                {name}
                {admin && ` (${words.needsAdmin})`}
              </Caption1>
            </div>
          ))}
          {shown.length === 0 && <Caption1>{kit.nothingFound}</Caption1>}
        </div>
      </CheckList>
    </>
  )
}

function withAccess(
  required: readonly RequiredAccess[],
  resourceAppId: string,
  type: Kind,
  ids: readonly string[],
): RequiredAccess[] {
  const added = ids.map((id) => ({ id, type }))
  const known = required.find((one) => one.resourceAppId === resourceAppId)
  return known
    ? required.map((one) => (one === known ? { ...one, resourceAccess: [...one.resourceAccess, ...added] } : one))
    : [...required, { resourceAppId, resourceAccess: added }]
}
