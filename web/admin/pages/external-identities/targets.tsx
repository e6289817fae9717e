import {
  Button,
  Caption1,
  Checkbox,
  Field,
  makeStyles,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type Graph, type Page, query } from '../../../kit/graph/client.ts'
import { useGraph } from '../../../kit/graph/hooks.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { isGuid, mostIds, parseIds } from './access.ts'
import { PasteField } from './paste.tsx'
import type { Direction, Target } from './rules.ts'

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '44rem' },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    maxHeight: '22rem',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto auto',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    paddingInline: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalXS,
    ':not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  },
  name: { display: 'grid', overflowWrap: 'anywhere' },
  id: { fontFamily: tokens.fontFamilyMonospace, color: tokens.colorNeutralForeground2 },
  soft: { color: tokens.colorNeutralForeground2 },
})

type Props = {
  direction: Direction
  targets: readonly Target[]
  onChange(targets: Target[]): void
}

/** Which people and groups a list names: own ones by search, those of another organization by their ids there. */
export function PeopleTargets({ direction, targets, onChange }: Props) {
  const styles = useStyles()
  const [kind, setKind] = useState<'user' | 'group'>('user')
  const names = useNames(direction === 'outbound' ? targets : [])
  return (
    <div className={styles.all}>
      <Chosen targets={targets} names={names} onChange={onChange} />
      {direction === 'outbound' ? (
        <Picker
          label={crossTenant.addOwn}
          kinds={['user', 'group']}
          picked={[]}
          accept={({ id }) => !targets.some(({ target }) => target === id)}
          onChange={(picked) =>
            onChange(
              withMore(
                targets,
                picked.map(({ id, kind: type }) => ({ target: id, targetType: type }) as Target),
              ),
            )
          }
        />
      ) : (
        <PasteIds
          label={crossTenant.addUsers}
          hint={crossTenant.addUsersHint}
          onAdd={(ids) =>
            onChange(
              withMore(
                targets,
                ids.map((target) => ({ target, targetType: kind })),
              ),
            )
          }
        >
          <Field label={crossTenant.addUsersKind}>
            <RadioGroup layout="horizontal" value={kind} onChange={(_, { value }) => setKind(value as typeof kind)}>
              <Radio value="user" label={crossTenant.users} />
              <Radio value="group" label={crossTenant.groups} />
            </RadioGroup>
          </Field>
        </PasteIds>
      )}
    </div>
  )
}

const suites = ['Office365', 'MicrosoftAdminPortals']
export const guestPages: Target[] = Object.keys(crossTenant.guestPageNames).map((target) => ({
  target,
  targetType: 'application',
}))

/** Which apps a list names: by search, by id for apps that this directory does not have, and the named suites. */
export function ApplicationTargets({ targets, onChange, allowList }: Props & { allowList: boolean }) {
  const styles = useStyles()
  const names = useNames(targets)
  const has = (id: string) => targets.some(({ target }) => target === id)
  const toggle = (some: readonly Target[], on: boolean) => {
    const rest = targets.filter(({ target }) => !some.some((one) => one.target === target))
    onChange(on ? [...rest, ...some] : rest)
  }
  return (
    <div className={styles.all}>
      <Chosen targets={targets} names={names} onChange={onChange} />
      <Picker
        label={crossTenant.addApplications}
        kinds={['application']}
        picked={[]}
        accept={({ appId }) => appId !== undefined && !has(appId)}
        onChange={(picked) => onChange(withMore(targets, picked.map(application)))}
      />
      <PasteIds
        label={crossTenant.addOther}
        hint={crossTenant.addOtherHint}
        onAdd={(ids) =>
          onChange(
            withMore(
              targets,
              ids.map((target) => ({ target, targetType: 'application' })),
            ),
          )
        }
      />
      <fieldset style={{ border: 'none', margin: 0, padding: 0, display: 'grid' }}>
        <legend className={styles.soft}>{crossTenant.suites}</legend>
        {suites.map((suite) => (
          <Checkbox
            key={suite}
            label={crossTenant.keywords[suite] ?? suite}
            checked={has(suite)}
            onChange={(_, { checked }) => toggle([{ target: suite, targetType: 'application' }], checked === true)}
          />
        ))}
        {allowList && (
          <Field hint={crossTenant.guestPagesHint}>
            <Checkbox
              label={crossTenant.guestPages}
              checked={guestPages.every(({ target }) => has(target))}
              onChange={(_, { checked }) => toggle(guestPages, checked === true)}
            />
          </Field>
        )}
      </fieldset>
    </div>
  )
}

