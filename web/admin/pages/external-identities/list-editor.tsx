import { Body1, Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { everything, namesAll } from './access.ts'
import { Part } from './anchored.tsx'
import { InheritedBadge, StoredBadge } from './badges.tsx'
import type { AccessType, Direction, Half, Target } from './rules.ts'
import { ApplicationTargets, guestPages, PeopleTargets } from './targets.tsx'
import { sayHalf } from './words.ts'

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
})

/** One list of a setting: who, or which apps. Inherited or customized; allowed or blocked; all or selected ones. */
export function ListEditor({
  id,
  direction,
  list,
  value,
  inherited,
  stored,
  canSelect,
  forGuests = true,
  problem,
  notice,
  onChange,
}: {
  /** Of the part's address. */
  id?: string
  direction: Direction
  list: 'users' | 'applications'
  /** Null: inherited. */
  value: Half | null
  /** What the default says; null when this is the default. */
  inherited: Half | null
  stored: boolean
  canSelect: boolean
  /** Whether people land on pages of ours, which a list of allowed apps then has to name. */
  forGuests?: boolean
  problem: string | null
  /** What else there is to say and to do about this part. */
  notice: ReactNode
  onChange(half: Half | null): void
}) {
  const styles = useStyles()
  const title = crossTenant.blocks[direction][list]
  const badges = (
    <>
      {inherited && <InheritedBadge inherited={value === null} />}
      {stored && <StoredBadge />}
    </>
  )
  return (
    <Part {...(id ? { id } : {})} title={title} badges={badges}>
      <div className={styles.fields}>
        {notice}
        {inherited && (
          <Field label={crossTenant.mode}>
            <RadioGroup
              value={value === null ? 'inherit' : 'custom'}
              onChange={(_, data) => onChange(data.value === 'inherit' ? null : structuredClone(inherited))}
            >
              <Radio value="inherit" label={crossTenant.modeInherit} />
              <Radio value="custom" label={crossTenant.modeCustom} />
            </RadioGroup>
          </Field>
        )}
        {value === null && inherited && (
          <Body1>
            {crossTenant.nowSays} {sayHalf(inherited, list)}.
          </Body1>
        )}
        {value && (
          <HalfFields
            direction={direction}
            list={list}
            half={value}
            canSelect={canSelect}
            forGuests={forGuests}
            problem={problem}
            onChange={onChange}
          />
        )}
      </div>
    </Part>
  )
}

function HalfFields({
  direction,
  list,
  half,
  canSelect,
  forGuests,
  problem,
  onChange,
}: {
  direction: Direction
  list: 'users' | 'applications'
  half: Half
  canSelect: boolean
  forGuests: boolean
  problem: string | null
  onChange(half: Half): void
}) {
  const all = namesAll(half)
  const name = list === 'users' ? 'usersAndGroups' : 'applications'
  const landing = forGuests && list === 'applications' && half.accessType === 'allowed'
  const applies = (to: string) => {
    if (to === 'all') onChange({ ...half, targets: everything(name) })
    // What guests land on is in an allow-list from the start: without it they get in and stand before a closed door.
    else onChange({ ...half, targets: landing ? guestPages : [] })
  }
  const targets = {
    direction,
    targets: half.targets,
    onChange: (next: Target[]) => onChange({ ...half, targets: next }),
  }
  return (
    <>
      <Field label={crossTenant.access}>
        <RadioGroup
          value={half.accessType}
          onChange={(_, data) => onChange({ ...half, accessType: data.value as AccessType })}
        >
          <Radio value="allowed" label={crossTenant.allowAccess} />
          <Radio value="blocked" label={crossTenant.blockAccess} />
        </RadioGroup>
      </Field>
      <Field
        label={crossTenant.applies}
        hint={canSelect ? undefined : crossTenant.onlyAll}
        {...(problem ? { validationMessage: problem } : {})}
      >
        <RadioGroup value={all ? 'all' : 'some'} onChange={(_, data) => applies(data.value)}>
          <Radio value="all" label={crossTenant.all[direction][list]} />
          <Radio value="some" label={crossTenant.select[direction][list]} disabled={!canSelect && all} />
        </RadioGroup>
      </Field>
      {!all &&
        (list === 'users' ? <PeopleTargets {...targets} /> : <ApplicationTargets {...targets} allowList={landing} />)}
    </>
  )
}
