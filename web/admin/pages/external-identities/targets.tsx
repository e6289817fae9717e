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
import { type ReactNode, useState } from 'react'
import { type Names, useNames } from '../../../kit/graph/names.ts'
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
  const names = useTargetNames(direction === 'outbound' ? targets : [])
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
  const names = useTargetNames(targets)
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
  names: Names
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

/** Names of what this directory knows; ids of other organizations stay ids. */
function useTargetNames(targets: readonly Target[]): Names {
  const ids = (isApp: boolean) =>
    targets.flatMap(({ target, targetType }) =>
      isGuid(target) && (targetType === 'application') === isApp ? target : [],
    )
  return useNames({ apps: ids(true), objects: ids(false), tenants: [] })
}