const application = ({ appId, id }: Picked): Target => ({ target: appId ?? id, targetType: 'application' })

const withMore = (targets: readonly Target[], more: readonly Target[]): Target[] => [
  ...targets,
  ...more.filter((one) => !targets.some(({ target }) => target === one.target)),
]

function Chosen({
  targets,
  names,
  onChange,
}: {
  targets: readonly Target[]
  names: ReadonlyMap<string, string>
  onChange(targets: Target[]): void
}) {
  const styles = useStyles()
  if (targets.length === 0) return <Text className={styles.soft}>{crossTenant.noneChosen}</Text>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <ul className={styles.list} aria-label={crossTenant.chosen} tabIndex={0}>
      {targets.map((one) => {
        const name = names.get(one.target) ?? crossTenant.guestPageNames[one.target] ?? crossTenant.keywords[one.target]
        return (
          <li key={one.target} className={styles.row}>
            <span className={styles.name}>
              <Text>{name ?? one.target}</Text>
              {name && isGuid(one.target) && <Caption1 className={styles.id}>{one.target}</Caption1>}
            </span>
            <Caption1 className={styles.soft}>{crossTenant.targetType[one.targetType]}</Caption1>
            <Button
              appearance="subtle"
              size="small"
              icon={<DismissRegular />}
              aria-label={crossTenant.remove(name ?? one.target)}
              onClick={() => onChange(targets.filter(({ target }) => target !== one.target))}
            />
          </li>
        )
      })}
    </ul>
  )
}

function PasteIds({
  label,
  hint,
  onAdd,
  children,
}: {
  label: string
  hint: string
  onAdd(ids: string[]): void
  children?: ReactNode
}) {
  return (
    <PasteField
      label={label}
      hint={hint}
      parse={(text) => {
        const { ids, wrong } = parseIds(text)
        return { good: ids, wrong }
      }}
      wrongSays={crossTenant.notGuids}
      emptySays={crossTenant.nothingTyped}
      most={mostIds}
      onAdd={onAdd}
    >
      {children}
    </PasteField>
  )
}

type Named = { id: string; appId?: string; displayName: string | null }

/** Names of what this directory knows; ids of other organizations stay ids. */
function useNames(targets: readonly Target[]): ReadonlyMap<string, string> {
  const graph = useGraph()
  const apps = targets.filter(({ target, targetType }) => targetType === 'application' && isGuid(target))
  const people = targets.filter(({ target, targetType }) => targetType !== 'application' && isGuid(target))
  const answer = useQuery({
    queryKey: ['graph', 'target-names', ...targets.map(({ target }) => target).sort()],
    queryFn: async ({ signal }) => {
      const found = [
        ...(await namesOfApps(
          graph,
          apps.map(({ target }) => target),
          signal,
        )),
        ...(await namesOfPeople(
          graph,
          people.map(({ target }) => target),
          signal,
        )),
      ]
      return new Map(found.flatMap(([id, name]) => (name ? [[id, name] as const] : [])))
    },
    enabled: apps.length + people.length > 0,
    staleTime: 60_000,
    placeholderData: (before) => before,
  })
  return answer.data ?? none
}
const none: ReadonlyMap<string, string> = new Map()

const atOnce = 15

async function namesOfApps(graph: Graph, ids: string[], signal: AbortSignal): Promise<[string, string | null][]> {
  const named: [string, string | null][] = []
  for (let start = 0; start < ids.length; start += atOnce) {
    const list = ids.slice(start, start + atOnce).map((id) => `'${id}'`)
    const options = { $filter: `appId in (${list.join(',')})`, $select: 'id,appId,displayName', $top: atOnce }
    const { value } = await graph.get<Page<Named>>(`/v1.0/servicePrincipals${query(options)}`, { signal })
    named.push(...value.map(({ appId, displayName }): [string, string | null] => [appId ?? '', displayName]))
  }
  return named
}

async function namesOfPeople(graph: Graph, ids: string[], signal: AbortSignal): Promise<[string, string | null][]> {
  if (ids.length === 0) return []
  const body = { ids, types: ['user', 'group'] }
  const { value } = await graph.post<Page<Named>>('/v1.0/directoryObjects/getByIds', body, { signal })
  return value.map(({ id, displayName }) => [id, displayName])
}
